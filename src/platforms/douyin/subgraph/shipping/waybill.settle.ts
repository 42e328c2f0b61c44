import { recordedBatch } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import { isWaybillOrOrderCancelled } from '../../upstream/endpoints/waybill-write.js';
import { type OpenClient, type Siblings, settleRows } from '../settling.js';
import { isGivenNumber } from './given-number.js';

/** How the writes of waybills are settled; an allocation is not: no call tells which numbers an order was given. */
export interface WaybillSettlements {
  readonly waybillCancel: Reconcile;
}

/** A number that was to be given back. */
export interface WaybillCancelIntent {
  readonly carrierCode: string;
  readonly waybillNumber: string;
}

const CANCELLED = 4;
/** How long before it is given back a number is looked for in the journal. */
const GIVEN_WITHIN_MS = 30 * 86_400_000;

/**
 * Makes them. The platform has one word for a waybill that is cancelled and for one whose order is: only where the order it was given
 * for stands does it tell that the number was given back, whoever did it. Which order that is, the journal knows of numbers that this
 * gateway got. All else stays open: a number may yet be given back, and one that the platform does not find may merely be in no
 * shipment.
 */
export const waybillSettlements = (open: OpenClient, siblings: Siblings): WaybillSettlements => ({
  waybillCancel: (record) =>
    settleRows(open, async ({ intent, rows }, client) => {
      const { carrierCode, waybillNumber } = intent as WaybillCancelIntent;
      if (!(await isWaybillOrOrderCancelled(client, carrierCode, waybillNumber))) return [];
      const orderId = await orderOf(waybillNumber, record, siblings);
      const order = orderId === null ? null : await getOrder(client, orderId);
      if (order === null || order.statusCode === CANCELLED) return [];
      return rows.map(({ index }) => ({ index, isDone: true }));
    })(record),
});

/** The order that a number was given for, as the journal has it; null when it does not. */
async function orderOf(
  waybillNumber: string,
  record: Parameters<Reconcile>[0],
  siblings: Siblings,
): Promise<string | null> {
  const since = new Date((record.sentAt?.getTime() ?? Date.now()) - GIVEN_WITHIN_MS);
  const allocations = await siblings({ ...record, mutation: 'waybillsAllocate' }, since);
  const given = allocations.flatMap((one) => recordedBatch(one).ends.map(({ told }) => told));
  return given.filter(isGivenNumber).find((one) => one.waybillNumber === waybillNumber)?.orderId ?? null;
}
