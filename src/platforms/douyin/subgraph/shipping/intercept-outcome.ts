import { AppError } from '../../../../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../../../../errors/stored-error.js';
import type { RowEnd } from '../../../../subgraph/batch-write.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { RecallTold } from '../../upstream/endpoints/intercept-write.js';

/** A parcel that is to come back, or goods that are to stay. */
export interface RowToStop {
  /** Null for what has not left. */
  readonly trackingNumber: string | null;
  /** Native id of the after-sale case it is asked for in; null for a lock, which needs none. */
  readonly caseId: string | null;
  /** Where it stands in the arguments. */
  readonly path: readonly string[];
}

/** What became of a parcel, or of the goods of a case, as the journal keeps it. */
export interface InterceptRow extends Pick<RowToStop, 'trackingNumber' | 'caseId'> {
  readonly status: RowStatus;
  readonly error: StoredError | null;
  /** Fen; null where the platform tells none. */
  readonly costFen: number | null;
}

/** What became of all. */
export interface InterceptOutcome {
  readonly rows: readonly InterceptRow[];
}

/** A parcel that comes back, or goods that stay. */
export const rowDone = (row: Pick<RowToStop, 'trackingNumber' | 'caseId'>, costFen: number | null): InterceptRow => ({
  trackingNumber: row.trackingNumber,
  caseId: row.caseId,
  status: RowStatus.SUCCEEDED,
  error: null,
  costFen,
});

/** One that was not stopped. */
export const rowFailed = ({ trackingNumber, caseId }: RowToStop, error: AppError): InterceptRow => ({
  trackingNumber,
  caseId,
  status: RowStatus.FAILED,
  error: toStoredError(error),
  costFen: null,
});

/** One of which nobody knows. */
export const rowOpen = (
  row: RowToStop,
  error = new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false }),
): InterceptRow => ({ ...rowFailed(row, error), status: RowStatus.UNKNOWN });

/** What the platform told of the parcels of a recall; one it passes over is unknown. */
export const recallRows = (rows: readonly RowToStop[], told: readonly RecallTold[]): readonly InterceptRow[] =>
  rows.map((row): InterceptRow => {
    const found = told.find((one) => one.trackingNumber === row.trackingNumber);
    if (found === undefined) return rowOpen(row);
    return found.isDone ? rowDone(row, found.costFen) : rowFailed(row, notTurned(found, row.path));
  });

function notTurned({ reason, reasonCode }: RecallTold, path: readonly string[]): AppError {
  const { platform, name: endpoint } = METHODS.afterSaleIntercept;
  const fault = { platform, endpoint, httpStatus: null, code: null, subCode: reasonCode, message: reason, logId: null };
  return new AppError('STATE_FORBIDS', 'The parcel cannot be called back any more.', { path, platform, fault });
}

/** The rows as a payload tells them: goods that stay are named by their case, parcels and a lock by their order. */
export const rowEnds = (
  { rows }: InterceptOutcome,
  order: { readonly id: string; readonly shopKey: string },
): RowEnd[] =>
  rows.map(({ trackingNumber, caseId, status, error }, index) => ({
    index,
    nodeId: trackingNumber !== null || caseId == null ? order.id : encodeGlobalId('AfterSale', order.shopKey, caseId),
    status,
    errors: error === null ? [] : [fromStoredError(error)],
    told: null,
  }));

/** Fen of all parcels together; null where the platform tells nothing. */
export function costOf({ rows }: InterceptOutcome): number | null {
  const costs = rows.flatMap(({ costFen }) => (costFen === null ? [] : [costFen]));
  return costs.length === 0 ? null : costs.reduce((sum, fen) => sum + fen, 0);
}
