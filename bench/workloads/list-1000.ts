import { gid, LARGE_TENANTS, requestOf, type Workload } from './workload.js';

/** Shops of one request, and rows of each: the longest page there is. */
const SHOPS = 10;
const FIRST = 100;

const NUMBERS = Array.from({ length: SHOPS }, (_, at) => at);

const OPERATION = `query ListLong(${NUMBERS.map((at) => `$s${at}: ID!`).join(', ')}) {
${NUMBERS.map((at) => `  s${at}: shop(by: { id: $s${at} }) { ...Page }`).join('\n')}
}
fragment Page on Shop {
  commodities(first: ${FIRST}) {
    nodes { id title shop { id name } categories { id title } }
  }
}`;

/** What a row costs in a long answer, beside {@link list}. */
export const list1000: Workload = {
  name: 'list-1000',
  about: `${SHOPS * FIRST} rows of the shape of *list* in one operation: ${SHOPS} shops of a tenant, a page of ${FIRST} each; ${LARGE_TENANTS} tenants, a connection each.`,
  modes: ['seen'],
  peers: [],
  proxyPath: '/list-1000',
  connections: LARGE_TENANTS,
  rows: SHOPS * FIRST,
  calls: { exactly: 2 * SHOPS },
  proxyCalls: 2 * SHOPS,
  requests: (tenants) =>
    tenants.slice(0, LARGE_TENANTS).map((tenant) => {
      const shops = tenant.shops.slice(0, SHOPS).map(({ key }, at) => [`s${at}`, gid('Shop', key)] as const);
      return requestOf(tenant, OPERATION, Object.fromEntries(shops));
    }),
  isWhole: (data) => {
    const shops = Object.values(data as Record<string, { commodities?: { nodes?: unknown[] } } | null>);
    return shops.length === SHOPS && shops.every((shop) => shop?.commodities?.nodes?.length === FIRST);
  },
};
