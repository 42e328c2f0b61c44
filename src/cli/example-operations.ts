import type { ExplorerTab } from '../server/explorer.js';
import { shopGlobalId } from '../tenants/global-id.js';
import type { Shop } from '../tenants/shop.js';

/** Operations to begin with, about the shops that are there. They read, as the demo key may. */
export function exampleOperations(shops: readonly Shop[]): ExplorerTab[] {
  const [first, second] = shops.filter((shop) => shop.platform === 'KUAIZHAN').map((shop) => shopGlobalId(shop.key));
  const start = [{ title: 'Who am I, and which shops are mine?', query: WHO_AND_WHAT }];
  if (first === undefined || second === undefined) return start;
  return [
    ...start,
    {
      title: 'Two shops side by side, each with one call for its goods',
      query: TWO_SHOPS,
      variables: { one: first, two: second },
    },
    {
      title: 'A page of goods with variants and categories. "Next page": set after to pageInfo.endCursor',
      query: GOODS,
      variables: { shop: first, after: null },
    },
    { title: 'The site and its official account', query: SITE, variables: { shop: first } },
  ];
}

const WHO_AND_WHAT = `query WhoAndWhat {
  viewer { name scopes shopCount costRemaining costLimit }
  shops(first: 10) {
    totalCount
    nodes { id key name platform status health { circuit p50LatencyMs } }
  }
}
`;

const TWO_SHOPS = `query TwoShops($one: ID!, $two: ID!) {
  one: shop(by: { id: $one }) { ...Shelf }
  two: shop(by: { id: $two }) { ...Shelf }
}

fragment Shelf on Shop {
  name
  commodityCount
  commodities(first: 5) {
    nodes { id title priceRange { min { amount } max { amount } } }
    pageInfo { hasNextPage }
  }
}
`;

const GOODS = `query Goods($shop: ID!, $after: String) {
  shop(by: { id: $shop }) {
    name
    commodities(first: 10, after: $after) {
      nodes {
        id
        title
        isOnline
        variants { displayName stock }
        categories { title }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`;

const SITE = `query TheSite($shop: ID!) {
  shop(by: { id: $shop }) {
    name
    site {
      name
      status
      domain
      officialAccount { nickname followGuideUrl }
    }
  }
}
`;
