import { tupleKey } from './key-tuple.js';
import { revealSecret } from './reveal-secret.js';
import type { DataKey, SealedPlace } from './sealing.js';
import type { Secret } from './secret.js';
import type { Shop } from './shop.js';
import type { Grant } from './token-grant.js';
import type { SealedTokens, TokenPlace } from './token-store.js';

/** A pair of tokens in clear. */
export interface OpenTokens extends Grant {
  /** The turn that got the pair. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly refreshedAt: number;
}

const ACCESS = 'token.access';
const REFRESH = 'token.refresh';

/** Where a shop's tokens are kept now: the sandbox has a place of its own. */
export const placeOf = (shop: Shop): TokenPlace => ({
  tenantId: shop.tenantId,
  shopKey: shop.key,
  environment: shop.isSandbox ? 'sandbox' : 'live',
});

/** One name for a shop's tokens of one credential, in one environment (reliability R1). */
export function nameOfTokens(shop: Shop): string {
  const { tenantId, shopKey, environment } = placeOf(shop);
  return tupleKey([tenantId, shopKey, environment, String(shop.credentialVersion)]);
}

/** Whether two tokens are the same text: a pair that is read twice is two objects. */
export const isSameToken = (one: Secret, other: Secret): boolean =>
  one === other || revealSecret(one) === revealSecret(other);

const sealedPlace = (place: TokenPlace, field: string, version: number): SealedPlace => ({ ...place, field, version });

/** Seals a pair for its place and version (reliability R12). */
export function sealTokens(
  key: DataKey,
  place: TokenPlace,
  tokens: OpenTokens,
  credentialVersion: number,
): SealedTokens {
  const { version, accessToken, refreshToken, accessEndsAt, refreshEndsAt, refreshedAt } = tokens;
  const seal = (field: string, value: Secret): string => key.seal(sealedPlace(place, field, version), value).sealed;
  return {
    version,
    credentialVersion,
    accessToken: seal(ACCESS, accessToken),
    refreshToken: seal(REFRESH, refreshToken),
    accessEndsAt,
    refreshEndsAt,
    refreshedAt,
  };
}

/** @throws AppError INTERNAL for a row that was tampered with */
export function openTokens(key: DataKey, place: TokenPlace, sealed: SealedTokens): OpenTokens {
  const { version, accessEndsAt, refreshEndsAt, refreshedAt } = sealed;
  const open = (field: string, text: string): Secret => key.open(sealedPlace(place, field, version), text);
  return {
    version,
    accessToken: open(ACCESS, sealed.accessToken),
    refreshToken: open(REFRESH, sealed.refreshToken),
    accessEndsAt,
    refreshEndsAt,
    refreshedAt,
  };
}
