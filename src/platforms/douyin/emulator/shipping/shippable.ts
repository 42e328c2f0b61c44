import { refuseForShipping } from '../after-sales/after-sale.life.js';
import type { Call } from '../endpoint.js';
import { findOrder, SHIPPING_REFUSALS } from '../orders/order-finder.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import { companyOf } from '../state/companies.js';
import type { Order } from '../state/order.record.js';
import { returnAddress } from '../state/state.js';

/** Carrier and waybill of a call, or of one of its parcels. */
export interface Waybill {
  readonly companyCode: string;
  readonly trackingNo: string;
}

/** Reads carrier code and waybill number. @throws Refusal 60011, 60018, 60017 */
export function readWaybill(params: Params): Waybill {
  const companyCode = params.text('company_code') ?? '';
  if (companyCode === '') throw missing(60011, '物流公司编码不允许为空。');
  const company = companyOf(companyCode);
  if (company === undefined) throw failed(60018, '物流公司编码不存在。');
  const trackingNo = params.text('logistics_code') ?? '';
  if (!company.pattern.test(trackingNo)) throw failed(60017, '运单号不合法，请仔细检查后重试。');
  return { companyCode, trackingNo };
}

/** Whether a pending refund is to be refused by shipping: two names of one parameter. */
const refusesRefund = (params: Params): boolean =>
  params.flag('is_refund_reject') === true || params.flag('is_reject_refund') === true;

/**
 * An order that may be shipped now: right shop, right state, nothing pending. A pending refund blocks unless the call refuses
 * it, and then it is refused once the rest is sure (specification h.15): call `settle` for that.
 */
export function shippable(call: Call, orderId: string): { readonly order: Order; readonly settle: () => void } {
  const { params, shop } = call;
  if (!/^\d+$/.test(orderId)) throw invalid(50049, 'order_id参数不合法');
  const order = findOrder(call, orderId, SHIPPING_REFUSALS);
  checkState(order);
  checkAddresses(call);
  checkSerialNumbers(params);
  if (order.interception === 4) throw failed(60116, '订单已被锁定，不允许发货。');
  const pending = [...shop.afterSales.values()].filter(
    (afterSale) => afterSale.orderId === order.id && afterSale.status === 6,
  );
  if (pending.length > 0 && !refusesRefund(params)) throw failed(60040, '发货订单中有退款申请需要处理，请先处理。');
  const settle = () => {
    for (const afterSale of pending) refuseForShipping(call, afterSale);
    const numbers = params.texts('serial_number_list');
    if (numbers !== undefined) order.serialNumbers = numbers;
  };
  return { order, settle };
}

const STATE_REFUSALS: Readonly<Record<number, readonly [number, string]>> = {
  1: [60137, '订单未支付，不允许发货。'],
  105: [60109, '订单正在风控审核中，风控审核时效1~2小时，请等待订单变为“备货中”状态后重试。'],
  3: [60110, '订单已发货，不允许再次执行发货。'],
  4: [60021, '订单已取消，不允许发货。'],
  5: [60113, '订单已完成，不允许发货。'],
};

function checkState(order: Order): void {
  const refusal = STATE_REFUSALS[order.status];
  if (refusal !== undefined) throw failed(...refusal);
}

/** Sender and return address must be of the shop's book; without the latter the book must have a default. */
function checkAddresses({ params, shop }: Call): void {
  const sender = params.id('address_id');
  if (sender !== undefined && returnAddress(shop, sender) === undefined) throw failed(60072, '发货地址不存在。');
  const back = params.id('after_sale_address_id');
  if (back !== undefined && returnAddress(shop, back) === undefined) throw failed(60070, '退货地址不存在。');
  if (back === undefined && !shop.addresses.some(({ isReturnDefault }) => isReturnDefault)) {
    throw failed(60027, '店铺没有默认退货地址。');
  }
}

function checkSerialNumbers(params: Params): void {
  const numbers = params.texts('serial_number_list') ?? [];
  if (numbers.some((number) => number === '' || number.length > 30)) throw invalid(60046, '序列号不合法');
}
