import { AppError } from '../errors/app-error.js';
import { shopGlobalId } from './global-id.js';
import type { Shop } from './shop.js';
import { GrantRefused } from './token-grant.js';

/** What an error about a shop's tokens tells of the shop. */
export const aboutShop = (shop: Shop): { shopId: string; platform: string } => ({
  shopId: shopGlobalId(shop.key),
  platform: shop.platform,
});

/** Nobody got tokens in the time there was. */
export const tokensLate = (shop: Shop): AppError =>
  new AppError('UPSTREAM_TIMEOUT', 'The access token of the shop could not be renewed in time.', aboutShop(shop));

/** The merchant must act. `cause` is what the platform said, where it was asked. */
export function authorizationGone(shop: Shop, cause?: unknown): AppError {
  const said = cause instanceof GrantRefused ? cause.cause : cause;
  const fault = said instanceof AppError ? said.detail.fault : undefined;
  return new AppError('SHOP_AUTH_EXPIRED', undefined, {
    ...aboutShop(shop),
    ...(fault === undefined ? {} : { fault }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The platform gave no tokens, and nothing is known of why that the merchant could mend. */
export const noTokens = (shop: Shop, cause: GrantRefused): AppError =>
  new AppError(
    'UPSTREAM_UNAVAILABLE',
    cause.kind === 'busy'
      ? 'Another client keeps renewing the tokens of the shop.'
      : 'The platform gave no new tokens for the shop.',
    { ...aboutShop(shop), cause },
  );

/** Whether a platform refused in this way. */
export const isRefusal = (error: unknown, kind: GrantRefused['kind']): boolean =>
  error instanceof GrantRefused && error.kind === kind;

/** Whether nobody but the merchant can help, whichever way the platform's part says it. */
export const isAuthorizationGone = (error: unknown): error is Error =>
  isRefusal(error, 'authorization-gone') || (error instanceof AppError && error.code === 'SHOP_AUTH_EXPIRED');
