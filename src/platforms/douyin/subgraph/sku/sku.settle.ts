import type { OpenCall, RowSettled } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getSku } from '../../upstream/endpoints/sku-read.js';
import { type OpenClient, settleRows } from '../settling.js';
import type { SkuId } from './sku-id.js';
import { type StockLook, settleStock } from './stock-look.js';

/** Longest a settlement waits for the turn of a SKU, in milliseconds; it is tried again later. */
const TURN_MS = 10_000;

/** How the writes to SKUs are settled. */
export interface SkuSettlements {
  readonly skusUpdate: Reconcile;
  readonly skuStocksSet: Reconcile;
}

/** What a row of `skusUpdate` is settled by. */
export interface SkuUpdateIntent extends SkuId {
  /** Null where it was not to be changed. */
  readonly priceFen: number | null;
  readonly code: string | null;
}

/** Makes them. */
export const skuSettlements = (open: OpenClient, parts: Pick<StockLook, 'lock' | 'siblings'>): SkuSettlements => ({
  skusUpdate: settleRows(open, settleUpdate),
  skuStocksSet: settleRows(open, (call, client, sentAt) =>
    settleStock(call, { ...parts, client, signal: AbortSignal.timeout(TURN_MS) }, sentAt),
  ),
});

/** A SKU that is as it was to be counts as changed, whoever made it so. */
async function settleUpdate({ intent, rows }: OpenCall, client: DouyinClient): Promise<readonly RowSettled[]> {
  const { skuId, priceFen, code } = intent as SkuUpdateIntent;
  const sku = await getSku(client, skuId);
  if (sku === null) return [];
  const isDone = (priceFen === null || sku.priceFen === priceFen) && (code === null || sku.code === code);
  return isDone ? rows.map(({ index }) => ({ index, isDone })) : [];
}
