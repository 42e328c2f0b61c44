import { type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import { getOrder, MAX_ORDERS } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { oneByOne } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import { toOrder } from './order.mapper.js';
import type { Order } from './order.type.js';

/** Orders of one shop by native id. */
export interface OrderLoader extends KeyedLoader<Order> {
  /** Rows that a list brought, remembered. */
  take(rows: readonly OrderRecord[]): Order[];
}

/** Makes the order loader of one shop in one request. The platform reads one order a call (conventions D14). */
export function orderLoader(scope: ShopLane): OrderLoader {
  const loader = keyedLoader<Order>({
    chunk: MAX_ORDERS,
    key: (order) => order.record.id,
    fetch: (ids) =>
      oneByOne(ids, async (id) => {
        const record = await getOrder(scope.client, id);
        return record === null ? null : toOrder(record, scope.shop);
      }),
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with orders nobody asked for'),
  });
  return Object.assign(loader, {
    take: (rows: readonly OrderRecord[]) => {
      const orders = rows.map((record) => toOrder(record, scope.shop));
      loader.prime(orders);
      return orders;
    },
  });
}
