import { AppError } from '../../../errors/app-error.js';
import type { ShopScope } from './context.js';

/**
 * The platform's shop id of a shop that sells.
 * @throws AppError STATE_FORBIDS for a site registered without one
 */
export function sellingShopId(scope: ShopScope): string {
  const shopId = scope.nativeShopId;
  if (shopId !== null) return shopId;
  throw new AppError('STATE_FORBIDS', 'The registration names a site without a shop.', {
    nodeId: scope.shopId,
    shopId: scope.shopId,
  });
}
