import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppParts, createApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';
import { type Foundation, foundationOn } from '../../src/foundation.js';
import { createLogger } from '../../src/log/logger.js';
import { type OpenPlatforms, openPlatforms } from '../../src/open-platforms.js';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../src/platforms/kuaizhan/emulator/index.js';
import { shopGlobalId } from '../../src/tenants/global-id.js';
import { expandScopes, type Scope } from '../../src/tenants/scopes.js';
import { scratchFolder } from './scratch-folder.js';

/** What a GraphQL answer holds. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly errors: any[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly extensions: any;
  /** The body as it came. */
  readonly text: string;
}

/** How to ask. */
export interface Ask {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
}

/** A shop of a test tenant. */
export interface TestShop {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly shopId: string;
  readonly siteId: string;
  readonly forumId: string;
  readonly accessToken: string;
  /** Global id of an object of this shop. */
  gid(type: string, nativeId: string): string;
}

/** A real server over HTTP in front of the stand-in, with one tenant that has its shops. */
export interface TestServer {
  readonly url: string;
  readonly adminUrl: string;
  readonly kuaizhan: KuaizhanEmulator;
  readonly foundation: Foundation;
  /** Those of the server, with its locks and its journal. */
  readonly platforms: OpenPlatforms;
  readonly tenantId: string;
  readonly shops: readonly TestShop[];
  readonly adminKey: string;
  readonly readKey: string;
  /** Lines of the server's log so far. */
  readonly logLines: readonly string[];
  /** Asks with the admin key unless told; the call journal of the stand-in is cleared before. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, options?: Ask): Promise<Answer>;
  /** Operations the stand-in was asked since the last `ask` began, in order. */
  calls(): string[];
  /** A key of the tenant with these scopes (short forms too) and shops. */
  makeKey(scopes: readonly string[], shopKeys?: readonly string[] | null): Promise<string>;
  /** A further tenant with the shops of these credentials. */
  addTenant(
    name: string,
    credentials: readonly Readonly<Record<string, string>>[],
  ): Promise<{ tenantId: string; key: string; shops: TestShop[] }>;
  stop(): Promise<void>;
}

/** What a test may choose. */
export interface StartOptions {
  readonly seed?: 'demo' | 'fixtures' | 'empty';
  readonly env?: Readonly<Record<string, string>>;
  /** Path of the database; a temporary file unless told. Files named here are left. */
  readonly file?: string;
  readonly masterKeys?: string;
  readonly emulator?: Parameters<typeof startKuaizhanEmulator>[0];
  /** Never unless told: tests count calls. */
  readonly reconciling?: AppParts['reconciling'];
  readonly subscriptionLimits?: AppParts['subscriptionLimits'];
  /** The platforms with something of the test's own, e.g. a port that none of them offers. */
  readonly joined?: (opened: OpenPlatforms) => OpenPlatforms;
  readonly costLimits?: AppParts['costLimits'];
}

/** Starts everything on free ports; `stop` leaves nothing behind. */
export async function start(options: StartOptions = {}): Promise<TestServer> {
  const directory = scratchFolder('server');
  const kuaizhan = await startKuaizhanEmulator({ seed: options.seed ?? 'demo', ...options.emulator });
  const masterKeys = options.masterKeys ?? `test:${randomBytes(32).toString('base64')}`;
  const config = readConfig(
    {
      PORT: '0',
      ADMIN_PORT: '0',
      DATA_DIR: directory,
      MASTER_KEYS: masterKeys,
      KUAIZHAN_URL: kuaizhan.url,
      UPSTREAM_ALLOW_PRIVATE: 'true',
      INTROSPECTION: 'all',
      ...options.env,
    },
    'serve',
  );
  const logLines: string[] = [];
  const log = createLogger({ level: 'info', format: 'json', write: (line) => void logLines.push(line) });
  const foundation = await foundationOn(options.file ?? join(directory, 'shopgraph.db'), masterKeys, 'live');
  const { registry, apiKeys } = foundation;
  const opened = openPlatforms(config, foundation, log);
  const platforms = options.joined?.(opened) ?? opened;
  const [platform] = platforms.list;
  if (platform === undefined) throw new Error('no platform');

  const addTenant: TestServer['addTenant'] = async (name, credentials) => {
    const tenant = (await registry.findTenant(name)) ?? (await registry.createTenant(name));
    const shops: TestShop[] = [];
    for (const credential of credentials) {
      const registration = platform.registration(credential);
      const shop =
        (await registry.shopByNative(tenant.id, platform.name, registration.nativeId)) ??
        (await registry.registerShop(tenant.id, {
          name: credential['name'] ?? 'shop',
          registration,
          isSandbox: false,
          labels: [],
        }));
      shops.push({
        key: shop.key,
        id: shopGlobalId(shop.key),
        name: shop.name,
        shopId: credential['shopId'] ?? '',
        siteId: credential['siteId'] ?? '',
        forumId: credential['forumId'] ?? '',
        accessToken: credential['accessToken'] ?? '',
        gid: (type, nativeId) => `gid://v1/${type}/${shop.key}/${encodeURIComponent(nativeId)}`,
      });
    }
    const { key } = await apiKeys.create({ tenantId: tenant.id, name: `${name} admin`, ...scoped(['admin']) });
    return { tenantId: tenant.id, key, shops };
  };
  const scoped = (scopes: readonly string[], shopGrants: readonly string[] | null = null) => ({
    scopes: expandScopes(scopes).scopes as Scope[],
    shopGrants: shopGrants === null ? null : [...shopGrants],
  });
  const seeded = kuaizhan.seed.shops.map((shop) => ({ ...shop }) as unknown as Record<string, string>);
  const { tenantId, key: adminKey, shops } = await addTenant('Test', seeded);
  const { key: readKey } = await apiKeys.create({ tenantId, name: 'test read', ...scoped(['read']) });
  const { reconciling = false, subscriptionLimits = {}, costLimits = {} } = options;
  const app = await createApp({ config, foundation, platforms, log, reconciling, subscriptionLimits, costLimits });
  const { url, adminUrl } = await app.start();

  return {
    url,
    adminUrl,
    kuaizhan,
    foundation,
    platforms,
    tenantId,
    shops,
    adminKey,
    readKey,
    logLines,
    async ask(query, variables = {}, { key = adminKey, headers = {}, operationName } = {}) {
      kuaizhan.journal.clear();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${key}`,
          'x-shopgraph-trace': '1',
          ...headers,
        },
        body: JSON.stringify({ query, variables, ...(operationName === undefined ? {} : { operationName }) }),
      });
      const text = await response.text();
      const body = JSON.parse(text) as Record<string, unknown>;
      return {
        status: response.status,
        headers: response.headers,
        data: body['data'] ?? null,
        errors: (body['errors'] as unknown[] | undefined) ?? [],
        extensions: body['extensions'] ?? {},
        text,
      };
    },
    calls: () => kuaizhan.journal.entries.map((entry) => entry.operation),
    makeKey: async (scopes, shopKeys = null) =>
      (await apiKeys.create({ tenantId, name: 'made', ...scoped(scopes, shopKeys) })).key,
    addTenant,
    async stop() {
      await app.stop(1_000);
      await kuaizhan.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
