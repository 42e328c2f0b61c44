import type { Reconcile } from '../../../../subgraph/write.js';
import { listAfterSalesOfOrder } from '../../upstream/endpoints/after-sale-read.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import type { Intent, OpenClient } from '../settling.js';
import { type InterceptOutcome, rowDone } from './intercept-outcome.js';

/** How stopping an order is settled. */
export interface InterceptSettlements {
  readonly orderIntercept: Reconcile;
}

/** An order that was to be stopped. */
export interface InterceptIntent extends Intent {
  readonly orderId: string;
  /** Whether a lock was to be reported, of which no read tells. */
  readonly isLock: boolean;
}

const REFUND_BEFORE_SHIPMENT = 2;
const SUCCEEDED = 12;
/** How far the clocks of the platform and of this machine may be apart. */
const SKEW_MS = 5 * 60_000;

/**
 * Makes it. Of an order that has not left, the refund that the stop sets going tells: a case of it that has ended well since. Of
 * parcels that were called back, and of locks, nothing tells: they stay unknown.
 */
export const interceptSettlements = (open: OpenClient): InterceptSettlements => ({
  orderIntercept: async (record) => {
    const { orderId, isSandbox, isLock } = JSON.parse(record.intent) as InterceptIntent;
    const client = isLock || record.sentAt === null ? null : await open(record.shopKey, isSandbox);
    if (client === null || record.sentAt === null) return null;
    const order = await getOrder(client, orderId);
    if (order === null || order.parcels.length > 0) return null;
    const since = record.sentAt.getTime() - SKEW_MS;
    const cases = await listAfterSalesOfOrder(client, orderId, order.createdAt);
    const isStopped = cases.some(
      ({ kindCode, statusCode, updatedAt }) =>
        kindCode === REFUND_BEFORE_SHIPMENT && statusCode === SUCCEEDED && updatedAt.getTime() >= since,
    );
    const outcome: InterceptOutcome = { rows: [rowDone(null, null)] };
    return isStopped ? { state: 'SUCCEEDED', outcome: JSON.stringify(outcome) } : null;
  },
});
