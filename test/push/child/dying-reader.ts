import { createLogger } from '../../../src/log/logger.js';
import { ReconcilingReads } from '../../../src/push/reconciling-reads.js';
import { openStore } from '../../../src/store/open-store.js';
import { parseKeyring } from '../../../src/tenants/keyring.js';
import { TenantRegistry } from '../../../src/tenants/registry.js';
import { openVault } from '../../../src/tenants/sealing.js';
import { listedPlatform } from '../listed.platform.js';

/**
 * Reads three orders of each shop and then hangs, to be killed: `dying-reader.ts <file> <keyring>`; says when it has told of the
 * orders.
 */
const [file = '', keyring = ''] = process.argv.slice(2);
const store = await openStore({ file });
const vault = await openVault(parseKeyring(keyring), store.settings, store.shops);
const { tenants, shops, groups, readingTurns, changeFeed } = store;
const registry = new TenantRegistry({ tenants, shops, groups, vault });
const listed = listedPlatform({
  streams: ['orders', 'products'],
  before: async ({ shop: key, stream }) => {
    if (stream === 'products') {
      process.stdout.write('told\n');
      await new Promise(() => undefined);
    }
    const shop = await registry.shopByKey(key);
    if (shop === null) return;
    for (const id of ['1', '2', '3']) listed.update(shop, id, shop.createdAt.getTime() + Number(id) * 1_000);
  },
});
new ReconcilingReads({
  platforms: [listed.platform],
  turns: readingTurns,
  feed: changeFeed,
  registry,
  observer: { read: () => undefined, found: () => undefined },
  log: createLogger({ level: 'warn', format: 'json' }),
  times: { everyMs: 100, settleMs: -10_000 },
}).start();
setInterval(() => undefined, 1_000);
