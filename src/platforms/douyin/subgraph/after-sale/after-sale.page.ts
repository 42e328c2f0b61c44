import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { CursorCodec } from '../../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../../subgraph/page.js';
import {
  type AfterSaleFilter as AfterSaleConditions,
  type AfterSaleOrder,
  listAfterSales,
  MAX_AFTER_SALE_ROWS,
} from '../../upstream/endpoints/after-sale-read.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import type { ShopScope } from '../context.js';
import { conditionsOf } from './after-sale.conditions.js';
import type { AfterSale } from './after-sale.type.js';
import type { AfterSaleFilter } from './after-sale-filter.input.js';
import type { AfterSaleSort } from './after-sale-sort.enum.js';
import { backwards, forwards, type ReadPage, type SortedList } from './sorted-list.js';
import { isPlace, type Sorting, walk } from './sorted-walk.js';

const seconds = (time: Date | null): number => (time === null ? 0 : Math.floor(time.getTime() / 1000));
const id = (record: AfterSaleRecord): string => record.id;

/** Cases without a deadline have 0 on the platform, which puts them first. */
const SORTINGS: Readonly<Record<AfterSaleSort, Sorting<AfterSaleRecord> & { readonly order: AfterSaleOrder }>> = {
  DEADLINE_ASC: { order: 'status_deadline asc', key: (row) => seconds(row.deadline), direction: 'asc', id },
  CREATED_AT_DESC: { order: 'apply_time desc', key: (row) => seconds(row.appliedAt), direction: 'desc', id },
  UPDATED_AT_DESC: { order: 'update_time desc', key: (row) => seconds(row.updatedAt), direction: 'desc', id },
};

/**
 * A page of a shop's after-sale cases: one call for each kind, while nothing has changed since the page before.
 *
 * A cursor is the time that the list is sorted by, with the cases of that second, and a number to look at first. The platform's
 * pages have numbers alone: what comes in from above pushes rows down, where they are known again, and before rows that others
 * have left behind one more is read, which must be known.
 * @throws AppError INVALID_INPUT, INVALID_CURSOR, UNSUPPORTED_COMBINATION with the argument's path, PAGINATION_TOO_DEEP
 */
export async function afterSalePage(
  scope: ShopScope,
  filter: AfterSaleFilter | null,
  sort: AfterSaleSort,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<AfterSale> & { totalCount: number | null }> {
  const request = pageRequest(args, info);
  const found = conditionsOf(filter, sort);
  const lists = found.map((conditions) => listOf(scope, conditions, sort, filter));
  const cursors = new CursorCodec(['afterSales', scope.shop.key, filter, sort], isPlace(lists.length));
  const place = request.cursor === null ? null : cursors.decode(request.cursor, 'after');
  const { rows, hasMore, total, placeAfter } = await walk(lists, SORTINGS[sort], place, request.size);
  const page = toPage(
    scope.afterSales.take(rows),
    (one) => one,
    (_one, index) => cursors.encode(placeAfter(index)),
    { hasNextPage: hasMore, hasPreviousPage: place !== null },
  );
  return Object.assign(page, { totalCount: total });
}

/**
 * One of the platform's lists. A span of updates comes with ascending times alone, so it is read from its end. Only what a filter
 * by state or kind holds, and what is sorted by a deadline, leaves its place but for the front.
 */
function listOf(
  scope: ShopScope,
  conditions: AfterSaleConditions,
  sort: AfterSaleSort,
  filter: AfterSaleFilter | null,
): SortedList<AfterSaleRecord> {
  const readBy =
    (order: AfterSaleOrder): ReadPage<AfterSaleRecord> =>
    (page, size) => {
      if (page * size >= MAX_AFTER_SALE_ROWS) throw tooDeep();
      return scope.once.run(JSON.stringify(['afterSales', conditions, order, page, size]), () =>
        listAfterSales(scope.client, conditions, order, page, size),
      );
    };
  if (filter?.updatedIn != null) return backwards(readBy('update_time asc'));
  const mayShrink = sort === 'DEADLINE_ASC' || filter?.statuses != null || filter?.kinds != null;
  return forwards(readBy(SORTINGS[sort].order), mayShrink);
}

const tooDeep = (): AppError =>
  new AppError('PAGINATION_TOO_DEEP', 'The platform lists 50,000 cases: narrow the filter by times.', {
    path: ['filter', 'createdIn'],
  });
