import { CONNECTIONS, douyinShop, gid, requestOf, type Workload } from './workload.js';

/** Rows of a page. */
const FIRST = 50;

const OPERATION = `query Orders($shop: ID!) {
  shop(by: { id: $shop }) {
    orders(first: ${FIRST}, filter: { statuses: [AWAITING_SHIPMENT, PARTIALLY_SHIPPED, SHIPPED] }) {
      totalCount
      nodes {
        id status total { amount }
        recipient { name phone address { province city district street detail } }
        lines { quantity title merchantCode product { id title } }
        parcels { carrierName trackingNumber }
      }
    }
  }
}`;

interface Orders {
  readonly nodes: readonly { lines: { product: object | null }[]; parcels: object[] }[];
}

/** What a console shows of the orders to be sent and under way: the search, then the products of all lines at once. */
export const orders: Workload = {
  name: 'orders',
  title: 'orders with lines',
  about: `${FIRST} orders of a Douyin shop with recipients as they are masked, lines with their products, and parcels: one search, and one list of the products of all lines; ${CONNECTIONS} tenants, a connection each. The proxy signs the same calls.`,
  modes: ['seen'],
  peers: [],
  proxyPath: '/orders',
  connections: CONNECTIONS,
  rows: FIRST,
  calls: { exactly: 2 },
  proxyCalls: 2,
  requests: (tenants) =>
    tenants.map((tenant) => requestOf(tenant, OPERATION, { shop: gid('Shop', douyinShop(tenant).key) })),
  isWhole: (data) => {
    const { nodes = [] } = (data as { shop: { orders: Orders | null } | null }).shop?.orders ?? {};
    const lines = nodes.flatMap((node) => node.lines);
    return (
      nodes.length === FIRST &&
      lines.length > FIRST &&
      lines.every(({ product }) => product !== null) &&
      nodes.some(({ parcels }) => parcels.length > 0)
    );
  },
};
