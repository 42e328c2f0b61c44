import type { Sku } from '../state/product.record.js';

/** What a sku can still sell; of one regional warehouse when named, else of all. */
export function saleable(sku: Sku, outWarehouseId = ''): number {
  if (sku.skuType !== 1) return sku.stock;
  if (outWarehouseId !== '') return sku.regional.get(outWarehouseId) ?? 0;
  let total = 0;
  for (const count of sku.regional.values()) total += count;
  return total;
}

/** The first regional warehouse with so many pieces; empty for ordinary stock, undefined when none has enough. */
export function warehouseFor(sku: Sku, count: number): string | undefined {
  if (sku.skuType !== 1) return sku.stock >= count ? '' : undefined;
  for (const [warehouse, stock] of sku.regional) if (stock >= count) return warehouse;
  return undefined;
}

/** Takes pieces out of sale for an order. */
export function hold(sku: Sku, outWarehouseId: string, count: number): void {
  if (outWarehouseId === '') {
    sku.stock -= count;
    sku.held += count;
    return;
  }
  add(sku.regional, outWarehouseId, -count);
  add(sku.heldRegional, outWarehouseId, count);
}

/** Puts held pieces back on sale: the order was cancelled or refunded before shipping. */
export const release = (sku: Sku, outWarehouseId: string, count: number): void => hold(sku, outWarehouseId, -count);

/** Held pieces leave in a parcel. */
export function ship(sku: Sku, outWarehouseId: string, count: number): void {
  if (outWarehouseId === '') sku.held -= count;
  else add(sku.heldRegional, outWarehouseId, -count);
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
