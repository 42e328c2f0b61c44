import type { Secret } from './secret.js';

/** The platforms of the graph's `Platform` enum. */
export type PlatformName = 'KUAIZHAN' | 'DOUYIN';

/** State of a shop in the registry. */
export type ShopStatus = 'ACTIVE' | 'SUSPENDED' | 'AUTH_EXPIRED';

/** Egress proxy of a shop; the password is a secret of its own and never here. */
export interface ShopProxySetting {
  readonly isEnabled: boolean;
  readonly url: string;
}

/** One registered shop on one platform: the unit of upstream calls, limits and loaders. Holds no secret. */
export interface Shop {
  readonly tenantId: string;
  /** Short public key inside global ids, unique over all tenants, e.g. `s7f3k2a`. */
  readonly key: string;
  readonly platform: PlatformName;
  readonly name: string;
  readonly status: ShopStatus;
  /** The platform's own id of the shop (Kuaizhan: the shop id, or the site id of a site that sells nothing). */
  readonly nativeId: string;
  /** What the platform calls the thing `nativeId` names, e.g. `shop`, `site`. */
  readonly nativeResource: string;
  /** The platform's further settings, none secret; Kuaizhan: `siteId`, `shopId`, `forumId`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly isSandbox: boolean;
  readonly proxy: ShopProxySetting | null;
  readonly labels: readonly string[];
  /** Key of the group it belongs to. */
  readonly groupKey: string | null;
  /** Rises with every rotation; part of loader, cache and pool keys (conventions 3.4). */
  readonly credentialVersion: number;
  /** App key, all but the last four characters hidden; empty where the platform has none. */
  readonly appIdMasked: string;
  /** First 12 hex characters of the SHA-256 of the main secret. */
  readonly secretFingerprint: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Shops that sell the same goods from the same stock. */
export interface ShopGroup {
  readonly tenantId: string;
  /** Short public key, takes the place of the shop key in the group's global id. */
  readonly key: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** What a platform makes of the keys a merchant gives: the shop it names and the secrets to seal. */
export interface ShopRegistration {
  readonly platform: PlatformName;
  readonly nativeId: string;
  readonly nativeResource: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Secret fields by name, e.g. `accessToken`; sealed one by one. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Which of `secrets` is fingerprinted for `ShopCredential.secretFingerprint`. */
  readonly mainSecret: string;
  /** Public app key, masked when shown; absent where the platform has none. */
  readonly appId?: string;
  /** Whether the platform pushes messages: the shop gets an address for them. */
  readonly pushes?: boolean;
}
