import { boundedParallel } from '../../../../subgraph/loader.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getAfterSale } from '../../upstream/endpoints/after-sale-read.js';
import type { Intent, OpenClient } from '../settling.js';
import { type InterceptOutcome, type InterceptRow, rowDone } from './intercept-outcome.js';

/** How stopping an order is settled. */
export interface InterceptSettlements {
  readonly orderIntercept: Reconcile;
}

/** An order that was to be stopped. Which cases it was stopped in is known from the first byte on. */
export interface InterceptIntent extends Intent {
  readonly orderId: string;
}

const REFUNDED = 12;
/** Calls for single cases that run at a time, as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;

/**
 * Makes it. Of goods that have not left, the refund that the stop sets going tells: that of the very case they were stopped in. Of
 * parcels that were called back, and of locks, nothing tells: they stay unknown.
 */
export const interceptSettlements = (open: OpenClient): InterceptSettlements => ({
  orderIntercept: async (record) => {
    const { rows } = rowsIn(record.outcome);
    if (!rows.some(isOpenStop)) return null;
    const { isSandbox } = JSON.parse(record.intent) as InterceptIntent;
    const client = await open(record.shopKey, isSandbox);
    if (client === null) return null;
    const looks = await boundedParallel(rows, AT_ONCE, (row) => settled(client, row));
    const now = rows.map((row, at) => {
      const look = looks[at];
      return look?.status === 'fulfilled' ? look.value : row;
    });
    const outcome = JSON.stringify({ rows: now } satisfies InterceptOutcome);
    if (!now.some(isOpen)) return { state: 'SUCCEEDED', outcome };
    if (now.some((row, at) => row !== rows[at])) return { state: 'UNKNOWN', outcome };
    // Told to whoever keeps the log.
    const failed = looks.find((look) => look.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return null;
  },
});

/** The rows that the journal has; none of a write that ended before its first byte. */
const rowsIn = (outcome: string | null): InterceptOutcome =>
  outcome?.startsWith('{"rows":') === true ? (JSON.parse(outcome) as InterceptOutcome) : { rows: [] };

const isOpen = ({ status }: InterceptRow): boolean => status === RowStatus.UNKNOWN;

type Stop = InterceptRow & { readonly caseId: string };

const isOpenStop = (row: InterceptRow): row is Stop =>
  isOpen(row) && row.trackingNumber === null && typeof row.caseId === 'string';

async function settled(client: DouyinClient, row: InterceptRow): Promise<InterceptRow> {
  if (!isOpenStop(row)) return row;
  return (await getAfterSale(client, row.caseId))?.statusCode === REFUNDED ? rowDone(row, null) : row;
}
