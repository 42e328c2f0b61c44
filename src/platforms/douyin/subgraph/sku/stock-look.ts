import { AppError } from '../../../../errors/app-error.js';
import type { OpenBatch, OpenCall, RowSettled } from '../../../../subgraph/batch-write.js';
import type { ObjectLock } from '../../../../subgraph/object-write.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getSku, listSkus, type SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { STOCK_REFUSALS, sendStock } from '../../upstream/endpoints/sku-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { numberOf } from '../../upstream/rejections.js';
import type { Siblings } from '../settling.js';
import { byProduct } from './by-product.js';
import { isCountedAnew } from './newer-stock.js';
import { skuTurn, takePlaces } from './sku-places.js';
import type { RememberedRow, StockIntent } from './stock-intent.js';

/** What stock is settled with. */
export interface StockLook {
  readonly client: DouyinClient;
  readonly lock: ObjectLock;
  readonly siblings: Siblings;
  /** Ends waiting for a turn. */
  readonly signal: AbortSignal;
}

/**
 * How long after it was sent a change is sent again to settle it, in milliseconds. The platform does not say how long it knows
 * an id, and a change that comes long after newer counts of the same stock would falsify them.
 */
const REPEATED_FOR_MS = 5 * 60_000;

/**
 * Refusals that a change which was carried out before would not have met: the platform had told that it knows its id, or there is no
 * stock any more that could be wrong. A product under review, banned or in a promotion may be refused before the id is looked at.
 */
const REFUSED_FOR_GOOD = new Set(['4', '5', '7', '40004', '2010012', '2010042', '2010058']);

/**
 * Looks for what became of the open rows of a call (reliability section 4). A quantity that is there as it was to be was set; of another
 * one nobody can say whether it was sold from since. A change is sent again with its own id, which the platform carries out once: in
 * the turn of its SKU, and not where a newer quantity was set meanwhile, which holds whatever became of the change.
 */
export async function settleStock(
  { callId, intent, rows, batch }: OpenCall,
  look: StockLook,
  sentAt: Date | null,
): Promise<readonly RowSettled[]> {
  const { isChange, rows: sent } = intent as StockIntent;
  const nodeIds = new Map(rows.map(({ index, nodeId }) => [index, nodeId]));
  const open = sent.filter(({ index }) => nodeIds.has(index));
  if (!isChange) return doneAsSeen(look.client, open);
  const [row] = open;
  if (row === undefined || open.length > 1 || sentAt === null) return [];
  return inTurn(batch, look, row.skuId, async () => {
    if (Date.now() - sentAt.getTime() > REPEATED_FOR_MS) return [];
    const isOld = await isCountedAnew(look.siblings, { ...batch, sentAt }, row);
    if (isOld === null) return [];
    return [isOld ? overtaken(row.index, nodeIds.get(row.index) ?? null) : await sentAgain(look.client, row, callId)];
  });
}

/** Runs a look in the turn of the SKU. A repeat that holds the turns of other SKUs must not wait for one more: two could wait for each other. */
async function inTurn(
  { tenantId, shopKey, turn }: OpenBatch,
  { lock, signal }: StockLook,
  skuId: string,
  work: () => Promise<readonly RowSettled[]>,
): Promise<readonly RowSettled[]> {
  if (turn !== null) {
    if (!turn.holds(skuTurn(tenantId, shopKey, skuId))) return [];
    await turn.come;
    return work();
  }
  const places = takePlaces({ shop: { tenantId, key: shopKey }, lock, signal }, [skuId]);
  try {
    await places.come;
    return await work();
  } finally {
    places.giveBack();
  }
}

async function sentAgain(client: DouyinClient, row: RememberedRow, id: string): Promise<RowSettled> {
  try {
    await refusedAs(STOCK_REFUSALS, {}, sendStock(client, [row], { isChange: true, isBatch: false, id }));
    return done(row);
  } catch (error) {
    const number = error instanceof AppError ? numberOf(error.detail.fault?.subCode ?? '') : '';
    if (!(error instanceof AppError) || !REFUSED_FOR_GOOD.has(number) || error.code === 'OUTCOME_UNKNOWN') throw error;
    return { index: row.index, isDone: false, error };
  }
}

const overtaken = (index: number, nodeId: string | null): RowSettled => ({
  index,
  isDone: false,
  error: new AppError('CONFLICT', 'A newer count of this stock took its place.', nodeId === null ? {} : { nodeId }),
});

const done = ({ index }: RememberedRow): RowSettled => ({ index, isDone: true });

/** The rows of quantities to be that the present stock shows to have been set. */
export async function doneAsSeen(client: DouyinClient, rows: readonly RememberedRow[]): Promise<RowSettled[]> {
  const seen = await stocksOf(client, rows);
  return rows.filter(({ index, quantity }) => seen.get(index) === quantity).map(done);
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
