import { CONNECTIONS, douyinShop, type Workload } from './workload.js';

/** Messages of a platform: each body signed, none sent twice, all in the server's feed before the round is over. */
export const push: Workload = {
  name: 'push',
  title: 'push intake',
  about: `Signed bodies of one to three new messages about orders, acknowledged when they are on disk; ${CONNECTIONS} shops, a connection each. The proxy verifies the signature, appends the body to a file, and acknowledges after an \`fdatasync\` that all bodies waiting share; it reads nothing in it and tells nobody.`,
  modes: ['seen'],
  peers: [],
  // Bodies go to the address of their shop, wherever that is.
  proxyPath: '',
  connections: CONNECTIONS,
  rows: 1,
  calls: { exactly: 0 },
  proxyCalls: 0,
  requests: (tenants) =>
    tenants.map((tenant) => {
      const { pushId, appId, appSecret, shopId } = douyinShop(tenant);
      return { path: `/push/douyin/${pushId}`, push: { appId, appSecret, shopId } };
    }),
  comparable: (answer) => answer,
  isWhole: (answer) => (answer as { code?: unknown }).code === 0,
};
