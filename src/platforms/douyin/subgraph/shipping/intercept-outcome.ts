import { AppError } from '../../../../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../../../../errors/stored-error.js';
import type { RowEnd } from '../../../../subgraph/batch-write.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { RecallTold } from '../../upstream/endpoints/intercept-write.js';

/** A parcel that is to come back, or an order that is to stay. */
export interface RowToStop {
  /** Null for an order that has not left. */
  readonly trackingNumber: string | null;
  /** Where it stands in the arguments. */
  readonly path: readonly string[];
}

/** What became of one parcel, as the journal keeps it. */
export interface InterceptRow {
  /** Null for an order that has not left. */
  readonly trackingNumber: string | null;
  readonly status: RowStatus;
  readonly error: StoredError | null;
  /** Fen; null where the platform tells none. */
  readonly costFen: number | null;
}

/** What became of all. */
export interface InterceptOutcome {
  readonly rows: readonly InterceptRow[];
}

/** A parcel that comes back, or an order that stays. */
export const rowDone = (trackingNumber: string | null, costFen: number | null): InterceptRow => ({
  trackingNumber,
  status: RowStatus.SUCCEEDED,
  error: null,
  costFen,
});

/** What the platform told of the parcels of a recall; one it passes over is unknown. */
export const recallRows = (rows: readonly RowToStop[], told: readonly RecallTold[]): readonly InterceptRow[] =>
  rows.map(({ trackingNumber, path }): InterceptRow => {
    const found = told.find((one) => one.trackingNumber === trackingNumber);
    if (found?.isDone === true) return rowDone(trackingNumber, found.costFen);
    const error =
      found === undefined ? new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false }) : notTurned(found, path);
    const status = found === undefined ? RowStatus.UNKNOWN : RowStatus.FAILED;
    return { trackingNumber, status, error: toStoredError(error), costFen: null };
  });

function notTurned({ reason, reasonCode }: RecallTold, path: readonly string[]): AppError {
  const { platform, name: endpoint } = METHODS.afterSaleIntercept;
  const fault = { platform, endpoint, httpStatus: null, code: null, subCode: reasonCode, message: reason, logId: null };
  return new AppError('STATE_FORBIDS', 'The parcel cannot be called back any more.', { path, platform, fault });
}

/** The rows as a payload tells them. @param nodeId the order's */
export const rowEnds = ({ rows }: InterceptOutcome, nodeId: string): readonly RowEnd[] =>
  rows.map(({ status, error }, index) => ({
    index,
    nodeId,
    status,
    errors: error === null ? [] : [fromStoredError(error)],
    told: null,
  }));

/** Fen of all parcels together; null where the platform tells nothing. */
export function costOf({ rows }: InterceptOutcome): number | null {
  const costs = rows.flatMap(({ costFen }) => (costFen === null ? [] : [costFen]));
  return costs.length === 0 ? null : costs.reduce((sum, fen) => sum + fen, 0);
}
