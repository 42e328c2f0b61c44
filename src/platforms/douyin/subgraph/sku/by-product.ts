import type { SkuId } from './sku-id.js';

/** SKUs that one call can tell of: those of a product, and each whose product is not known by itself. */
export function byProduct<T extends SkuId>(skus: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const sku of skus) {
    const key = sku.productId ?? `sku ${sku.skuId}`;
    groups.set(key, [...(groups.get(key) ?? []), sku]);
  }
  return [...groups.values()];
}
