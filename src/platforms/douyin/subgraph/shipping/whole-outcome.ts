import { type RowOutcome, RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { PayloadBase } from '../../../../subgraph/write.js';

/**
 * What all payloads of a write have that is one call whatever its rows: when none of them was done the whole has failed, and
 * `userErrors` says so too, so that neither a client that looks at nothing else nor the audit log takes it for done.
 */
export function baseOfWhole(base: PayloadBase, rows: readonly RowOutcome[]): PayloadBase {
  if (base.userErrors.length > 0 || rows.some(isDone)) return base;
  const errors = rows.flatMap(({ userErrors }) => userErrors);
  const told = new Map(errors.map((error) => [JSON.stringify([error.code, error.message, error.path]), error]));
  return { ...base, userErrors: [...told.values()] };
}

/** Whether a row was done. */
export const isDone = ({ status }: { readonly status: RowStatus }): boolean => status === RowStatus.SUCCEEDED;
