/** Name in the journal of a shop's part of a write over shops: `runBatch` makes it, with a batch of the shop's platform. */
export const SHOP_STOCK_WRITE = 'stockSync.shop';

/** What a call of it is settled by. */
export interface ShopStockIntent {
  /** As the shop's platform made it, the same as in its own mutations. */
  readonly stock: unknown;
}
