import type { OpenCall, RowSettled } from '../../../../subgraph/batch-write.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getSku, listSkus, type SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { type StockRow, sendStock } from '../../upstream/endpoints/sku-write.js';
import { byProduct } from './by-product.js';

/** A row of a call as it is remembered. */
export interface RememberedRow extends StockRow {
  readonly index: number;
}

/** What a call is settled by. */
export interface StockIntent {
  readonly isChange: boolean;
  readonly isBatch: boolean;
  readonly rows: readonly RememberedRow[];
}

/**
 * How long after it was sent a change is sent again to settle it, in milliseconds. The platform does not say how long it knows
 * an id, and a change that comes long after newer counts of the same stock would falsify them.
 */
const REPEATED_FOR_MS = 5 * 60_000;

/**
 * Looks for what became of the open rows of a call (reliability section 4). A quantity that is there as it was to be was set; of another
 * one nobody can say whether it was sold from since. A change is sent again with its own id, which the platform carries out once.
 */
export async function settleStock(
  { callId, intent, rows }: OpenCall,
  client: DouyinClient,
  sentAt: Date | null,
): Promise<readonly RowSettled[]> {
  const sent = intent as StockIntent;
  const isOpen = new Set(rows.map(({ index }) => index));
  const open = sent.rows.filter(({ index }) => isOpen.has(index));
  if (!sent.isChange) return doneAsSeen(client, open, false);
  if (sentAt === null || Date.now() - sentAt.getTime() > REPEATED_FOR_MS) return [];
  const answers = await sendStock(client, open, { ...sent, id: callId });
  if (answers.wasDoneBefore) return sent.isBatch ? doneAsSeen(client, open, true) : open.map(done);
  return open.flatMap((row, at) => {
    const answer = answers.rows[at];
    if (answer === undefined || answer.kind === 'untold') return [];
    return [{ index: row.index, isDone: answer.kind === 'done' }];
  });
}

const done = ({ index }: RememberedRow): RowSettled => ({ index, isDone: true });

/**
 * The rows that the present stock shows to have been done. Of a batch of changes that the platform says to have taken, a row
 * can have been refused by itself for two reasons alone: there is no such SKU, or not so much stock. A growth of a SKU that is there was
 * done, and so was a decrease by no more than what is left.
 */
export async function doneAsSeen(
  client: DouyinClient,
  rows: readonly RememberedRow[],
  isChange: boolean,
): Promise<RowSettled[]> {
  const seen = await stocksOf(client, rows);
  return rows
    .filter((row) => {
      const stock = seen.get(row.index) ?? null;
      if (stock === null) return false;
      return isChange ? stock >= -row.quantity : stock === row.quantity;
    })
    .map(done);
}

/** The stock that each row is about, by index: a read for each product. What cannot be told is missing. */
async function stocksOf(client: DouyinClient, rows: readonly RememberedRow[]): Promise<Map<number, number>> {
  const stocks = new Map<number, number>();
  for (const group of byProduct(rows)) {
    const skus = await skusOf(client, group);
    for (const { index, skuId, warehouse } of group) {
      const sku = skus.find(({ id }) => id === skuId);
      const stock = sku === undefined ? null : stockIn(sku, warehouse);
      if (stock !== null) stocks.set(index, stock);
    }
  }
  return stocks;
}

async function skusOf(client: DouyinClient, rows: readonly RememberedRow[]): Promise<readonly SkuRecord[]> {
  const [first] = rows;
  if (first === undefined) return [];
  if (first.productId !== null && rows.length > 1) return listSkus(client, first.productId);
  const sku = await getSku(client, first.skuId);
  return sku === null ? [] : [sku];
}

function stockIn(sku: SkuRecord, warehouse: string | null): number | null {
  if (warehouse !== null) return sku.stocks.find(({ outerId }) => outerId === warehouse)?.stock ?? null;
  // The ordinary number of a SKU with regional stock is not told.
  return sku.isRegional ? null : sku.stock;
}
