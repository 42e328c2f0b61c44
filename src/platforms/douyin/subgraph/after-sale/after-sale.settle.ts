import { hash } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import type { RowSettled } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import type { AfterSaleDetailRecord } from '../../upstream/endpoints/after-sale-detail-record.js';
import { getAfterSale } from '../../upstream/endpoints/after-sale-read.js';
import { type Intent, type OpenClient, settleByLooking, settleRows } from '../settling.js';
import type { AfterSaleDecision } from './after-sale-decision.enum.js';
import { DECISION_CALLS, fateOf } from './decision-calls.js';

/** How the writes to after-sale cases are settled. */
export interface AfterSaleSettlements {
  readonly afterSalesDecide: Reconcile;
  readonly afterSaleUpdate: Reconcile;
}

/** What a decision is looked for by. */
export interface DecisionIntent {
  readonly id: string;
  readonly decision: AfterSaleDecision;
  /** `updatedAt` that was expected, and found, epoch milliseconds. */
  readonly updatedAt: number;
}

/** What a change is looked for by: texts and addresses of pictures by their digests. */
export type CaseIntent = Intent & { readonly id: string } & (
    | { readonly change: 'submitEvidence'; readonly images: readonly string[] }
    | { readonly change: 'addRemark'; readonly remark: string; readonly at: number }
    | { readonly change: 'extendReceipt' | 'openChannel' }
    | { readonly change: 'confirmReturnReceived' }
  );

/** What of a text is compared. */
export const textDigest = (text: string): string => hash('sha256', text);

/**
 * How long the platform may take for a call after nobody waits for any of the batch any more: a case that is still as it was by then was not
 * decided, and may be decided again. Should the first call come even later, the platform refuses whichever is the second by
 * the `update_time` it was sent with: nothing is paid twice.
 */
const MAY_STILL_COME_MS = 10_000;
/** Clocks of the platform and of this machine may be so far apart. */
const SKEW_MS = 5 * 60_000;

const REFUNDED = 12;

/** Makes them: the case tells. */
export const afterSaleSettlements = (open: OpenClient): AfterSaleSettlements => ({
  afterSalesDecide: settleRows(open, async ({ intent, rows }, client, sentAt, finishedAt): Promise<RowSettled[]> => {
    const { id, decision, updatedAt } = intent as DecisionIntent;
    const found = await getAfterSale(client, id);
    if (found === null) return [];
    const call = DECISION_CALLS[decision];
    const fate = fateOf(call, updatedAt, found);
    const over = finishedAt ?? sentAt;
    const mayStillCome = over !== null && Date.now() - over.getTime() < MAY_STILL_COME_MS;
    if (fate === 'unclear' || (fate === 'not done' && mayStillCome)) return [];
    return rows.map(({ index, nodeId }) => ({
      index,
      isDone: fate === 'done',
      ...(fate === 'overtaken' ? { error: overtaken(index, nodeId, found.updatedAt) } : {}),
    }));
  }),
  afterSaleUpdate: settleByLooking<CaseIntent>(
    open,
    async (intent, client) => {
      if (intent.change === 'extendReceipt' || intent.change === 'openChannel') return false;
      const found = await getAfterSale(client, intent.id);
      return found !== null && isChanged(intent, found);
    },
    () => 'done',
  ),
});

/** Nothing of a deadline that was moved or of a channel that was opened is told by a case: those stay open. */
function isChanged(intent: CaseIntent, found: AfterSaleDetailRecord): boolean {
  switch (intent.change) {
    case 'submitEvidence': {
      const there = new Set(found.arbitrationImages.map(textDigest));
      return intent.images.every((image) => there.has(image));
    }
    case 'addRemark':
      return found.remarks.some(
        ({ text, at }) => textDigest(text) === intent.remark && at !== null && at.getTime() >= intent.at - SKEW_MS,
      );
    case 'confirmReturnReceived':
      return found.statusCode === REFUNDED;
    default:
      return false;
  }
}

const overtaken = (index: number, nodeId: string | null, updatedAt: Date): AppError =>
  new AppError('CONFLICT', 'The case was decided otherwise.', {
    path: ['input', 'rows', String(index), 'expectedUpdatedAt'],
    ...(nodeId === null ? {} : { nodeId }),
    currentVersion: updatedAt.toISOString(),
  });
