import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { ShopScope } from '../context.js';
import type { WriteTarget } from '../object-write.js';
import { plannedRead } from '../planned.js';
import type { Product } from './product.type.js';

/** A product of a shop. */
type Target = Pick<WriteTarget, 'scope' | 'nativeId'>;

/** The product as it is now. */
export function present(target: Target): Promise<Product | null> {
  forget(target);
  return target.scope.products.load(target.nativeId);
}

/** Nothing that was read before a write may answer a later read of its request. */
export function forget({ scope, nativeId }: Target): void {
  scope.products.clear(nativeId);
  scope.productDetails.clear(nativeId);
  scope.skus.forget();
  scope.once.clear();
}

/** The read of a product, as a plan shows it. */
export const detailRead = ({ scope }: { readonly scope: ShopScope }): PlannedCall =>
  plannedRead(scope, METHODS.productDetail);

/** The read that a version which is expected needs. */
export const versionRead = (target: Target, options: WriteOptions | null | undefined): PlannedCall[] =>
  options?.expectedVersion == null ? [] : [detailRead(target)];
