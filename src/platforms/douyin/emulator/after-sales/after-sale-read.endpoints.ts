import type { Call, Endpoint } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { invalid } from '../protocol/refusal.js';
import type { Row } from '../protocol/wire-json.js';
import type { AfterSale } from '../state/after-sale.record.js';
import type { Order } from '../state/order.record.js';
import { listedAfterSale } from './after-sale.row.js';
import { detailedAfterSale } from './after-sale-detail.row.js';
import { REJECT_REASONS, SAMPLE_IMAGE } from './operations.table.js';

const MOST_ROWS = 50_000;
const HALF_A_YEAR = 183 * 86_400;

/** Reading after-sales (specification g.3). */
export const AFTER_SALE_READS: readonly Endpoint[] = [
  { method: 'afterSale.List', wrong: 11000, answer: list },
  {
    method: 'afterSale.Detail',
    wrong: 11000,
    answer: (call) => {
      const { params, shop } = call;
      const { order, afterSale } = found(call, params.requiredId('after_sale_id'));
      return detailedAfterSale(shop, order, afterSale, params.flag('need_operation_record') === true);
    },
  },
  {
    method: 'afterSale.rejectReasonCodeList',
    wrong: 11000,
    answer: (call) => {
      const id = call.params.id('aftersale_id');
      if (id !== undefined && ![6, 11].includes(found(call, id).afterSale.status)) return { items: [] };
      // Refunds of what is not shipped are refused by shipping, so those sheets have no reasons.
      if (id !== undefined && found(call, id).afterSale.type === 2) return { items: [] };
      return {
        items: REJECT_REASONS.map(({ code, reason, description, evidence }) => ({
          reject_reason_code: code,
          reason,
          evidence_description: description,
          evidence_need: evidence ? 'Y' : 'N',
          image: evidence ? SAMPLE_IMAGE : '',
          order_type: -1,
          pkg: -1,
        })),
      };
    },
  },
];

/** A sheet of the shop with its order. @throws Refusal 11000 */
export function found(
  { shop }: Pick<Call, 'shop'>,
  id: string,
): { readonly order: Order; readonly afterSale: AfterSale } {
  const afterSale = shop.afterSales.get(id);
  const order = shop.orders.get(afterSale?.orderId ?? '');
  if (afterSale === undefined || order === undefined) throw invalid(11000, '售后单不存在');
  return { afterSale, order };
}

const SORT_KEYS = { status_deadline: 'deadline', apply_time: 'appliedAt', update_time: 'updatedAt' } as const;

function list(call: Call): Row {
  const { params, shop } = call;
  const page = params.integer('page');
  const size = params.integer('size');
  if (page === undefined || page < 0) throw invalid(11000, 'page参数不合法');
  if (size === undefined || size < 1 || size > 100) throw invalid(11000, 'size参数不合法，范围1-100');
  if (page * size > MOST_ROWS) throw invalid(11000, '查询数据量超过5万条');
  const order = readOrder(params);
  const matches = filterOf(params, call.now);
  const rows = [...shop.afterSales.values()]
    .map((afterSale) => ({ afterSale, order: shop.orders.get(afterSale.orderId) }))
    .filter((row): row is Sheet => row.order !== undefined && matches({ ...row, order: row.order }))
    .sort((a, b) => order(a.afterSale, b.afterSale));
  const items = rows.slice(page * size, (page + 1) * size);
  return {
    items: items.map((row) => listedAfterSale(shop, row.order, row.afterSale)),
    has_more: (page + 1) * size < rows.length,
    total: rows.length,
    page,
    size: items.length,
  };
}

interface Sheet {
  readonly afterSale: AfterSale;
  readonly order: Order;
}

/** `"<key> <asc|desc>"`, newest application first unless told; a window over updates needs them ascending. */
function readOrder(params: Params): (a: AfterSale, b: AfterSale) => number {
  const [wanted = 'apply_time desc'] = params.texts('order_by') ?? [];
  if (params.has('update_start_time') && params.has('order_by') && wanted !== 'update_time asc') {
    throw invalid(11000, '按更新时间查询时order_by必须为update_time asc');
  }
  const [key = '', direction = 'desc'] = params.has('update_start_time') ? ['update_time', 'asc'] : wanted.split(' ');
  const field = SORT_KEYS[key as keyof typeof SORT_KEYS];
  if (field === undefined || (direction !== 'asc' && direction !== 'desc')) throw params.cannotTake('order_by');
  return (a, b) => (direction === 'asc' ? 1 : -1) * (a[field] - b[field] || (a.id < b.id ? -1 : 1));
}

/** Starts are inclusive, ends are not; without a window the last six months count. */
function filterOf(params: Params, now: number): (sheet: Sheet) => boolean {
  const applied = window(params, 'start_time', 'end_time');
  const updated = window(params, 'update_start_time', 'update_end_time');
  const final = window(params, 'aftersale_status_to_final_start_time', 'aftersale_status_to_final_end_time');
  const from = params.has('start_time') || params.has('update_start_time') ? 0 : now - HALF_A_YEAR;
  const amounts = [
    params.integer('amount_start') ?? 0,
    params.integer('amount_end') ?? Number.POSITIVE_INFINITY,
  ] as const;
  const statuses = params.integers('standard_aftersale_status') ?? [];
  const status = params.integer('aftersale_status');
  const type = params.integer('aftersale_type');
  const reason = params.integer('reason');
  const orderId = params.id('order_id');
  const id = params.id('aftersale_id');
  const logistics = params.integer('logistics_status') ?? 1;
  const numbers = params.texts('order_logistics_tracking_no') ?? [];
  const flags = params.integers('order_flag') ?? [];
  const cases = params.integers('arbitrate_status') ?? [];
  return ({ afterSale, order }) =>
    applied(afterSale.appliedAt) &&
    updated(afterSale.updatedAt) &&
    final(afterSale.finalAt) &&
    afterSale.appliedAt >= from &&
    afterSale.refundAmount >= amounts[0] &&
    afterSale.refundAmount <= amounts[1] &&
    (statuses.length === 0 || statuses.includes(afterSale.status)) &&
    (status === undefined || afterSale.status === status) &&
    (type === undefined || afterSale.type === type) &&
    (reason === undefined || afterSale.reasonCode === reason) &&
    (orderId === undefined || order.id === orderId) &&
    (id === undefined || afterSale.id === id) &&
    (logistics === 1 || (logistics === 2) === order.packs.length > 0) &&
    (numbers.length === 0 || order.packs.some(({ trackingNo }) => numbers.includes(trackingNo))) &&
    (flags.length === 0 || flags.includes(order.stars)) &&
    (cases.length === 0 || cases.includes(afterSale.arbitration?.status ?? 0));
}

function window(params: Params, startName: string, endName: string): (time: number) => boolean {
  const start = params.integer(startName) ?? 0;
  const end = params.integer(endName) ?? Number.POSITIVE_INFINITY;
  if (start > end) throw invalid(11000, `${startName}不能晚于${endName}`);
  return (time) => time >= start && time < end;
}
