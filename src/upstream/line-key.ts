import { tupleKey } from '../tenants/key-tuple.js';
import type { Shop } from '../tenants/shop.js';

/** What tells one cached, limited or joined thing from another (reliability R1). */
export interface LineKeyParts {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly environment: 'live' | 'sandbox';
  readonly platform: string;
  /** Endpoint name; absent for what belongs to the whole line. */
  readonly operation?: string;
  /** Canonical arguments. */
  readonly args?: string;
  /** Absent for what outlives a rotation, such as a breaker. */
  readonly credentialVersion?: number;
  /** Proxy the bytes go through, for pools. */
  readonly proxy?: string;
  /** Scopes of the callers an answer may be shared with. */
  readonly scopes?: string;
  /** When the shop's settings were last changed, epoch milliseconds: a switch drops what was shared before it. */
  readonly settingsAt?: number;
}

/** The key of a line, or of anything kept for it. No two tuples give one key; an absent part differs from an empty one. */
export function lineKey(parts: LineKeyParts): string {
  return tupleKey([
    parts.tenantId,
    parts.shopKey,
    parts.environment,
    parts.platform,
    optional(parts.operation),
    optional(parts.args),
    optional(parts.credentialVersion),
    optional(parts.proxy),
    optional(parts.scopes),
    optional(parts.settingsAt),
  ]);
}

const optional = (part: string | number | undefined): string => (part === undefined ? '' : `=${part}`);

/** The parts of a key that name a shop's line. */
export const lineOf = (shop: Shop): LineKeyParts => ({
  tenantId: shop.tenantId,
  shopKey: shop.key,
  environment: shop.isSandbox ? 'sandbox' : 'live',
  platform: shop.platform,
});
