import { createLogger } from '../../../src/log/logger.js';
import { createDouyinPush } from '../../../src/platforms/douyin/push/dialect.js';
import { PushDispatcher } from '../../../src/push/dispatcher.js';
import { PushReceiver } from '../../../src/push/receiver.js';
import { createHttpServer } from '../../../src/server/http-server.js';
import { createMetrics } from '../../../src/server/metrics.js';
import { addPushEndpoint } from '../../../src/server/push-endpoint.js';
import { openStore } from '../../../src/store/open-store.js';
import { parseKeyring } from '../../../src/tenants/keyring.js';
import { TenantRegistry } from '../../../src/tenants/registry.js';
import { openVault } from '../../../src/tenants/sealing.js';
import { threadOfSources } from '../../store/thread-of-sources.js';

/** A server of push messages alone, to be killed: `push-server.ts <file> <keyring>`; says where it listens. */
const [file = '', keyring = ''] = process.argv.slice(2);
const store = await openStore({ file, startThread: threadOfSources });
const vault = await openVault(parseKeyring(keyring), store.settings, store.shops);
const { tenants, shops, groups, inbox } = store;
const registry = new TenantRegistry({ tenants, shops, groups, vault });
const log = createLogger({ level: 'warn', format: 'json' });
const { push: observer } = createMetrics();
const platforms = [createDouyinPush()];
const receiver = new PushReceiver({ platforms, registry, inbox, observer, onStored: () => dispatcher.wake() });
const dispatcher: PushDispatcher = new PushDispatcher({ inbox, platforms, registry, receiver, observer, log });
dispatcher.start();
const server = await createHttpServer({
  log,
  corsOrigins: [],
  addRoutes: (routes) => addPushEndpoint(routes, { receiver, observer }),
});
process.stdout.write(`${await server.listen('127.0.0.1', 0)}\n`);
