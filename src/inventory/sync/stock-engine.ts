import type { WriteRecord } from '../../ledger/journal.js';
import type { Reconcile } from '../../subgraph/write.js';
import { CountOrder } from './count-order.js';
import { STOCK_SYNC, settleSync } from './settle-sync.js';
import { STOCK_WRITE } from './shop-intent.js';
import { type ShopSettleParts, settleShopWrite } from './shop-settle.js';
import { StockWriter, type StockWriterParts } from './shop-write.js';
import type { SyncEngine } from './sync-engine.js';

/** What stock is written with. One for a process: the order of counts is kept in it. */
export interface StockEngineParts extends Omit<StockWriterParts, 'settle'>, ShopSettleParts {}

/** Makes the engine. */
export const createStockEngine = (parts: StockEngineParts): SyncEngine => ({
  items: parts.items,
  writer: new StockWriter({ ...parts, settle: settleShopWrite(parts) }),
  order: new CountOrder(),
  shopByKey: parts.shopByKey,
});

/** How unknown outcomes of stock writes are settled in the background, by their names in the journal. */
export const stockSettlements = (
  parts: ShopSettleParts & {
    readonly journal: { find(tenantId: string, mutation: string, key: string): Promise<WriteRecord | null> };
  },
): Readonly<Record<string, Reconcile>> => ({
  [STOCK_WRITE]: settleShopWrite(parts),
  [STOCK_SYNC]: settleSync(parts.journal),
});
