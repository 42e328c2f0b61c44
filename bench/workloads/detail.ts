import { CONNECTIONS, firstShop, gid, requestOf, type Workload } from './workload.js';

const OPERATION = `query Detail($id: ID!) {
  commodity(id: $id) {
    id title price { amount }
    shop { id name }
    categories { id title }
    variants { displayName stock price { amount } selectedOptions { name value } }
  }
}`;

/** One commodity by its id: its record, then the categories of its shop. */
export const detail: Workload = {
  name: 'detail',
  about: `One commodity with price, units, shop and two categories; ${CONNECTIONS} tenants, a connection each.`,
  modes: ['seen'],
  peers: [],
  proxyPath: '/detail',
  connections: CONNECTIONS,
  rows: 1,
  calls: { exactly: 2 },
  proxyCalls: 2,
  requests: (tenants, commodityId) =>
    tenants.map((tenant) => requestOf(tenant, OPERATION, { id: gid('Commodity', firstShop(tenant).key, commodityId) })),
  isWhole: (data) => {
    const { commodity } = data as { commodity: { variants?: unknown[]; categories?: unknown[] } | null };
    return commodity?.categories?.length === 2 && (commodity.variants?.length ?? 0) > 1;
  },
};
