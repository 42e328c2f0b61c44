import { AppError } from '../../../../errors/app-error.js';
import type { AfterSaleFilter as AfterSaleConditions } from '../../upstream/endpoints/after-sale-read.js';
import { type TimeSpan, timeSpan } from '../time-span.js';
import type { AfterSaleFilter } from './after-sale-filter.input.js';
import { afterSaleKindCode } from './after-sale-kind.enum.js';
import type { AfterSaleSort } from './after-sale-sort.enum.js';
import { afterSaleStatusCode } from './after-sale-status.enum.js';

/**
 * What the platform is asked for a filter: one list for each kind, since it takes one at a time; none where no time is left.
 * @throws AppError INVALID_INPUT for a kind or state without a code and a span that ends before it begins,
 * UNSUPPORTED_COMBINATION for a span of updates in another order, which the platform does not have (its page, f.5)
 */
export function conditionsOf(filter: AfterSaleFilter | null, sort: AfterSaleSort): readonly AfterSaleConditions[] {
  if (filter === null) return [{}];
  const { kinds, statuses, orderNativeId, createdIn, updatedIn } = filter;
  if (updatedIn != null && sort !== 'UPDATED_AT_DESC')
    throw new AppError('UNSUPPORTED_COMBINATION', '`updatedIn` goes with UPDATED_AT_DESC alone.', { path: ['sort'] });
  const kindCodes = kinds == null ? [undefined] : codesOf(kinds, afterSaleKindCode, 'kinds');
  const statusCodes = statuses == null ? undefined : codesOf(statuses, afterSaleStatusCode, 'statuses');
  const applied = timeSpan(createdIn, ['filter', 'createdIn']);
  const updated = timeSpan(updatedIn, ['filter', 'updatedIn']);
  if (isEmpty(applied) || isEmpty(updated)) return [];
  return kindCodes.map((kindCode) => ({
    ...(kindCode === undefined ? {} : { kindCode }),
    ...(statusCodes === undefined ? {} : { statusCodes }),
    ...(orderNativeId == null ? {} : { orderId: orderNativeId }),
    ...(applied.from === null ? {} : { appliedFrom: Math.max(1, applied.from) }),
    ...(applied.to === null ? {} : { appliedTo: applied.to }),
    ...(updated.from === null ? {} : { updatedFrom: Math.max(1, updated.from) }),
    ...(updated.to === null ? {} : { updatedTo: updated.to }),
  }));
}

/** No second lies in it; 0 would be "not set" to the platform. */
const isEmpty = ({ from, to }: TimeSpan): boolean => to !== null && (to <= 1 || (from !== null && from >= to));

function codesOf<T extends string>(values: readonly T[], codeOf: (value: T) => number | null, name: string): number[] {
  const codes = [...new Set(values)].map(codeOf);
  if (codes.includes(null))
    throw new AppError('INVALID_INPUT', 'UNRECOGNIZED has no code to look for.', {
      path: ['filter', name],
      constraint: 'values with a code',
    });
  return codes.filter((code) => code !== null);
}
