import { type GreaterWmsEmulator, startGreaterWmsEmulator } from '../../src/platforms/greaterwms/emulator/index.js';
import { shopGlobalId } from '../../src/tenants/global-id.js';
import { Secret } from '../../src/tenants/secret.js';
import { type StartOptions, start, type TestServer } from '../support/start.js';

/** A Douyin shop here, and the same shop on the older host. */
export interface MirroredShop {
  readonly key: string;
  readonly id: string;
  readonly tCode: string;
  readonly nativeId: string;
}

let nextShop = 4_470_001;

/** Registers a Douyin shop of the test tenant that the host made its code for; without a host, with a code of its own. */
export async function douyinShop(
  server: TestServer,
  host: GreaterWmsEmulator | null,
  tenantId = server.tenantId,
): Promise<MirroredShop> {
  const nativeId = String(nextShop);
  nextShop += 1;
  const appId = `7${nativeId.padStart(18, '0')}`;
  const appSecret = `canary-dy-secret-${nativeId}`;
  const known = host?.addShop({
    shopName: `shop ${nativeId}`,
    shopAppid: appId,
    shopAppSecret: appSecret,
    shopId: nativeId,
  });
  const { registry } = server.foundation;
  const shop = await registry.registerShop(tenantId, {
    name: `shop ${nativeId}`,
    registration: {
      platform: 'DOUYIN',
      nativeId,
      nativeResource: 'shop',
      attributes: { appId },
      secrets: { appSecret: new Secret(appSecret) },
      mainSecret: 'appSecret',
      appId,
    },
    isSandbox: true,
    labels: [],
    ...(known === undefined ? {} : { tCode: known.tCode }),
  });
  return { key: shop.key, id: shopGlobalId(shop.key), tCode: await registry.tCode(shop), nativeId };
}

/** A server that mirrors to a stand-in of an older host. */
export async function startMirrored(
  options: StartOptions & { host?: Parameters<typeof startGreaterWmsEmulator>[0]; token?: string } = {},
): Promise<{ server: TestServer; host: GreaterWmsEmulator }> {
  const host = await startGreaterWmsEmulator(options.host);
  const { env, ...rest } = options;
  const server = await start({
    seed: 'empty',
    ...rest,
    env: {
      EGRESS_PROXY_HOSTS: 'proxy.example:8080,10.10.1.10:1080',
      GREATERWMS_URL: host.url,
      GREATERWMS_TOKEN: options.token ?? host.seed.account.openid,
      ...env,
    },
  });
  return { server, host };
}

/** Lets what a shop owes be told at the next look, in place of waiting for it. */
export async function nudge(server: TestServer, shopKey: string): Promise<void> {
  const { switchDebts } = server.foundation.store;
  for (const debt of await switchDebts.ofShop(shopKey))
    await switchDebts.postpone(debt, { ...debt, dueAt: new Date(0) });
}

/** Comes back when a condition holds; it is asked every few milliseconds, for ten seconds at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come about within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
