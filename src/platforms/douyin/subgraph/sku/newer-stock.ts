import { type OpenBatch, recordedBatch } from '../../../../subgraph/batch-write.js';
import { SHOP_STOCK_WRITE, type ShopStockIntent } from '../../../../subgraph/stock-writes.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { StockRow } from '../../upstream/endpoints/sku-write.js';
import type { Siblings } from '../settling.js';
import type { StockIntent } from './stock-intent.js';

/** The writes that set stock, by their names in the journal. */
const STOCK_WRITES = ['skuStocksSet', SHOP_STOCK_WRITE];

/** Longest a write waits between its begin, which the journal is asked by, and its first byte, in milliseconds. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Most writes that the journal tells of: of so many or more some may be left out. */
const MOST_TOLD = 1_000;

/** States of a write that set its quantities, or may have. */
const SET = new Set(['SENT', 'UNKNOWN', 'SUCCEEDED']);

/**
 * Whether a quantity of the same stock was set after this batch was sent, or may have been; null when nobody can tell. Ask in the
 * turn of the SKU: then none is on its way.
 */
export async function isCountedAnew(
  siblings: Siblings,
  batch: OpenBatch & { readonly sentAt: Date },
  row: StockRow,
): Promise<boolean | null> {
  const since = new Date(batch.sentAt.getTime() - LONGEST_WAIT_MS);
  for (const mutation of STOCK_WRITES) {
    const writes = await siblings({ ...batch, mutation }, since);
    const newer = writes.filter(({ state, sentAt }) => SET.has(state) && sentAt !== null && sentAt >= batch.sentAt);
    if (newer.some((write) => hasSet(write, batch.isSandbox, row))) return true;
    if (writes.length >= MOST_TOLD) return null;
  }
  return false;
}

/** Whether a write set this stock, or may have. */
function hasSet(
  write: { readonly intent: string; readonly outcome: string | null },
  isSandbox: boolean,
  { skuId, warehouse }: StockRow,
): boolean {
  const recorded = recordedBatch(write);
  if (recorded.isSandbox !== isSandbox) return false;
  const mayBeSet = new Set(
    recorded.ends
      .filter(({ status }) => status === RowStatus.SUCCEEDED || status === RowStatus.UNKNOWN)
      .map(({ index }) => index),
  );
  return recorded.intents
    .map(stockIntentOf)
    .some(
      ({ isChange, rows }) =>
        !isChange && rows.some((one) => one.skuId === skuId && one.warehouse === warehouse && mayBeSet.has(one.index)),
    );
}

/** That of `skuStocksSet`, or of a shop's part of a write over shops. */
const stockIntentOf = (intent: unknown): StockIntent =>
  'stock' in (intent as object) ? ((intent as ShopStockIntent).stock as StockIntent) : (intent as StockIntent);
