import type { ShopScope } from '../context.js';
import type { RegionalWarehouse } from './regional-warehouse.type.js';

/** Nothing that was read before a write may answer a later read of this request. */
export function forgetWarehouses(scope: ShopScope, outerIds: readonly string[]): void {
  for (const outerId of outerIds) {
    scope.warehouses.clear(outerId);
    scope.warehouseInfos.clear(outerId);
  }
  scope.once.clear();
}

/**
 * The warehouses of a payload, read in one call when they are selected. One that cannot be read now is left out, since the list
 * has no place for a failure and the write stands; the log tells of it.
 */
export function warehousesRead(scope: ShopScope, outerIds: readonly string[]): () => Promise<RegionalWarehouse[]> {
  forgetWarehouses(scope, outerIds);
  return async () => {
    const read = await Promise.allSettled(outerIds.map((outerId) => scope.warehouses.load(outerId)));
    const failed = read.find((answer) => answer.status === 'rejected');
    if (failed !== undefined)
      scope.log.warn({ err: failed.reason, shop: scope.shop.key }, 'warehouses could not be read back');
    return read.flatMap((answer) => (answer.status === 'fulfilled' && answer.value !== null ? [answer.value] : []));
  };
}
