import { AppError } from '../../../errors/app-error.js';
import { decodeGlobalId } from '../../../tenants/global-id.js';
import type { ShopScope } from './context.js';

/**
 * The key of the shop a site id carries.
 * @throws AppError NOT_FOUND for what is no site's id
 */
export function siteShopKey(siteId: string): string {
  const decoded = decodeGlobalId(siteId);
  if (decoded?.type === 'Site') return decoded.shopKey;
  throw new AppError('NOT_FOUND', undefined, { path: ['input', 'siteId'] });
}

/**
 * The community to write to: the one named, or the one in the registration.
 * @throws AppError NOT_FOUND for a site other than the registered one, INVALID_INPUT when neither names a community
 */
export function forumOf(scope: ShopScope, siteId: string, forumId: string | null | undefined): string {
  if (decodeGlobalId(siteId)?.nativeId !== scope.siteId)
    throw new AppError('NOT_FOUND', undefined, { path: ['input', 'siteId'] });
  const found = forumId ?? scope.shop.attributes['forumId'];
  if (found !== undefined && found !== '') return found;
  throw new AppError('INVALID_INPUT', 'The registration names no community: give `forumId`.', {
    path: ['input', 'forumId'],
    constraint: 'required here',
  });
}
