import { orderAmounts } from '../orders/amounts.js';
import { ciphers, masks, placeRow } from '../orders/receiver.row.js';
import { print, type Row } from '../protocol/wire-json.js';
import type { Order, Pack, Receiver } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';

/** What every message about an order starts with (specification e.2, `T5`). */
const trade = (shop: Shop, order: Order): Row => ({
  p_id: BigInt(order.id),
  s_ids: order.lines.map(({ id }) => BigInt(id)),
  shop_id: BigInt(shop.id),
  order_type: 0,
  biz: 2,
  order_status: order.status,
});

/** Tag 100. */
export const orderCreated = (shop: Shop, order: Order): Row => ({
  ...trade(shop, order),
  create_time: order.createdAt,
});

/** Tag 101. */
export const orderPaid = (shop: Shop, order: Order): Row => ({
  ...trade(shop, order),
  pay_amount: orderAmounts(order).pay,
  pay_type: order.payType,
  pay_time: order.paidAt,
});

/** Tag 110: paid, and the risk review is over. */
export const orderReady = (shop: Shop, order: Order): Row => trade(shop, order);

/** Tags 102, 104 and 108: a parcel left, or its waybill changed. */
export const orderShipped = (shop: Shop, order: Order, pack: Pack, partly: boolean): Row => ({
  ...trade(shop, order),
  update_time: order.updatedAt,
  receiver_msg: {
    addr: print({ ...withoutStreet(order.receiver), detail: '****' }),
    name: masks(order.receiver).name,
    tel: masks(order.receiver).tel,
  },
  logistics_msg: {
    express_company_id: pack.companyCode,
    logistics_code: pack.trackingNo,
    ...(partly ? { pack_id: pack.id, shipped_order_info: shippedItems(order, pack) } : {}),
  },
});

const shippedItems = (order: Order, pack: Pack): Row[] =>
  pack.items.flatMap(({ lineId, count }) => {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line === undefined) return [];
    return [
      {
        shipped_order_id: BigInt(line.id),
        product_id: BigInt(line.productId),
        sku_id: BigInt(line.skuId),
        sku_num: line.count,
        shipped_num: count,
      },
    ];
  });

function withoutStreet({ place }: Receiver): Row {
  const { street: _street, ...rest } = placeRow(place);
  return rest;
}

/** Tag 103. */
export const orderCompleted = (shop: Shop, order: Order): Row => ({
  ...trade(shop, order),
  complete_time: order.finishedAt,
});

/** A receiver with ciphertexts and masks. */
const receiverMessage = (shop: Shop, receiver: Receiver): Row => {
  const cipher = ciphers(shop.vault, receiver);
  const mask = masks(receiver);
  return {
    addr: print({ ...placeRow(receiver.place), detail: '****', encrypt_detail: cipher.detail }),
    name: mask.name,
    encrypt_name: cipher.name,
    tel: mask.tel,
    encrypt_tel: cipher.tel,
  };
};

/** Tag 105: the receiver changed. It has no `biz`. */
export const receiverChanged = (shop: Shop, order: Order): Row => {
  const { biz: _biz, ...rest } = trade(shop, order);
  return { ...rest, update_time: order.updatedAt, receiver_msg: receiverMessage(shop, order.receiver) };
};

/** Tag 111: the buyer asks for another receiver. */
export const receiverChangeAsked = (shop: Shop, order: Order, wanted: Receiver, now: number): Row => ({
  p_id: BigInt(order.id),
  shop_id: BigInt(shop.id),
  apply_time: now,
  post_receiver_msg: receiverMessage(shop, wanted),
  receiver_msg: receiverMessage(shop, order.receiver),
});

/** Tag 106. */
export const orderCancelled = (shop: Shop, order: Order): Row => ({
  ...trade(shop, order),
  cancel_time: order.updatedAt,
  cancel_reason: order.cancelReason,
});

/** Tag 109: the seller changed price or freight of an unpaid order. */
export const amountChanged = (shop: Shop, order: Order): Row => ({
  ...trade(shop, order),
  modify_time: order.updatedAt,
  post_amount: orderAmounts(order).post,
  total_amount: orderAmounts(order).pay,
});

/** Tag 113: remark or star of the seller changed. */
export const remarkChanged = (shop: Shop, order: Order): Row => ({
  p_id: BigInt(order.id),
  shop_id: BigInt(shop.id),
  remark: order.sellerWords,
  star: order.stars,
  update_time: order.updatedAt,
});
