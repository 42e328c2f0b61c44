import { readFileSync } from 'node:fs';
import { createLogger } from '../log/logger.js';
import { allowedProxy } from '../registry/shop/shop-proxy.js';
import { shopGlobalId } from '../tenants/global-id.js';
import { Secret } from '../tenants/secret.js';
import type { Shop, ShopRegistration } from '../tenants/shop.js';
import { type Administration, administrate } from './administration.js';
import { answer, table } from './answer.js';
import type { Console } from './console.js';
import { CommandFailure, WrongUse } from './exit-code.js';

/** Options of `shops register`. */
export interface RegisterOptions {
  readonly tenant: string;
  readonly name: string;
  readonly platform: 'kuaizhan' | 'douyin';
  readonly accessTokenFile?: string;
  readonly siteId?: string;
  readonly shopId?: string;
  readonly forumId?: string;
  readonly appId?: string;
  readonly appSecretFile?: string;
  readonly sandbox?: boolean;
  readonly json?: boolean;
}

/** Options of `shops sandbox`. */
export interface SandboxOptions {
  readonly on?: boolean;
  readonly off?: boolean;
  readonly json?: boolean;
}

/** Options of `shops proxy`. */
export interface ProxyOptions {
  readonly url?: string;
  readonly passwordFile?: string;
  readonly off?: boolean;
  readonly json?: boolean;
}

/** `shops register`. */
export function registerShop(options: RegisterOptions, console: Console): Promise<void> {
  return administrate(async (administration) => {
    const { registry, audited } = administration;
    const registration = await registrationOf(administration, options);
    const tenant = await administration.tenant(options.tenant);
    const isSandbox = options.sandbox === true;
    const shop = await audited(
      { tenantId: tenant.id, action: 'shops register' },
      () => registry.registerShop(tenant.id, { name: options.name, registration, isSandbox, labels: [] }),
      ({ key }) => shopGlobalId(key),
    );
    const result = {
      id: shopGlobalId(shop.key),
      key: shop.key,
      tCode: await registry.tCode(shop),
      platform: shop.platform,
    };
    const lines = table(Object.entries(result).map(([name, value]) => [name, value]));
    answer(console, options.json, result, lines);
  });
}

async function registrationOf(administration: Administration, options: RegisterOptions): Promise<ShopRegistration> {
  const { config } = administration;
  const fields = {
    accessToken: secretFrom('--access-token-file', options.accessTokenFile),
    siteId: options.siteId,
    shopId: options.shopId,
    forumId: options.forumId,
    appId: options.appId,
    appSecret: secretFrom('--app-secret-file', options.appSecretFile),
  };
  // The platforms bring the whole graph with them, which the other commands do without.
  const { openPlatforms } = await import('../open-platforms.js');
  const platforms = openPlatforms(config, administration, createLogger({ level: 'silent', format: 'json' }));
  try {
    const platform = platforms.list.find(({ name }) => name.toLowerCase() === options.platform);
    if (platform === undefined) throw new CommandFailure(`this version serves no ${options.platform} shops`);
    return platform.registration(fields);
  } finally {
    await platforms.close();
  }
}

/** `shops list`. */
export function listShops(options: { tenant?: string; json?: boolean }, console: Console): Promise<void> {
  return administrate(async (administration) => {
    const { registry } = administration;
    const tenants =
      options.tenant === undefined ? await registry.listTenants() : [await administration.tenant(options.tenant)];
    const shops: Shop[] = [];
    for (const tenant of tenants) shops.push(...(await allShops(administration, tenant.id)));
    const rows = shops.map((shop) => [
      shopGlobalId(shop.key),
      shop.platform,
      shop.status,
      shop.isSandbox ? 'sandbox' : 'live',
      shop.name,
    ]);
    answer(console, options.json, shops.map(show), table(rows));
  });
}

async function allShops({ registry }: Administration, tenantId: string): Promise<Shop[]> {
  const all: Shop[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last === undefined ? {} : { after: { value: last.name, key: last.key } };
    const page = await registry.listShops(tenantId, { grants: null, limit: 100, sort: 'NAME', ...after });
    all.push(...page.shops);
    if (!page.hasNextPage) return all;
  }
}

const show = (shop: Shop): object => ({
  id: shopGlobalId(shop.key),
  key: shop.key,
  tenantId: shop.tenantId,
  platform: shop.platform,
  name: shop.name,
  status: shop.status,
  nativeId: shop.nativeId,
  isSandbox: shop.isSandbox,
  proxy: shop.proxy,
});

/** `shops sandbox`. */
export function switchSandbox(id: string, options: SandboxOptions, console: Console): Promise<void> {
  if (options.on !== true && options.off !== true) throw new WrongUse('say --on or --off');
  const isSandbox = options.on === true;
  return administrate(async ({ registry, audited, shop: find }) => {
    const shop = await find(id);
    await audited({ tenantId: shop.tenantId, action: 'shops sandbox', shop }, () =>
      registry.setSandbox(shop.key, isSandbox),
    );
    answer(console, options.json, { id, isSandbox }, [`${id} ${isSandbox ? 'sandbox' : 'live'}`]);
  });
}

/** `shops proxy`. */
export function setProxy(id: string, options: ProxyOptions, console: Console): Promise<void> {
  const { url } = options;
  if (url === undefined && options.off !== true) throw new WrongUse('say --url or --off');
  return administrate(async ({ config, registry, audited, shop: find }) => {
    const shop = await find(id);
    const asked =
      url === undefined ? { setting: null } : allowedProxy({ id, isEnabled: true, url }, shop, config.egressProxyHosts);
    const fromFile = secretFrom('--password-file', options.passwordFile);
    const password = fromFile === undefined ? asked.password : new Secret(fromFile);
    const { proxy } = await audited({ tenantId: shop.tenantId, action: 'shops proxy', shop }, () =>
      registry.setProxy(shop.key, asked.setting, password),
    );
    answer(console, options.json, { id, proxy }, [`${id} ${proxy === null ? 'no proxy' : proxy.url}`]);
  });
}

/** A secret is read from a file, so that it is in no process list and no shell history. */
function secretFrom(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw new CommandFailure(`${option} names a file that cannot be read`);
  }
  if (text === '') throw new CommandFailure(`${option} names an empty file`);
  return text;
}
