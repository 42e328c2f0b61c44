/** How long a paged list may get, for demand control by gateways. */
export const PAGE_SIZE =
  '@listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)';

/** The same for a list that goes forwards only. */
export const FORWARD_PAGE_SIZE =
  '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)';
