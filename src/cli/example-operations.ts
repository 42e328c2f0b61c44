import type { ExplorerTab } from '../server/explorer.js';
import { shopGlobalId } from '../tenants/global-id.js';
import type { Shop } from '../tenants/shop.js';

/** Operations to begin with, about the shops that are there. They read, as the demo key may. */
export function exampleOperations(shops: readonly Shop[]): ExplorerTab[] {
  const of = (platform: Shop['platform']): string[] =>
    shops.filter((shop) => shop.platform === platform).map((shop) => shopGlobalId(shop.key));
  const [first, second] = of('KUAIZHAN');
  const [third, fourth] = of('DOUYIN');
  const start = [{ title: 'Who am I, and which shops are mine?', query: WHO_AND_WHAT }];
  if (first === undefined || second === undefined) return start;
  return [
    ...(third === undefined || fourth === undefined
      ? []
      : [
          {
            title: 'Two platforms: what sells, and what waits to be shipped',
            query: TWO_PLATFORMS,
            variables: { one: first, two: second, three: third, four: fourth },
          },
        ]),
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

const TWO_PLATFORMS = `query TwoPlatforms($one: ID!, $two: ID!, $three: ID!, $four: ID!) {
  one: shop(by: { id: $one }) { ...OnKuaizhan }
  two: shop(by: { id: $two }) { ...OnKuaizhan }
  three: shop(by: { id: $three }) { ...OnDouyin }
  four: shop(by: { id: $four }) { ...OnDouyin }
}

fragment OnKuaizhan on Shop {
  name
  platform
  commodities(first: 5) { nodes { id title salesVolume totalStock } }
}

fragment OnDouyin on Shop {
  name
  platform
  products(first: 5, filter: { isOnline: true }) { nodes { id title salesVolume } }
  waiting: orders(
    first: 5
    filter: { statuses: [AWAITING_SHIPMENT] }
    sort: { field: UPDATED_AT, direction: ASC }
  ) {
    totalCount
    nodes { id shipBy total { amount } recipient { name } lines { title quantity } }
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
