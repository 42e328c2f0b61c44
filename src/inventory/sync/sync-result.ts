import { AppError } from '../../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../../errors/stored-error.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { RecordedRow } from './shop-intent.js';
import type { ListingEnd } from './shop-write.js';
import { atRow, type SpecLink, type Target } from './sync-spec.js';

/** What became of one item in one shop, as answers and journal have it. */
export interface SyncResult {
  /** Place in the input. */
  readonly row: number;
  readonly stockItemId: string;
  readonly link: SpecLink;
  readonly wanted: number;
  readonly before: number | null;
  /** Where it was read back. */
  readonly after: number | null;
  readonly status: RowStatus;
  readonly attempts: number;
  readonly errors: readonly AppError[];
}

/** The result of a write that has ended. @param seen what was read back of the unit; undefined where that was not asked for */
export function resultOf(target: Target, end: ListingEnd, seen: number | Error | null | undefined): SyncResult {
  const isThere = end.status === RowStatus.SKIPPED && end.before !== null && end.before === end.after;
  const failure = seen instanceof AppError ? [seen] : [];
  return {
    ...placeOf(target),
    wanted: end.wanted,
    before: end.before,
    after: typeof seen === 'number' ? seen : null,
    status: end.status,
    attempts: end.attempts,
    errors: [...(isThere ? [] : end.errors), ...failure].map((error) => toldAt(error, target)),
  };
}

/** The result of a write as the journal has it. @param wanted where it does not say */
export function recordedResult(target: Target, row: RecordedRow, wanted: number): SyncResult {
  const isThere = row.status === RowStatus.SKIPPED && row.before !== null && row.before === row.after;
  return {
    ...placeOf(target),
    wanted: row.written?.wanted ?? wanted,
    before: row.before,
    after: null,
    status: row.status,
    attempts: row.attempts,
    errors: (isThere ? [] : row.errors).map((error) => toldAt(error, target)),
  };
}

/** The result of a write that is under way, or of which nothing is known. */
export const openResult = (target: Target, wanted: number): SyncResult => ({
  ...placeOf(target),
  wanted,
  before: null,
  after: null,
  status: RowStatus.UNKNOWN,
  attempts: 0,
  errors: [toldAt(new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false }), target)],
});

/** The result of a write that was not made. */
export const failedResult = (
  target: Target,
  wanted: number,
  error: AppError,
  status = RowStatus.FAILED,
): SyncResult => ({
  ...openResult(target, wanted),
  status,
  errors: [toldAt(error, target)],
});

/** What a dry run shows of a listing. */
export const plannedResult = (target: Target, wanted: number): SyncResult => ({
  ...openResult(target, wanted),
  status: RowStatus.SKIPPED,
  errors: [],
});

const placeOf = ({ row, stockItemId, link }: Target) => ({ row, stockItemId, link });

const toldAt = (error: AppError, { row, link }: Target): AppError => atRow(error, row, shopGlobalId(link.shopKey));

/** Whether a repeat may still change it: its outcome is open, or nothing of it was sent and it may be tried again. */
export const isOpen = ({ status, attempts, errors }: SyncResult): boolean =>
  status === RowStatus.UNKNOWN ||
  (status === RowStatus.FAILED && attempts === 0 && errors.some(({ retryable }) => retryable));

/** As the journal keeps them. */
export type StoredResult = Omit<SyncResult, 'errors'> & { readonly errors: readonly StoredError[] };

export const toStoredResult = (result: SyncResult): StoredResult => ({
  ...result,
  errors: result.errors.map(toStoredError),
});

export const fromStoredResult = (stored: StoredResult): SyncResult => ({
  ...stored,
  errors: stored.errors.map(fromStoredError),
});
