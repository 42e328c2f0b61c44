import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import { shopGlobalId } from './global-id.js';
import { labelsOf, nameOf } from './names.js';
import type { SealedShop, ShopChange, ShopGroupStore, ShopQuery, ShopRecord, ShopStore, TenantStore } from './ports.js';
import { newPushId, PushAddresses } from './push-addresses.js';
import { randomBase32 } from './random-text.js';
import { RecentRows } from './recent-rows.js';
import { revealSecret } from './reveal-secret.js';
import type { Vault } from './sealing.js';
import type { Secret } from './secret.js';
import type { PlatformName, Shop, ShopProxySetting, ShopRegistration } from './shop.js';
import { isShopCode, SHOP_CODE_RULE } from './shop-code.js';
import { ShopGroups } from './shop-groups.js';
import { ShopNotes } from './shop-notes.js';
import { ShopSecretBox, type ShopSecrets } from './shop-secrets.js';
import type { Tenant } from './tenant.js';

/** A shop to register. */
export interface NewShopRegistration {
  readonly name: string;
  readonly registration: ShopRegistration;
  readonly isSandbox: boolean;
  readonly labels: readonly string[];
  readonly groupKey?: string;
  /** The code an older host made for the shop, to keep it; absent: a new one of 32 hex characters. */
  readonly tCode?: string;
}

const SHOP_KEY = /^[a-z0-9]{1,32}$/;
/** Tries of a change that another process may overtake. */
const MAX_TRIES = 5;

/**
 * Tenants and their shops. Own changes count at once, those of another process (the command line) within half a second.
 * Every method throws AppError STORAGE_UNAVAILABLE when the store cannot do its work; those that take a shop key and
 * change the shop throw NOT_FOUND for a missing one. Whose shop it is, is checked before: see `createShopAccess`.
 */
export class TenantRegistry {
  readonly groups: ShopGroups;
  readonly pushAddresses: PushAddresses;
  readonly notes: ShopNotes;
  private readonly tenants: TenantStore;
  private readonly shops: ShopStore;
  private readonly box: ShopSecretBox;
  private readonly recent: RecentRows<Shop>;

  constructor(parts: { tenants: TenantStore; shops: ShopStore; groups: ShopGroupStore; vault: Vault }) {
    this.tenants = parts.tenants;
    this.shops = parts.shops;
    this.box = new ShopSecretBox(parts.shops, parts.vault);
    this.pushAddresses = new PushAddresses(parts.shops);
    this.notes = new ShopNotes(parts.shops, parts.vault);
    this.recent = new RecentRows({
      changes: () => parts.shops.changes(),
      read: async (key) => shopOf(await parts.shops.find(key)),
    });
    this.groups = new ShopGroups(parts.groups, (keys) => {
      for (const key of keys) this.recent.forget(key);
    });
  }

  /** @throws AppError INVALID_INPUT for the name, ALREADY_EXISTS when another tenant has it */
  async createTenant(name: string): Promise<Tenant> {
    const tenant = { id: `tn_${randomBase32(12)}`, name: nameOf(name), createdAt: new Date() };
    if (!(await this.tenants.insert(tenant))) throw new AppError('ALREADY_EXISTS', 'A tenant with this name exists.');
    return tenant;
  }

  listTenants(): Promise<Tenant[]> {
    return this.tenants.list();
  }

  /** By id, or else by exact name. */
  findTenant(idOrName: string): Promise<Tenant | null> {
    return this.tenants.find(idOrName);
  }

