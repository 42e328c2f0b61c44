import type { ShopScope } from '../context.js';
import type { Order } from '../order/order.type.js';

/** An order that was written to. */
interface Written {
  readonly id: string;
}

/**
 * The orders of a payload, read when they are selected and not before: nothing that was read earlier answers. One that cannot be
 * read now is left out, since the list has no place for a failure and the write stands; the log tells of it.
 */
export function ordersRead(scope: ShopScope, orders: readonly Written[]): () => Promise<Order[]> {
  for (const { id } of orders) scope.orders.clear(id);
  scope.once.clear();
  return async () => {
    const read = await Promise.allSettled(orders.map(({ id }) => scope.orders.load(id)));
    for (const answer of read)
      if (answer.status === 'rejected')
        scope.log.warn({ err: answer.reason, shop: scope.shop.key }, 'an order could not be read back');
    return read.flatMap((answer) => (answer.status === 'fulfilled' && answer.value !== null ? [answer.value] : []));
  };
}
