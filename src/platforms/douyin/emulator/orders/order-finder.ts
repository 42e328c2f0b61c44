import type { Call } from '../endpoint.js';
import { failed, type Refusal } from '../protocol/refusal.js';
import type { Order } from '../state/order.record.js';

/** Refusals of a method for an order that is not there, and for one of another shop. */
export interface OrderRefusals {
  readonly none: (text: string) => Refusal;
  readonly foreign: (text: string) => Refusal;
}

/** Refusals of shipping: 60033 and 60101. */
export const SHIPPING_REFUSALS: OrderRefusals = {
  none: () => failed(60033, '订单不存在，请仔细检查后重试。'),
  foreign: () => failed(60101, '订单不属于当前店铺。'),
};

/** The order of a call's shop. @throws Refusal as told */
export function findOrder({ shop, state }: Call, id: string, refusals: OrderRefusals): Order {
  const order = shop.orders.get(id);
  if (order !== undefined) return order;
  for (const other of state.shops.values()) if (other.orders.has(id)) throw refusals.foreign('订单不属于当前店铺');
  throw refusals.none('订单不存在');
}