  /**
   * Registers a shop with its secrets, in one transaction.
   * @throws AppError ALREADY_EXISTS when the tenant has this shop (`nodeId` names it), INVALID_INPUT for name, labels or
   * shop code, NOT_FOUND for the group
   */
  async registerShop(tenantId: string, wanted: NewShopRegistration): Promise<Shop> {
    const { registration, groupKey, tCode = randomBytes(16).toString('hex') } = wanted;
    if (!isShopCode(tCode)) throw invalid('tCode', SHOP_CODE_RULE);
    if (groupKey !== undefined && (await this.groups.find(tenantId, groupKey)) === null) {
      throw new AppError('NOT_FOUND', undefined, { path: ['input', 'groupId'] });
    }
    const now = new Date();
    const row = {
      tenantId,
      platform: registration.platform,
      name: nameOf(wanted.name),
      status: 'ACTIVE' as const,
      nativeId: registration.nativeId,
      nativeResource: registration.nativeResource,
      attributes: registration.attributes,
      isSandbox: wanted.isSandbox,
      proxy: null,
      labels: labelsOf(wanted.labels),
      groupKey: groupKey ?? null,
      credentialVersion: 1,
      ...credentialFacts(registration),
      createdAt: now,
      updatedAt: now,
    };
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const shop: Shop = { ...row, key: `s${randomBase32(7)}` };
      const sealed = await this.box.sealNew(tenantId, shop.key, registration.secrets, tCode);
      const pushId = registration.pushes === true ? newPushId() : null;
      const inserted = await this.shops.insert({ shop, tCodeMac: this.box.tCodeMac(tCode), pushId, ...sealed });
      if (inserted === 'taken') continue;
      this.recent.forget(shop.key);
      if (inserted === 'done') return shop;
      if (inserted === 'tCode') throw invalid('tCode', 'The shop code is in use.');
      const present = await this.shops.findByNative(tenantId, row.platform, row.nativeId);
      const nodeId = present === null ? {} : { nodeId: shopGlobalId(present.shop.key) };
      throw new AppError('ALREADY_EXISTS', 'This shop is registered already.', nodeId);
    }
    throw new AppError('INTERNAL');
  }

  /** @throws AppError INVALID_INPUT for name or labels, NOT_FOUND */
  updateShop(key: string, change: Pick<ShopChange, 'name' | 'labels' | 'status'>): Promise<Shop> {
    const { name, labels, status } = change;
    return this.change(key, {
      ...(name === undefined ? {} : { name: nameOf(name) }),
      ...(labels === undefined ? {} : { labels: labelsOf(labels) }),
      ...(status === undefined ? {} : { status }),
    });
  }

  /** Effective for the next call upstream, never for one already sent. @throws AppError NOT_FOUND */
  setSandbox(key: string, isSandbox: boolean): Promise<Shop> {
    return this.change(key, { isSandbox });
  }

  /** Removes the shop and destroys its secrets; its journal and audit rows stay. @throws AppError NOT_FOUND */
  async unregisterShop(key: string): Promise<void> {
    const removed = await this.shops.remove(key);
    this.recent.forget(key);
    if (!removed) throw new AppError('NOT_FOUND');
  }

  /**
   * Puts a new credential in force; the old one is kept as previous until `proveCredential`. An AUTH_EXPIRED shop
   * becomes ACTIVE.
   * @throws AppError INVALID_INPUT when the credential is of another shop, CONFLICT, NOT_FOUND
   */
  async rotateCredential(key: string, registration: ShopRegistration): Promise<Shop> {
    return this.overtakable(key, async (sealed) => {
      const { shop } = sealed.record;
      if (registration.platform !== shop.platform || registration.nativeId !== shop.nativeId) {
        throw invalid('credential', 'The credential is of another shop.');
      }
      const change = {
        expectedVersion: shop.credentialVersion,
        attributes: { ...shop.attributes, ...registration.attributes },
        ...credentialFacts(registration),
        fields: await this.box.sealCredential(sealed, registration.secrets),
      };
      return this.shops.rotate(key, change, new Date());
    });
  }

  /** The current credential works: the previous one is destroyed. Of a shop that was rotated since, nothing is. */
  async proveCredential(shop: Shop): Promise<void> {
    await this.shops.prove(shop.key, shop.credentialVersion);
  }

  /** The shop's secrets as they are now. @throws AppError NOT_FOUND, INTERNAL for rows that were tampered with */
  secrets(shop: Shop): Promise<ShopSecrets> {
    return this.box.open(shop);
  }

  /**
   * Sets or removes the egress proxy. Without a password the one of the same address stays; a new address never gets
   * the old password.
   * @throws AppError CONFLICT, NOT_FOUND
   */
  async setProxy(key: string, proxy: ShopProxySetting | null, password?: Secret): Promise<Shop> {
    return this.overtakable(key, async (sealed) => {
      const { shop, proxyVersion: expectedVersion } = sealed.record;
      const change = { expectedVersion, proxy };
      const at = new Date();
      if (proxy !== null && password !== undefined) {
        const field = await this.box.sealProxyPassword(sealed, password);
        return this.shops.setProxy(key, { ...change, password: field }, at);
      }
      const keeps = proxy !== null && proxy.url === shop.proxy?.url;
      return this.shops.setProxy(key, keeps ? change : { ...change, password: null }, at);
    });
  }

  /** Null when the shop's proxy has none. @throws AppError NOT_FOUND */
  proxyPassword(shop: Shop): Promise<Secret | null> {
    return this.box.proxyPassword(shop);
  }

  /** The generated shop code; it opens the old endpoints, so it is a secret for all but `shops:admin`. */
  async tCode(shop: Shop): Promise<string> {
    return revealSecret(await this.box.tCode(shop));
  }

  /** A shop of any tenant, at most half a second old. */
  async shopByKey(key: string): Promise<Shop | null> {
    return SHOP_KEY.test(key) ? this.recent.get(key) : null;
  }

  /** The shop if it was read within half a second. */
  cachedShop(key: string): Shop | undefined {
    return this.recent.peek(key);
  }

  /** A shop of any tenant, by the code generated for it. */
  async shopByTCode(tCode: string): Promise<Shop | null> {
    return isShopCode(tCode) ? shopOf(await this.shops.findByTCode(this.box.tCodeMac(tCode))) : null;
  }

  async shopByNative(tenantId: string, platform: PlatformName, nativeId: string): Promise<Shop | null> {
    return shopOf(await this.shops.findByNative(tenantId, platform, nativeId));
  }

  /** A page of a tenant's shops; `after` continues one, with `shopSortValue` of its last shop. */
  async listShops(tenantId: string, query: ShopQuery): Promise<{ shops: Shop[]; hasNextPage: boolean }> {
    const shops = await this.shops.list(tenantId, { ...query, limit: query.limit + 1 });
    return { shops: shops.slice(0, query.limit), hasNextPage: shops.length > query.limit };
  }

  /** How many shops there are, whatever the page. */
  countShops(tenantId: string, query: Pick<ShopQuery, 'filter' | 'grants'>): Promise<number> {
    return this.shops.count(tenantId, query);
  }

  private async change(key: string, change: ShopChange): Promise<Shop> {
    const shop = await this.shops.update(key, change, new Date());
    this.recent.forget(key);
    if (shop === null) throw new AppError('NOT_FOUND');
    return shop;
  }

  /** Reads, prepares and writes, again when another process was faster. */
  private async overtakable(key: string, write: (sealed: SealedShop) => Promise<'done' | 'moved'>): Promise<Shop> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const sealed = await this.shops.sealed(key);
      if (sealed === null) throw new AppError('NOT_FOUND');
      if ((await write(sealed)) === 'moved') continue;
      this.recent.forget(key);
      const shop = shopOf(await this.shops.find(key));
      if (shop === null) throw new AppError('NOT_FOUND');
      return shop;
    }
    throw new AppError('CONFLICT');
  }
}

const shopOf = (record: ShopRecord | null): Shop | null => record?.shop ?? null;

const invalid = (field: string, message: string): AppError =>
  new AppError('INVALID_INPUT', message, { path: ['input', field] });

/** What may be shown of a credential. */
function credentialFacts(registration: ShopRegistration): { appIdMasked: string; secretFingerprint: string } {
  const main = registration.secrets[registration.mainSecret];
  if (main === undefined) throw new AppError('INTERNAL', 'A registration lacks its main secret.');
  const { appId = '' } = registration;
  return {
    appIdMasked: appId.replace(/.(?=.{4})/gsu, '*'),
    secretFingerprint: createHash('sha256').update(revealSecret(main)).digest('hex').slice(0, 12),
  };
}
