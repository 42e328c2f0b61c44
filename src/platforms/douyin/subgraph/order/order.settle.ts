import { hash } from 'node:crypto';
import type { RowSettled } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { type OpenClient, settleRows } from '../settling.js';

/** How the writes to an order are settled. */
export interface OrderSettlements {
  readonly orderUpdate: Reconcile;
}

/** A new price of a line by its native id. */
export interface LinePrice {
  readonly lineId: string;
  readonly priceFen: number;
}

/** What a part of an update is looked for by. Nothing personal: of a remark its digest, of a recipient nothing. */
export type OrderIntent =
  | { readonly part: 'remark'; readonly id: string; readonly remark: string | null; readonly flag: number | null }
  | { readonly part: 'recipient'; readonly id: string }
  | { readonly part: 'prices'; readonly id: string; readonly lines: readonly LinePrice[] }
  | { readonly part: 'postage'; readonly id: string; readonly fen: number }
  | { readonly part: 'serialNumbers'; readonly id: string; readonly numbers: readonly string[] };

/** What of a remark is compared. */
export const remarkDigest = (remark: string): string => hash('sha256', remark);

/** Makes them: the order tells of each part. What is not as it was to be may still come. */
export const orderSettlements = (open: OpenClient): OrderSettlements => ({
  orderUpdate: settleRows(open, async ({ intent, rows }, client): Promise<RowSettled[]> => {
    const part = intent as OrderIntent;
    // Who gets the goods is nowhere kept to compare.
    if (part.part === 'recipient') return [];
    const order = await getOrder(client, part.id);
    return order !== null && isDone(part, order) ? rows.map(({ index }) => ({ index, isDone: true })) : [];
  }),
});

function isDone(intent: Exclude<OrderIntent, { part: 'recipient' }>, order: OrderRecord): boolean {
  switch (intent.part) {
    case 'remark': {
      const { remark, flag } = intent;
      const isRemarked = remark === null || remarkDigest(order.sellerRemark ?? '') === remark;
      return isRemarked && (flag === null || (order.sellerFlag ?? 0) === flag);
    }
    case 'prices': {
      const lines = new Map(order.lines.map((line) => [line.id, line]));
      return intent.lines.every(({ lineId, priceFen }) => {
        const line = lines.get(lineId);
        return line !== undefined && line.unitPriceFen * line.quantity + line.priceChangeFen === priceFen;
      });
    }
    case 'postage':
      return order.postageFen === intent.fen;
    case 'serialNumbers':
      return intent.numbers.every((number) => order.serialNumbers.includes(number));
  }
}
