import type { Sku } from '../state/product.record.js';
import type { Shop } from '../state/shop.record.js';

/** A new number of pieces, or a difference. */
export interface StockChange {
  readonly sku: Sku;
  /** Empty for ordinary stock. */
  readonly outWarehouseId: string;
  readonly count: number;
  readonly incremental: boolean;
}

/** Why a change cannot be made. */
export type StockObstacle = 'no warehouse' | 'insufficient';

/**
 * What stands against a change. Writing a regional sku without a warehouse is allowed and changes a number that nobody
 * sells from: a trap of the platform (specification h.16).
 */
export function obstacle(shop: Shop, change: StockChange): StockObstacle | null {
  const { sku, outWarehouseId } = change;
  if (outWarehouseId !== '' && (sku.skuType !== 1 || !shop.warehouses.has(outWarehouseId))) return 'no warehouse';
  return after(change) < 0 ? 'insufficient' : null;
}

/** What the stock will be. */
export function after({ sku, outWarehouseId, count, incremental }: StockChange): number {
  const before = outWarehouseId === '' ? sku.stock : (sku.regional.get(outWarehouseId) ?? 0);
  return incremental ? before + count : count;
}

/** Makes a change that nothing stands against. */
export function apply(change: StockChange): void {
  const count = after(change);
  if (change.outWarehouseId === '') change.sku.stock = count;
  else change.sku.regional.set(change.outWarehouseId, count);
}
