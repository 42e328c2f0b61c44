import type { Reconcile } from '../../../../subgraph/write.js';
import { getWaybillStanding } from '../../upstream/endpoints/waybill-write.js';
import { type OpenClient, settleRows } from '../settling.js';

/** How the writes of waybills are settled; an allocation is not: no call tells which numbers an order was given. */
export interface WaybillSettlements {
  readonly waybillCancel: Reconcile;
}

/** A number that was to be given back. */
export interface WaybillCancelIntent {
  readonly carrierCode: string;
  readonly waybillNumber: string;
}

/**
 * Makes them: what the platform says of the number tells. One that is cancelled counts as done, whoever did it; one that the
 * platform never gave out cannot be given back; any other may yet be.
 */
export const waybillSettlements = (open: OpenClient): WaybillSettlements => ({
  waybillCancel: settleRows(open, async ({ intent, rows }, client) => {
    const { carrierCode, waybillNumber } = intent as WaybillCancelIntent;
    const standing = await getWaybillStanding(client, carrierCode, waybillNumber);
    return standing === 'there' ? [] : rows.map(({ index }) => ({ index, isDone: standing === 'cancelled' }));
  }),
});
