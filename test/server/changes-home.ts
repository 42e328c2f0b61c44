import type { NewChange } from '../../src/push/change.js';
import { type DouyinServer, type DouyinStartOptions, startDouyin } from '../support/start-douyin.js';

/** A server with shops of Douyin, and a feed that tests add to. */
export interface ChangesHome extends DouyinServer {
  /** Adds changes of the first shop, or of another; each of an object of its own unless told. */
  tell(count: number, over?: Partial<NewChange>): Promise<string[]>;
  /** A subscriber to a shop's feed may be told of a real order of it. */
  orderId(): Promise<string>;
}

let next = 6_900_000_000_000_000_001n;

/** Starts it; `seed` of the stand-in is its demo. */
export async function startChanges(options: DouyinStartOptions = {}): Promise<ChangesHome> {
  const server = await startDouyin(options);
  const [shop] = server.shops;
  return {
    ...server,
    async tell(count, over = {}) {
      const changes = Array.from({ length: count }, (): NewChange => {
        next += 1n;
        const nativeId = String(next);
        return {
          tenantId: server.tenantId,
          shopKey: shop?.key ?? '',
          kind: 'ORDER',
          subject: { type: 'Order', nativeId },
          tag: '100',
          source: 'PUSH',
          raw: JSON.stringify({ tag: '100', data: { p_id: nativeId } }),
          occurredAt: null,
          fingerprint: null,
          receivedAt: new Date(),
          ...over,
        };
      });
      await server.foundation.store.changeFeed.append(changes);
      return changes.map(({ subject }) => subject?.nativeId ?? '');
    },
    async orderId() {
      const { data } = await server.ask(
        'query($shop: ID!) { shop(by: { id: $shop }) { orders(first: 1) { nodes { native { id } } } } }',
        { shop: shop?.id },
      );
      return data.shop.orders.nodes[0].native.id;
    },
  };
}
