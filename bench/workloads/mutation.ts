import { CONNECTIONS, firstShop, gid, requestOf, type Workload } from './workload.js';

const OPERATION = `mutation Rename($input: CommodityUpdateInput!) {
  commodityUpdate(input: $input) { commodity { id title } userErrors { code message } }
}`;

/** The title that is written. */
const TITLE = '工夫红茶 品鉴装';

/** A write and the read that follows it. */
export const mutation: Workload = {
  name: 'mutation',
  about: `\`commodityUpdate\` of a title, read back; ${CONNECTIONS} tenants, a connection each. The proxy makes the same two calls and keeps no journal.`,
  modes: ['seen'],
  peers: [],
  proxyPath: '/mutation',
  connections: CONNECTIONS,
  rows: 1,
  calls: { exactly: 2 },
  proxyCalls: 2,
  requests: (tenants, commodityId) =>
    tenants.map((tenant) => {
      const id = gid('Commodity', firstShop(tenant).key, commodityId);
      return requestOf(tenant, OPERATION, { input: { id, title: TITLE } });
    }),
  isWhole: (data) => {
    const { commodityUpdate } = data as { commodityUpdate: { commodity: { title: string } | null } | null };
    return commodityUpdate?.commodity?.title === TITLE;
  },
};
