import type { Scope } from './scopes.js';
import type { PlatformName, Shop, ShopGroup, ShopProxySetting, ShopStatus } from './shop.js';
import type { Tenant } from './tenant.js';

/** Port of the tenants. Every port throws AppError STORAGE_UNAVAILABLE when the store cannot do its work. */
export interface TenantStore {
  /** False when the name is taken; nothing is inserted then. */
  insert(tenant: Tenant): Promise<boolean>;
  /** By name. */
  list(): Promise<Tenant[]>;
  /** By id, or else by exact name. */
  find(idOrName: string): Promise<Tenant | null>;
}

/** An API key as it is kept: never the key itself (reliability R7). */
export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** HMAC-SHA256 (hex) of the whole key text. */
  readonly mac: string;
  readonly scopes: readonly Scope[];
  /** Keys of the shops it may act for; null: all of the tenant's. */
  readonly shopGrants: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Port of the API keys. */
export interface ApiKeyStore {
  /** Rises with every change of a key, by whichever process: what was read at the same number still holds. */
  changes(): Promise<number>;
  insert(record: ApiKeyRecord): Promise<void>;
  find(id: string): Promise<ApiKeyRecord | null>;
  /** Newest first; of every tenant without `tenantId`. */
  list(tenantId?: string): Promise<ApiKeyRecord[]>;
  /** Keeps the first instant of several; null for a missing key. */
  revoke(id: string, at: Date): Promise<ApiKeyRecord | null>;
}

/** Named texts of the installation itself: check values and the wrapped root secret. */
export interface SettingsStore {
  get(name: string): Promise<string | null>;
  /** Settings whose name begins with `prefix`, by name. */
  list(prefix: string): Promise<Map<string, string>>;
  /** Inserts unless there is one, and returns the value that stands. */
  insertIfAbsent(name: string, value: string): Promise<string>;
  /** False, and no change, when the value is not `expected` any more. */
  replace(name: string, expected: string, value: string): Promise<boolean>;
}

/** A data key under a master key. */
export interface WrappedKey {
  readonly masterKeyId: string;
  /** Sealed text of the data key. */
  readonly wrapped: string;
}

/** Which of a shop's environments a secret is for; keys that the platform takes in both are `both`. */
export type SecretEnvironment = 'live' | 'sandbox' | 'both';

/** Names of the sealed fields that the registry adds to a shop; all others are of its credential. */
export const REGISTRY_FIELDS = { tCode: 'registry.tCode', proxyPassword: 'registry.proxyPassword' } as const;

/** One sealed value of a shop. */
export interface SealedField {
  readonly field: string;
  readonly environment: SecretEnvironment;
  /** Rises with each replacement; part of what the seal is bound to. */
  readonly version: number;
  readonly sealed: string;
}

/** A shop with what only the registry needs of it. */
export interface ShopRecord {
  readonly shop: Shop;
  /** Version of the credential kept until the current one has proven itself; null when there is none. */
  readonly previousVersion: number | null;
  /** Rises when the proxy password is set or destroyed. */
  readonly proxyVersion: number;
}

/** What the registry inserts in one transaction. */
export interface NewShop {
  readonly shop: Shop;
  readonly dataKey: WrappedKey;
  /** Keyed hash of the shop code, for `findByTCode`. */
  readonly tCodeMac: string;
  /** Random part of the address of its push messages; null for a platform that pushes nothing. */
  readonly pushId: string | null;
  readonly fields: readonly SealedField[];
}

/** All of a shop's sealed values, read in one transaction. */
export interface SealedShop {
  readonly record: ShopRecord;
  readonly dataKey: WrappedKey;
  readonly fields: readonly SealedField[];
}

/** Conditions on shops, all of which must hold (the graph's `ShopFilter`). */
export interface ShopFilter {
  readonly platforms?: readonly PlatformName[];
  readonly statuses?: readonly ShopStatus[];
  readonly isSandbox?: boolean;
  readonly groupKey?: string;
  /** The shop has all of them. */
  readonly labels?: readonly string[];
  /** Words, all of which are in the name; case does not count. */
  readonly search?: string;
}

/** The graph's `ShopSort`. */
export type ShopSort = 'NAME' | 'CREATED_AT_DESC';

/** Where a shop stands in that order, before its key decides. */
export const shopSortValue = (shop: Shop, sort: ShopSort): string =>
  sort === 'NAME' ? shop.name : String(shop.createdAt.getTime());

