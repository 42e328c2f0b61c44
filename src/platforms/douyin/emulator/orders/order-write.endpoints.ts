import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import { amountChanged, remarkChanged } from '../push/trade.messages.js';
import type { Order, Receiver } from '../state/order.record.js';
import type { Level, Place } from '../state/region.record.js';
import { regionCode, regionName } from '../state/regions.js';
import { lineAmounts } from './amounts.js';
import { changeReceiver, touch } from './order.life.js';
import { findOrder } from './order-finder.js';

const FORBIDDEN_WORDS = /加微信|刷单|返现/;
const WRONG_STATE = 60021;

/** What a seller changes of an order (specification g.1 and the catalogue). */
export const ORDER_WRITES: readonly Endpoint[] = [
  { method: 'order.addOrderRemark', wrong: 50001, answer: remark },
  { method: 'order.updateOrderAmount', wrong: 50001, answer: updateAmount },
  {
    method: 'order.updatePostAmount',
    wrong: 50001,
    answer: (call) => {
      const order = unpaid(call, call.params.required('order_id'));
      const amount = call.params.requiredInteger('post_amount');
      if (amount < 0) throw call.params.cannotTake('post_amount');
      const before = order.lines.reduce((sum, line) => sum + line.postAmount, 0);
      for (const [at, line] of order.lines.entries()) line.postAmount = at === 0 ? amount : 0;
      order.modifyPostAmount += amount - before;
      repriced(call, order);
      return undefined;
    },
  },
  { method: 'order.addressModify', wrong: 20003, answer: modifyAddress },
  { method: 'order.addressConfirm', wrong: 50038, answer: confirmAddress },
  { method: 'order.addSerialNumber', wrong: 60046, absent: 60048, answer: addSerialNumbers },
  {
    method: 'order.AddressAppliedSwitch',
    wrong: 20001,
    answer: ({ params, shop, effect }) => {
      const allowed = params.requiredInteger('is_allowed');
      if (allowed !== 0 && allowed !== 1) throw failed(50044, 'is_allowed参数不合法');
      shop.addressReview = { allowed: allowed === 1, type: params.integer('review_type') ?? 0 };
      effect('shop.addressReview', shop.id);
      return undefined;
    },
  },
];

function found(call: Call, id: string): Order {
  if (!/^\d+$/.test(id)) throw invalid(50001, '50001:orderId参数不合法，建议根据文档检查传入数据');
  return findOrder(call, id, {
    none: (text) => invalid(20002, text),
    foreign: (text) => invalid(20002, text),
  });
}

function unpaid(call: Call, id: string): Order {
  const order = found(call, id);
  if (order.status !== 1) throw failed(WRONG_STATE, '订单状态不允许修改金额');
  return order;
}

function remark(call: Call): undefined {
  const { params } = call;
  const order = found(call, params.required('order_id'));
  // It must be there, but may be empty: the new remark takes the place of the old one.
  const text = params.text('remark');
  if (text === undefined) throw missing(50001, 'remark不能为空');
  if ([...text].length > 500) throw failed(50056, '备注长度超过限制');
  if (FORBIDDEN_WORDS.test(text)) throw invalid(50051, '备注含有违禁词');
  const withStar = params.flag('is_add_star') === true;
  const star = params.integer('star');
  if (withStar && (star === undefined || star < 0 || star > 5)) throw params.cannotTake('star');
  order.sellerWords = text;
  if (withStar) order.stars = star ?? order.stars;
  touch(call, order);
  call.post(113, () => remarkChanged(call.shop, order));
  call.effect('order.remark', order.id);
  return undefined;
}

function repriced(call: Call, order: Order): void {
  touch(call, order);
  call.post(109, () => amountChanged(call.shop, order));
  call.effect('order.amount', order.id);
}

function updateAmount(call: Call): undefined {
  const order = unpaid(call, call.params.required('pid'));
  const changes = call.params.requiredObjects('update_detail').map((item) => {
    const line = order.lines.find(({ id }) => id === item.required('order_id'));
    const discount = item.requiredInteger('discount_amount');
    if (line === undefined) throw invalid(60016, '子订单不存在');
    if (lineAmounts(line).pay - line.modifyAmount - discount <= 0) throw invalid(50001, '优惠金额不合法');
    return { line, discount };
  });
  for (const { line, discount } of changes) line.modifyAmount = -discount;
  repriced(call, order);
  return undefined;
}

function modifyAddress(call: Call): undefined {
  const { params } = call;
  const order = found(call, params.required('order_id'));
  if (![1, 105, 2].includes(order.status)) throw failed(50004, '当前订单状态不允许修改地址');
  const address = params.object('post_addr');
  const old = order.receiver;
  const level = (name: keyof Place, depth: number): Level => {
    const given = address?.object(name);
    if (given === undefined) return old.place[name];
    const id = given.text('id') ?? '';
    const code = id === '' ? regionCode(given.text('name') ?? '', depth) : Number(id);
    if (regionName(code) === '') throw invalid(20003, `${name}不存在`);
    return { id: String(code), name: regionName(code) };
  };
  const receiver: Receiver = {
    name: params.text('post_receiver') ?? old.name,
    tel: params.text('post_tel') ?? old.tel,
    place: {
      province: level('province', 0),
      city: level('city', 1),
      town: level('town', 2),
      street: level('street', 3),
    },
    detail: address?.text('address_detail') ?? old.detail,
  };
  if (!/^1\d{10}$/.test(receiver.tel)) throw invalid(80004, 'post_tel参数不合法');
  changeReceiver(call, order, receiver);
  call.effect('order.address', order.id);
  return undefined;
}

/** Reasons to refuse a buyer's change of address, beside 0 which grants it; from memory of the platform's table. */
const REFUSING = [1001, 1002, 1003, 1004, 1005, 1006];

function confirmAddress(call: Call): undefined {
  const { params } = call;
  const order = found(call, params.required('order_id'));
  const decision = params.requiredInteger('is_approved');
  if (decision !== 0 && !REFUSING.includes(decision)) throw invalid(50038, 'is_approved参数不合法');
  if (order.pendingReceiver === null) throw failed(50040, '没有待审核的地址变更申请');
  if (decision === 0) changeReceiver(call, order, order.pendingReceiver);
  else {
    order.pendingReceiver = null;
    touch(call, order);
  }
  call.effect('order.addressConfirm', order.id);
  return undefined;
}

function addSerialNumbers(call: Call): undefined {
  const { params } = call;
  const order = found(call, params.required('order_id', 50049));
  const numbers = params.texts('serial_number_list') ?? [];
  if (numbers.length === 0) throw missing(60048, 'serial_number_list不能为空');
  if (numbers.some((number) => number.length > 30)) throw invalid(60046, '序列号长度超过30');
  if (![101, 3, 5].includes(order.status)) throw failed(60056, '订单未发货，不能上传序列号');
  order.serialNumbers = numbers;
  touch(call, order);
  call.effect('order.serialNumbers', order.id);
  return undefined;
}
