/** A page of nothing: what a list of this platform is on a shop of another. */
export const EMPTY_PAGE = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: null,
};
