import { Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { type BadRows, decodeList, Misfit } from '../../../../upstream/decode.js';
import type { JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { integerOf, listIn, wireDecoder, wireInteger } from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import { type OrderRecord, toOrder, toOrderWithCiphers } from './order-record.js';

/** Most orders of a page. */
export const MAX_ORDERS = METHODS.orderSearch.batchLimit;
/** How deep pages go (the platform's page, f.5). */
const MAX_ROWS = 50_000;

/** A span of epoch seconds, both ends in it. */
export interface OrderWindow {
  readonly from: number;
  readonly to: number;
}

/** Which orders, and in which order. The platform takes all conditions together, and both windows. */
export interface OrderSearch {
  readonly by: 'create_time' | 'update_time';
  readonly isAscending: boolean;
  /** One of the two is there; neither is longer than 90 days, nor begins before that. */
  readonly created: OrderWindow | null;
  readonly updated: OrderWindow | null;
  /** Codes of states. */
  readonly statuses?: readonly number[];
  /** Only those with an after-sale case that is not over. */
  readonly isInAfterSale?: true;
  /** Words of a product's name, or its id. */
  readonly product?: string;
  readonly trackingNumber?: string;
}

/** Orders of one answer. */
export interface OrderPage {
  readonly rows: readonly OrderRecord[];
  /** How many the windows hold; null where the platform does not say. */
  readonly total: number | null;
  readonly badRows: BadRows;
  /** Elements of the answer, with those that could not be read. */
  readonly count: number;
}

/** What is around the rows; an answer without it is none, and not an empty list. */
const decodePage = wireDecoder(Type.Object({ total: wireInteger() }));

/**
 * A page of a shop's orders.
 * @param page from 0
 * @param size 1 to 100
 * @throws AppError PAGINATION_TOO_DEEP beyond the 50,000 rows that the platform counts
 */
export async function listOrders(
  client: DouyinClient,
  search: OrderSearch,
  page: number,
  size: number,
): Promise<OrderPage> {
  if (page < 0 || size < 1 || size > MAX_ORDERS || page * size > MAX_ROWS)
    throw new AppError('PAGINATION_TOO_DEEP', undefined, { path: ['after'] });
  const method = METHODS.orderSearch;
  const parameters: JsonObject = {
    page,
    size,
    order_by: search.by,
    order_asc: search.isAscending,
    create_time_start: search.created?.from,
    create_time_end: search.created?.to,
    update_time_start: search.updated?.from,
    update_time_end: search.updated?.to,
    combine_status: search.statuses === undefined ? undefined : [{ order_status: search.statuses.join(',') }],
    after_sale_status_desc: search.isInAfterSale ? 'in_aftersale' : undefined,
    product: search.product,
    tracking_no: search.trackingNumber,
  };
  const found = await client.call({ method, parameters }, (data, seen) => {
    const total = integerOf(decodePage(data).total);
    const { rows, badRows } = decodeList(listIn(data, 'shop_order_list'), (element) => toOrder(element, seen));
    if (badRows.count > 0) seen.markPartial();
    if (rows.length === 0 && page === 0 && total !== null && total > 0)
      throw new Misfit('/shop_order_list', 'Expected the orders that are counted');
    return { rows, badRows, total, count: rows.length + badRows.count };
  });
  client.noteBadRows(method, found.badRows);
  return found;
}

const decodeDetail = wireDecoder(Type.Object({ shop_order_detail: Type.Unknown() }));

/** One order, with `ciphersOf` its recipient; null when there is none, or it is another shop's. @throws AppError */
export const getOrder = (client: DouyinClient, id: string): Promise<OrderRecord | null> =>
  nullIfMissing(
    client.call({ method: METHODS.orderDetail, parameters: { shop_order_id: id } }, (data, seen) =>
      toOrderWithCiphers(decodeDetail(data).shop_order_detail, seen),
    ),
  );
