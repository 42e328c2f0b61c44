import { isNativeId } from '../one-by-one.js';

/**
 * What stands for a SKU in its global id: the ids of its product and of itself. Batches of stock and lists of SKUs go by
 * product, which nothing but a call of its own would tell.
 */
export interface SkuId {
  /** Null where only the SKU is known: the platform's `sku.detail` tells it. */
  readonly productId: string | null;
  readonly skuId: string;
}

const FORM = /^(?:(\d{1,19})\.)?(\d{1,19})$/;

/** `<product>.<sku>`, or `<sku>` alone. */
export const writeSkuId = ({ productId, skuId }: SkuId): string =>
  productId === null ? skuId : `${productId}.${skuId}`;

/** Reads it; null for anything else. */
export function readSkuId(text: string): SkuId | null {
  const [, productId = null, skuId = ''] = FORM.exec(text) ?? [];
  return isNativeId(skuId) && (productId === null || isNativeId(productId)) ? { productId, skuId } : null;
}
