import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { CursorCodec } from '../../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../../subgraph/page.js';
import { listOrders } from '../../upstream/endpoints/order-read.js';
import type { ShopScope } from '../context.js';
import type { Order } from './order.type.js';
import type { OrderFilter } from './order-filter.input.js';
import { isPackedPosition, packPosition, unpackPosition } from './order-position.js';
import { HORIZON, orderQuery } from './order-search.js';
import type { OrderSort } from './order-sort.input.js';
import { OrderWalk, type ReadOrders } from './order-walk.js';

const LATEST_FIRST: OrderSort = { field: 'UPDATED_AT', direction: 'DESC' };

/**
 * A page of a shop's orders: one call of the platform's.
 * @throws AppError INVALID_INPUT, INVALID_CURSOR, NOT_SUPPORTED_UPSTREAM with the argument's path; PAGINATION_TOO_DEEP for a
 * cursor from before the 90 days of which alone the platform lists orders
 */
export async function orderPage(
  scope: ShopScope,
  filter: OrderFilter | null,
  sort: OrderSort | null,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<Order> & { totalCount: number | null }> {
  const { size, cursor } = pageRequest(args, info);
  const { field, direction } = sort ?? LATEST_FIRST;
  const cursors = new CursorCodec(['orders', scope.shop.key, filter, field, direction], isPackedPosition);
  const position = cursor === null ? null : unpackPosition(cursors.decode(cursor, 'after'));
  const now = Math.floor(scope.now() / 1000);
  const query = orderQuery(filter, { field, direction }, now);
  if (position !== null && direction === 'ASC' && position.at < now - HORIZON)
    throw new AppError(
      'PAGINATION_TOO_DEEP',
      'The cursor is older than the 90 days of which the platform lists orders.',
      {
        path: ['after'],
      },
    );
  const read: ReadOrders = (search, page, count, isAnew = false) => {
    const ask = () => listOrders(scope.client, search, page, count);
    return isAnew ? ask() : scope.once.run(JSON.stringify(['orders', search, page, count]), ask);
  };
  const slice = query === null ? null : await new OrderWalk(query, read).next(position, size);
  const rows = slice?.rows ?? [];
  const page = toPage(
    scope.orders.take(rows),
    (order) => order,
    (_order, index) => cursors.encode(packPosition(slice?.positionOf(index) ?? { at: 0, seen: [], after: null })),
    { hasNextPage: slice?.hasNextPage ?? false, hasPreviousPage: position !== null },
  );
  return Object.assign(page, { totalCount: position !== null ? null : slice === null ? 0 : slice.total });
}
