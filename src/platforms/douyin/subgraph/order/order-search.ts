import { AppError } from '../../../../errors/app-error.js';
import type { OrderSearch, OrderWindow } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { type TimeSpan, timeSpan } from '../time-span.js';
import type { OrderFilter } from './order-filter.input.js';
import type { OrderSort } from './order-sort.input.js';
import { orderCodeOf } from './order-status.enum.js';

/** How old orders may be that the platform lists, in seconds: 90 days since they were placed (its page, f.5). */
export const HORIZON = 90 * 86_400;
/**
 * How far the platform's clock may be from ours, in seconds (reliability R24): ahead of ours, it would refuse a window that
 * begins 90 days ago, and stamp orders with times that are still to come here.
 */
const CLOCK_MARGIN = 15 * 60;

/** A list of orders as the platform is asked for it. */
export interface OrderQuery {
  readonly search: OrderSearch;
  /** Whether an order lies in the spans of the filter; the platform's ends of windows are included, ours are not. */
  readonly fits: (order: OrderRecord) => boolean;
}

/** A window without a second in it. */
const NOTHING = { from: 1, to: 0 } as const;

/**
 * What a filter and a sort ask for. The platform needs a window of one of the two times, takes those of both together, and sorts
 * by either; the window of the time that is sorted by is always there, since a page begins where the last one ended.
 * @param now epoch seconds
 * @returns null where no order can be meant
 * @throws AppError INVALID_INPUT for a span before the platform's horizon, or one that ends before it begins;
 * NOT_SUPPORTED_UPSTREAM for orders without after-sale case, by which the platform cannot search
 */
export function orderQuery(filter: OrderFilter | null, sort: OrderSort, now: number): OrderQuery | null {
  const created = timeSpan(filter?.createdIn, ['filter', 'createdIn']);
  const updated = timeSpan(filter?.updatedIn, ['filter', 'updatedIn']);
  const isByCreation = sort.field === 'CREATED_AT';
  const windows = {
    created: isByCreation || isGiven(created) ? windowOf(created, 'createdIn', now) : null,
    updated: !isByCreation || isGiven(updated) ? windowOf(updated, 'updatedIn', now) : null,
  };
  if (filter?.hasOpenAfterSale === false)
    throw new AppError('NOT_SUPPORTED_UPSTREAM', 'The platform cannot search for orders without after-sale case.', {
      path: ['filter', 'hasOpenAfterSale'],
    });
  const statuses = filter?.statuses == null ? undefined : codesOf(filter.statuses);
  if ([windows.created, windows.updated].includes(NOTHING)) return null;
  return {
    search: {
      by: isByCreation ? 'create_time' : 'update_time',
      isAscending: sort.direction === 'ASC',
      ...windows,
      ...(statuses === undefined ? {} : { statuses }),
      ...(filter?.hasOpenAfterSale === true ? { isInAfterSale: true } : {}),
      ...(filter?.product == null ? {} : { product: filter.product }),
      ...(filter?.trackingNumber == null ? {} : { trackingNumber: filter.trackingNumber }),
    },
    fits: ({ createdAt, updatedAt }) => isIn(created, createdAt) && isIn(updated, updatedAt),
  };
}

const isGiven = ({ from, to }: TimeSpan): boolean => from !== null || to !== null;

/** Not longer than the platform takes, and no earlier. */
function windowOf({ from, to }: TimeSpan, name: string, now: number): OrderWindow {
  const tooOld = (end: string): AppError =>
    new AppError('INVALID_INPUT', 'The platform lists the orders of the last 90 days.', {
      path: ['filter', name, end],
      constraint: 'in the last 90 days',
    });
  if (from !== null && from < now - HORIZON - CLOCK_MARGIN) throw tooOld('from');
  if (to !== null && to <= now - HORIZON) throw tooOld('to');
  const start = Math.max(from ?? 0, now - HORIZON + CLOCK_MARGIN);
  const end = Math.min(to === null ? Number.POSITIVE_INFINITY : to - 1, now + CLOCK_MARGIN, start + HORIZON);
  return start > end ? NOTHING : { from: start, to: end };
}

/** Each once and in one order, so that one question has one text. */
function codesOf(statuses: NonNullable<OrderFilter['statuses']>): number[] {
  const codes = statuses.map((status, at) => {
    const code = orderCodeOf(status);
    if (code !== null) return code;
    throw new AppError('INVALID_INPUT', 'UNRECOGNIZED is not a state to look for.', {
      path: ['filter', 'statuses', String(at)],
      constraint: 'a state with a code',
    });
  });
  return [...new Set(codes)].sort((a, b) => a - b);
}

function isIn({ from, to }: TimeSpan, time: Date): boolean {
  const second = Math.floor(time.getTime() / 1000);
  return (from === null || second >= from) && (to === null || second < to);
}
