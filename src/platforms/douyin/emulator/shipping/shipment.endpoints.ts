import type { Call, Endpoint } from '../endpoint.js';
import { touch } from '../orders/order.life.js';
import { findOrder, SHIPPING_REFUSALS } from '../orders/order-finder.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import { type Json, parse, print, RawJson } from '../protocol/wire-json.js';
import { orderShipped } from '../push/trade.messages.js';
import type { Order, OrderLine, Pack } from '../state/order.record.js';
import { openLines, type Parcel, shipParcel } from './ship.life.js';
import { readWaybill, shippable } from './shippable.js';

/** Shipping (specification g.1). The three ways of shipping an order do not mix. */
export const SHIPMENTS: readonly Endpoint[] = [
  { method: 'order.logisticsAdd', wrong: 50049, absent: 50049, answer: shipWhole },
  { method: 'order.logisticsAddMultiPack', wrong: 50049, absent: 50049, answer: once('multi', shipPacks) },
  { method: 'order.logisticsAddSinglePack', wrong: 50001, absent: 50049, answer: once('single', shipTogether) },
  {
    method: 'order.logisticsEdit',
    wrong: 10002,
    answer: (call) => {
      const order = shipped(call);
      const [pack] = order.packs;
      if (order.status !== 3) throw failed(60021, '订单状态不允许修改物流');
      if (order.shippedBy !== 'whole' || pack === undefined) throw failed(70011, '多包裹订单请使用logisticsEditByPack');
      editPack(call, order, pack);
      return undefined;
    },
  },
  {
    method: 'order.logisticsEditByPack',
    wrong: 60017,
    answer: (call) => {
      const order = shipped(call);
      const pack = order.packs.find(({ id }) => id === call.params.required('pack_id'));
      if (order.status !== 3 && order.status !== 101) throw failed(60021, '订单状态不允许修改物流');
      if (pack === undefined) throw failed(60134, '包裹不存在');
      editPack(call, order, pack);
      return undefined;
    },
  },
];

function shipped(call: Call): Order {
  return findOrder(call, call.params.required('order_id', 10002), SHIPPING_REFUSALS);
}

function editPack(call: Call, order: Order, pack: Pack): void {
  Object.assign(pack, readWaybill(call.params));
  touch(call, order);
  call.post(104, () => orderShipped(call.shop, order, pack, false));
  call.effect('order.waybill', order.id);
}

function shipWhole(call: Call): undefined {
  const { order, settle } = shippable(call, call.params.required('order_id'));
  if (order.status === 101) throw failed(60111, '部分发货的订单请使用多包裹发货');
  const waybill = readWaybill(call.params);
  settle();
  order.shippedBy = 'whole';
  shipParcel(call, order, {
    ...waybill,
    items: openLines(order).map((line) => ({ line, count: line.count - line.shipped })),
  });
  call.effect('order.ship', order.id);
  return undefined;
}

/** Repeats the first answer for a `request_id` that was used before, without acting. */
function once(kind: string, act: (call: Call) => Json): (call: Call) => Json {
  return (call) => {
    const requestId = call.params.text('request_id') ?? '';
    if (requestId === '') throw missing(50050, 'request_id不能为空');
    const key = `${kind} ${requestId}`;
    const before = call.shop.done.get(key);
    if (before !== undefined) return parse(before);
    const answer = act(call);
    call.shop.done.set(key, print(answer));
    return new RawJson(print(answer));
  };
}

/** All parcels or none. */
function shipPacks(call: Call): Json {
  const { order, settle } = shippable(call, call.params.required('order_id'));
  const left = new Map(openLines(order).map((line) => [line, line.count - line.shipped]));
  const parcels = call.params.requiredObjects('pack_list').map((pack) => {
    const items = pack.requiredObjects('shipped_order_info').map((item) => take(order.lines, left, item));
    return { ...readWaybill(pack), items };
  });
  settle();
  order.shippedBy = 'packs';
  const packs = parcels.map((parcel) => shipParcel(call, order, parcel));
  call.effect('order.ship', order.id);
  return {
    pack_list: packs.map((pack) => ({
      pack_id: pack.id,
      logistics_code: pack.trackingNo,
      shipped_order_info: pack.items.map(({ lineId, count }) => ({
        shipped_order_id: lineId,
        shipped_num: count,
        shipped_item_ids: [],
      })),
    })),
  };
}

/** Takes pieces of a line into a parcel; without a number all that are left. */
function take(lines: readonly OrderLine[], left: Map<OrderLine, number>, item: Params): Parcel['items'][number] {
  const line = lines.find(({ id }) => id === item.required('shipped_order_id', 60016));
  if (line === undefined) throw invalid(60016, '子订单不存在。');
  const rest = left.get(line) ?? 0;
  const count = item.integer('shipped_num') ?? rest;
  if (rest === 0) throw failed(60110, '子订单已发货，不允许再次执行发货。');
  if (count < 1 || count > rest) throw failed(60079, '发货数量超过可发数量。');
  left.set(line, rest - count);
  return { line, count };
}

/** Several orders of one receiver in one parcel. */
function shipTogether(call: Call): Json {
  const { params } = call;
  const ids = params.texts('order_id_list') ?? [];
  if (ids.length === 0) throw missing(50049, 'order_id_list不能为空');
  const found = [...new Set(ids)].map((id) => shippable(call, id));
  const orders = found.map(({ order }) => order);
  const receivers = orders.map(({ receiver: { name, tel, detail, place } }) =>
    [name, tel, detail, place.street.id].join('\n'),
  );
  if (new Set(receivers).size > 1) throw failed(70021, '收货人信息不一致，不允许合并发货。');
  const waybill = readWaybill(params);
  const lines = orders.flatMap((order) => order.lines);
  const left = new Map(orders.flatMap(openLines).map((line) => [line, line.count - line.shipped]));
  const items = params.requiredObjects('shipped_order_info').map((item) => take(lines, left, item));
  for (const { settle } of found) settle();
  const packId = call.state.ids.next('pack');
  for (const order of orders) {
    const own = items.filter(({ line }) => order.lines.includes(line));
    if (own.length === 0) continue;
    order.shippedBy = 'packs';
    shipParcel(call, order, { ...waybill, items: own }, packId);
    call.effect('order.ship', order.id);
  }
  return { pack_id: packId };
}
