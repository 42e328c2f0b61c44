import { type ExpressionBuilder, sql } from 'kysely';
import type { ListingRecord, StockItemRecord, WriteStatus } from '../inventory/ports.js';
import { dateOf } from './columns.js';
import { searchable } from './shop-row.js';
import type { StockItemRow, StockListingRow, Tables } from './tables.js';

/** A row as the stock item it is. */
export const toStockItem = (row: StockItemRow): StockItemRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  groupKey: row.group_key,
  merchantCode: row.merchant_code,
  name: row.name,
  onHand: row.on_hand,
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

/** A row as the listing it is. */
export const toListing = (row: StockListingRow): ListingRecord => ({
  id: row.id,
  stockItemId: row.stock_item_id,
  tenantId: row.tenant_id,
  groupKey: row.group_key,
  shopKey: row.shop_key,
  unitId: row.unit_id,
  itemId: row.item_id,
  allocation: row.allocation,
  safetyStock: row.safety_stock,
  lastWritten: row.last_written,
  lastWrittenAt: dateOf(row.last_written_at),
  lastStatus: row.last_status as WriteStatus | null,
  seen: row.seen,
  seenAt: dateOf(row.seen_at),
});

/** What words are looked for in. */
export const searchTextOf = (merchantCode: string, name: string | null): string =>
  searchable(`${merchantCode} ${name ?? ''}`);

/** Whether the listing's shop is in the listing's group: one that has left is asleep. */
export const isAwake = (is: ExpressionBuilder<Tables, 'stock_listings'>) =>
  is.exists((from) =>
    from
      .selectFrom('shops')
      .select('shops.key')
      .whereRef('shops.key', '=', 'stock_listings.shop_key')
      .whereRef('shops.group_key', '=', 'stock_listings.group_key'),
  );

/** Whether another quantity was seen since the last write; in the words of the index `stock_listings_drift`. */
export const isInDrift = sql<boolean>`seen <> last_written and seen_at > last_written_at`;
