import type { Call, Endpoint } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import type { Row } from '../protocol/wire-json.js';
import type { Order, OrderLine } from '../state/order.record.js';
import { detailedOrder, listedOrder } from './order.row.js';
import { findOrder } from './order-finder.js';

const BAD_VALUE = 20045;
const HORIZON = 90 * 86_400;
const MOST_ROWS = 50_000;

/** Reading orders (specification g.1). */
export const ORDER_READS: readonly Endpoint[] = [
  { method: 'order.searchList', wrong: BAD_VALUE, answer: search },
  {
    method: 'order.orderDetail',
    wrong: 20001,
    answer: (call) => {
      const id = call.params.text('shop_order_id') ?? '';
      if (id === '') throw missing(20000, 'shop_order_id不能为空');
      const order = findOrder(call, id, {
        none: (text) => invalid(20014, text),
        foreign: (text) => failed(20015, text),
      });
      return { shop_order_detail: detailedOrder(call.shop, order) };
    },
  },
];

function search(call: Call): Row {
  const { params, shop } = call;
  const page = params.integer('page');
  const size = params.integer('size');
  if (page === undefined || page < 0) throw invalid(10035, 'page参数不合法');
  if (size === undefined || size < 1 || size > 100) throw invalid(20008, '单次查询订单数超过限制');
  if (page * size > MOST_ROWS) throw invalid(20013, '查询数据量超过5万条');
  const windows = readWindows(params, call.now);
  const matches = filterOf(params);
  const key = params.text('order_by') ?? 'create_time';
  if (key !== 'create_time' && key !== 'update_time') throw params.cannotTake('order_by');
  const field = key === 'create_time' ? 'createdAt' : 'updatedAt';
  const ascending = params.flag('order_asc') === true;
  const found = [...shop.orders.values()]
    .filter((order) => order.createdAt >= call.now - HORIZON && windows(order) && matches(order))
    .sort((a, b) => (ascending ? 1 : -1) * (a[field] - b[field] || (a.id < b.id ? -1 : 1)));
  return {
    page,
    total: found.length,
    size,
    shop_order_list: found.slice(page * size, (page + 1) * size).map((order) => listedOrder(shop, order)),
  };
}

/** Windows over creation and update, both ends inclusive; one of them must have a start. */
function readWindows(params: Params, now: number): (order: Order) => boolean {
  const created = readWindow(params, 'create_time', now);
  const updated = readWindow(params, 'update_time', now);
  if (created === null && updated === null) throw invalid(20011, '开始时间不能为空');
  return ({ createdAt, updatedAt }) =>
    (created === null || (createdAt >= created.start && createdAt <= created.end)) &&
    (updated === null || (updatedAt >= updated.start && updatedAt <= updated.end));
}

function readWindow(params: Params, name: string, now: number): { start: number; end: number } | null {
  const start = params.integer(`${name}_start`);
  const given = params.integer(`${name}_end`);
  if (start === undefined || start === 0) return null;
  // A row changed twice in a second is stamped ahead of the clock; an open window takes it in.
  const end = given === undefined || given === 0 ? Math.max(now + 60, start) : given;
  if (end - start > HORIZON + 60) throw invalid(20022, '查询时间范围不能超过90天');
  return { start, end };
}

function filterOf(params: Params): (order: Order) => boolean {
  const statuses = readStatuses(params);
  const product = params.text('product') ?? '';
  const trackingNo = params.text('tracking_no') ?? '';
  const afterSale = params.text('after_sale_status_desc') ?? 'all';
  const orderType = params.integer('order_type') ?? 0;
  const tradeType = params.integer('trade_type') ?? 0;
  const bType = params.integer('b_type');
  const abnormal = params.integer('abnormal_order') ?? 0;
  const inAfterSale = AFTER_SALE_FILTERS[afterSale];
  if (inAfterSale === undefined) throw params.cannotTake('after_sale_status_desc');
  return (order) =>
    statuses(order) &&
    (product === '' || order.lines.some((line) => isOf(line, product))) &&
    (trackingNo === '' || order.packs.some((pack) => pack.trackingNo === trackingNo)) &&
    (afterSale === 'all' || order.lines.some(inAfterSale)) &&
    orderType === 0 &&
    tradeType === 0 &&
    (bType === undefined || order.bType === bType) &&
    (abnormal === 0 || (abnormal === 2 ? order.status === 105 : order.status === 4));
}

const isOf = (line: OrderLine, product: string): boolean =>
  /^\d+$/.test(product) ? line.productId === product : line.productName.includes(product);

const AFTER_SALE_FILTERS: Readonly<Record<string, (line: OrderLine) => boolean>> = {
  all: () => true,
  in_aftersale: ({ afterSale }) => [6, 7, 8, 11, 13].includes(afterSale.status),
  refund: ({ afterSale }) => afterSale.refundStatus === 1 || afterSale.refundStatus === 2,
  refund_success: ({ afterSale }) => afterSale.refundStatus === 3,
  refund_fail: ({ afterSale }) => afterSale.refundStatus === 4,
  exchange_success: ({ afterSale }) => afterSale.type === 3 && afterSale.status === 14,
  aftersale_close: ({ afterSale }) => [27, 28, 29].includes(afterSale.status),
};

/** `combine_status`: at most one element, with comma lists of `order_status` or the deprecated `main_status`. */
function readStatuses(params: Params): (order: Order) => boolean {
  const combined = params.objects('combine_status') ?? [];
  if (combined.length > 1) throw invalid(20012, 'combine_status最多支持1个元素');
  const numbers = (name: string) =>
    (combined[0]?.text(name) ?? '')
      .split(',')
      .filter((text) => text !== '')
      .map(Number);
  const statuses = numbers('order_status');
  const mains = numbers('main_status');
  return ({ status, mainStatus }) =>
    (statuses.length === 0 || statuses.includes(status)) && (mains.length === 0 || mains.includes(mainStatus));
}