/** A page of a tenant's shops. */
export interface ShopQuery {
  readonly filter?: ShopFilter;
  readonly sort?: ShopSort;
  /** Only these shops; null: all. */
  readonly grants: ReadonlySet<string> | null;
  readonly limit: number;
  /** The last shop of the page before, as `shopSortValue` and its key. */
  readonly after?: { readonly value: string; readonly key: string };
}

/** New values of a shop's registration; absent ones stay. */
export interface ShopChange {
  readonly name?: string;
  readonly labels?: readonly string[];
  readonly status?: ShopStatus;
  readonly isSandbox?: boolean;
}

/** A credential that takes the place of the one at `expectedVersion`. */
interface CredentialChange {
  readonly expectedVersion: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly appIdMasked: string;
  readonly secretFingerprint: string;
  /** All of version `expectedVersion + 1`. */
  readonly fields: readonly SealedField[];
}

/** Port of the shops and their sealed secrets. */
export interface ShopStore {
  /** Rises with every change of a shop, by whichever process: what was read at the same number still holds. */
  changes(): Promise<number>;
  /** `taken`: the random key is in use; `exists`: the tenant has this native shop; `tCode`: its shop code is in use. */
  insert(row: NewShop): Promise<'done' | 'taken' | 'exists' | 'tCode'>;
  find(key: string): Promise<ShopRecord | null>;
  findByNative(tenantId: string, platform: PlatformName, nativeId: string): Promise<ShopRecord | null>;
  findByTCode(tCodeMac: string): Promise<ShopRecord | null>;
  findByPushId(pushId: string): Promise<ShopRecord | null>;
  /** The shop's push id; `fresh` becomes it when there is none. Null for a missing shop. */
  pushId(key: string, fresh: string): Promise<string | null>;
  list(tenantId: string, query: ShopQuery): Promise<Shop[]>;
  count(tenantId: string, query: Pick<ShopQuery, 'filter' | 'grants'>): Promise<number>;
  /** Null for a missing shop. */
  update(key: string, change: ShopChange, at: Date): Promise<Shop | null>;
  /** `password`: the new one (of version `expectedVersion + 1`), null to destroy it, absent to keep it. */
  setProxy(
    key: string,
    change: {
      readonly expectedVersion: number;
      readonly proxy: ShopProxySetting | null;
      readonly password?: SealedField | null;
    },
    at: Date,
  ): Promise<'done' | 'moved'>;
  /** Keeps the credential replaced as previous, unless an older one is still kept: then that one stays. */
  rotate(key: string, change: CredentialChange, at: Date): Promise<'done' | 'moved'>;
  /** Destroys the previous credential if `version` is the current one. */
  prove(key: string, version: number): Promise<void>;
  /** Removes the shop and destroys its secrets; false for a missing shop. */
  remove(key: string): Promise<boolean>;
  sealed(key: string): Promise<SealedShop | null>;
  /** Ids of the master keys that wrap data keys now. */
  masterKeyIds(): Promise<string[]>;
  /** Some data keys wrapped by another master key than this. */
  wrappedByOther(
    masterKeyId: string,
    limit: number,
  ): Promise<{ tenantId: string; shopKey: string; dataKey: WrappedKey }[]>;
  /** False when the data key was wrapped anew or destroyed meanwhile. */
  rewrap(shopKey: string, from: WrappedKey, to: WrappedKey): Promise<boolean>;
}

/** Port of the shop groups. A shop is in at most one group. */
export interface ShopGroupStore {
  /** Members that are missing, of another tenant, or in another group stop it; they are returned, else an empty list. */
  insert(group: ShopGroup, shopKeys: readonly string[], at: Date): Promise<RefusedMember[]>;
  /** `shopKeys` are all members from now on. Null for a missing group. */
  update(
    tenantId: string,
    key: string,
    change: { readonly name?: string; readonly shopKeys?: readonly string[] },
    at: Date,
  ): Promise<RefusedMember[] | null>;
  find(tenantId: string, key: string): Promise<ShopGroup | null>;
  /** Members by name. */
  shops(tenantId: string, key: string): Promise<Shop[]>;
}

/** A shop that cannot join a group. */
export interface RefusedMember {
  readonly shopKey: string;
  readonly reason: 'missing' | 'grouped';
}
