import { AppError } from '../../../errors/app-error.js';
import type { DateTimeRange } from '../../../subgraph/vocabulary/date-time-range.input.js';

/** A span of whole epoch seconds; null at an end that is open. */
export interface TimeSpan {
  /** First second in it. */
  readonly from: number | null;
  /** First second after it. */
  readonly to: number | null;
}

/**
 * The seconds of a span: the platform's times have no smaller part.
 * @throws AppError INVALID_INPUT with the path for a span that ends before it begins
 */
export function timeSpan(range: DateTimeRange | null | undefined, path: readonly string[]): TimeSpan {
  const from = range?.from == null ? null : Math.ceil(range.from.getTime() / 1000);
  const to = range?.to == null ? null : Math.ceil(range.to.getTime() / 1000);
  if (from !== null && to !== null && to < from)
    throw new AppError('INVALID_INPUT', 'The span ends before it begins.', { path, constraint: 'from <= to' });
  return { from, to };
}
