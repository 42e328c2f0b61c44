import { CONNECTIONS, douyinShop, firstShop, gid, requestOf, type Workload } from './workload.js';

/** Rows of each list. */
const FIRST = 5;

const OPERATION = `query TwoPlatforms($kuaizhan: ID!, $douyin: ID!) {
  kuaizhan: shop(by: { id: $kuaizhan }) {
    name platform
    commodities(first: ${FIRST}) { nodes { id title salesVolume totalStock } }
  }
  douyin: shop(by: { id: $douyin }) {
    name platform
    products(first: ${FIRST}, filter: { isOnline: true }) { nodes { id title salesVolume } }
    waiting: orders(
      first: ${FIRST}
      filter: { statuses: [AWAITING_SHIPMENT] }
      sort: { field: UPDATED_AT, direction: ASC }
    ) {
      totalCount
      nodes { id shipBy total { amount } recipient { name } lines { title quantity } }
    }
  }
}`;

type List = { readonly nodes: readonly object[] } | null;

interface Answer {
  readonly kuaizhan: { readonly commodities: List } | null;
  readonly douyin: { readonly products: List; readonly waiting: List } | null;
}

/** The first example of the demo: what sells on both platforms, and what waits to be shipped, all asked side by side. */
export const twoPlatforms: Workload = {
  name: 'two-platforms',
  title: 'two platforms',
  about: `A Kuaizhan and a Douyin shop of a tenant in one operation: ${FIRST} goods of each, and ${FIRST} orders that wait to be shipped, three calls side by side; ${CONNECTIONS} tenants, a connection each. The proxy makes and signs the same calls.`,
  modes: ['seen'],
  peers: [],
  proxyPath: '/two-platforms',
  connections: CONNECTIONS,
  rows: 3 * FIRST,
  calls: { exactly: 3 },
  proxyCalls: 3,
  requests: (tenants) =>
    tenants.map((tenant) =>
      requestOf(tenant, OPERATION, {
        kuaizhan: gid('Shop', firstShop(tenant).key),
        douyin: gid('Shop', douyinShop(tenant).key),
      }),
    ),
  isWhole: (data) => {
    const { kuaizhan, douyin } = data as Answer;
    return [kuaizhan?.commodities, douyin?.products, douyin?.waiting].every((list) => list?.nodes.length === FIRST);
  },
};
