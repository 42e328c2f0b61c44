import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { CursorCodec, isOffset } from '../../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../../subgraph/page.js';
import {
  LAST_WAREHOUSE_PAGE,
  listWarehouses,
  MAX_WAREHOUSES,
  type WarehousePage,
  type WarehouseRecord,
} from '../../upstream/endpoints/warehouse-read.js';
import type { ShopScope } from '../context.js';
import type { RegionalWarehouse } from './regional-warehouse.type.js';

interface NumberedWarehouse {
  readonly offset: number;
  readonly row: WarehouseRecord;
}

/**
 * A page of a shop's warehouses, the oldest first: none is ever deleted, so a row's number is a lasting cursor. The platform's
 * pages are taken whole: nearly every shop has all of its warehouses on the first.
 * @throws AppError INVALID_INPUT, INVALID_CURSOR, PAGINATION_TOO_DEEP
 */
export async function warehousePage(
  scope: ShopScope,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<RegionalWarehouse> & { totalCount: number | null }> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['regionalWarehouses', scope.shop.key], isOffset);
  const start = request.cursor === null ? 0 : cursors.decode(request.cursor, 'after') + 1;
  const end = start + request.size;
  const { rows, total } = await warehousesAt(scope, start, end);
  const page = toPage(
    scope.warehouses.take(rows.map(({ row }) => row)),
    (warehouse) => warehouse,
    (_warehouse, index) => cursors.encode(rows[index]?.offset ?? start + index),
    { hasNextPage: total === null ? rows.length === request.size : end < total, hasPreviousPage: start > 0 },
  );
  return Object.assign(page, { totalCount: total });
}

/** Rows from `start` to before `end`: of one of the platform's pages, and of the next where it goes on. */
async function warehousesAt(
  scope: ShopScope,
  start: number,
  end: number,
): Promise<{ rows: NumberedWarehouse[]; total: number | null }> {
  const first = Math.floor(start / MAX_WAREHOUSES);
  const head = await readPage(scope, first);
  const isAll = end <= (first + 1) * MAX_WAREHOUSES || (head.total ?? 0) <= (first + 1) * MAX_WAREHOUSES;
  const pages = isAll ? [head] : [head, await readPage(scope, first + 1)];
  const rows = pages.flatMap(({ rows: found, indices }, at) =>
    found.map((row, place) => ({ offset: (first + at) * MAX_WAREHOUSES + (indices[place] ?? place), row })),
  );
  return { rows: rows.filter(({ offset }) => offset >= start && offset < end), total: head.total };
}

function readPage(scope: ShopScope, page: number): Promise<WarehousePage> {
  if (page > LAST_WAREHOUSE_PAGE)
    throw new AppError('PAGINATION_TOO_DEEP', 'The platform lists 10,100 warehouses.', { path: ['after'] });
  return scope.once.run(`warehouses ${page}`, () => listWarehouses(scope.client, page));
}
