import type { Call, Endpoint } from '../endpoint.js';
import { orderAmounts } from '../orders/amounts.js';
import { touch } from '../orders/order.life.js';
import type { Params } from '../protocol/params.js';
import { failed } from '../protocol/refusal.js';
import { readWallClock } from '../protocol/times.js';
import type { Json, Row } from '../protocol/wire-json.js';
import { companyOf } from '../state/companies.js';
import type { Order, OrderLine, Pack } from '../state/order.record.js';
import { linesOf } from './after-sale.row.js';
import { found } from './after-sale-read.endpoints.js';

/** What a carrier takes for turning a parcel round, fen; a figure of ours, told when it is done and not before. */
const FEE = 600;
/** Turning round within the first hours costs nothing: the parcel has not left the town. */
const FREE_FOR = 12 * 3600;
/** A parcel is out for delivery after so long, and cannot be turned round any more. */
const OUT_FOR_DELIVERY = 24 * 3600;

/** Turning parcels round, and locking orders before they leave (specification g.2). */
export const INTERCEPTIONS: readonly Endpoint[] = [
  { method: 'afterSale.applyLogisticsIntercept', wrong: 11000, answer: intercept },
  { method: 'crossborder.OrderInterception', wrong: 1005, answer: reportLock },
];

function intercept(call: Call): Json {
  const { params } = call;
  const { order, afterSale } = found(call, params.requiredId('after_sale_id'));
  const from = params.requiredInteger('op_from');
  if (from !== 1 && from !== 3) throw params.cannotTake('op_from');
  if (order.packs.length === 0) throw failed(10000, '物流信息不可用');
  const current = linesOf(order, afterSale);
  const results = params
    .requiredObjects('intercept_targets')
    .map((target) => interceptOne(call, order, current, target));
  const succeeded = results.filter(({ is_success: done }) => done === true).length;
  const last = results.find(({ is_success: done }) => done !== true);
  return {
    intercept_results: results,
    success_count: succeeded,
    failed_count: results.length - succeeded,
    unavailable_reason_code: last?.['unavailable_reason_code'] ?? 0,
    unavailable_reason: last?.['unavailable_reason'] ?? '',
    refund_amount: orderAmounts(order).pay,
  };
}

function interceptOne(call: Call, order: Order, current: readonly OrderLine[], target: Params): Row {
  const company = target.required('company_code');
  const number = target.required('tracking_no');
  const pack = order.packs.find(({ companyCode, trackingNo }) => companyCode === company && trackingNo === number);
  const [code, reason] = obstacle(call, order, pack);
  if (code === 0) call.effect('afterSale.intercept', number);
  const [first, ...others] = [...current, ...order.lines.filter((line) => !current.includes(line))];
  return {
    company_code: company,
    company_name: companyOf(company)?.name ?? '',
    tracking_no: number,
    value_amount: orderAmounts(order).pay,
    can_intercept: false,
    is_success: code === 0,
    unavailable_reason_code: code,
    unavailable_reason: reason,
    intercept_cost: code === 0 && pack !== undefined && call.now - pack.shippedAt >= FREE_FOR ? FEE : 0,
    ...(first === undefined ? {} : { cur_product: productRow(first) }),
    other_products: others.map(productRow),
    other_product_amount: others.length,
    settlement_mode: 0,
  };
}

/** Numbers of obstacles are made up; only that they are not 0 means something. */
function obstacle({ now }: Call, order: Order, pack: Pack | undefined): readonly [number, string] {
  if (pack === undefined) return [1, '包裹不存在'];
  if (order.status === 5) return [2, '包裹已签收'];
  if (now - pack.shippedAt >= OUT_FOR_DELIVERY) return [3, '包裹已派送，无法拦截'];
  return [0, ''];
}

const productRow = (line: OrderLine): Row => ({
  order_id: BigInt(line.id),
  product_image: line.productPic,
  product_name: line.productName,
  product_spec: line.specs.map(({ value }) => value).join(';'),
  tags: [],
  price: line.price,
  amount: line.count,
});

const LOCKED = 4;
const LOCK_FAILED = 5;

/** A cross-border provider reports whether an order could be locked; refusals are inner codes. */
function reportLock(call: Call): Json {
  const { params, shop } = call;
  params.required('vendor');
  const order = shop.orders.get(params.required('order_id'));
  const status = params.requiredInteger('status');
  if (readWallClock(params.required('occurrence_time')) === null) throw params.cannotTake('occurrence_time');
  if (status !== LOCKED && status !== LOCK_FAILED) throw params.cannotTake('status');
  if (order === undefined || order.status === 4) throw failed(10003, '交易已关闭');
  if (order.interception === LOCKED && status === LOCK_FAILED) throw failed(10002, '节点顺序错误');
  order.interception = status;
  touch(call, order);
  call.effect('order.lock', order.id);
  return { code: 0, msg: '成功' };
}
