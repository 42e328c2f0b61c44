import type { Reconcile } from '../../../subgraph/write.js';
import type { DouyinClient } from '../upstream/client.js';
import { getProduct } from '../upstream/endpoints/product-read.js';

/** How each write of this platform is settled when its outcome is unknown. */
export interface DouyinReconcile {
  readonly productOnlineSet: Reconcile;
  readonly productDelete: Reconcile;
}

/** Opens a client outside of any request; null when the shop is gone. */
export type OpenClient = (shopKey: string) => Promise<DouyinClient | null>;

const ON_SHELF = 0;
const DELETED = 2;

/**
 * Makes the settlements: what is there as it was to be counts as done, whoever made it so. What is not may still come: it stays
 * unknown, and is looked at again.
 */
export function douyinReconcile(open: OpenClient): DouyinReconcile {
  const looking =
    <I>(isDone: (intent: I, client: DouyinClient) => Promise<boolean>, outcome: (intent: I) => unknown): Reconcile =>
    async (record) => {
      const client = await open(record.shopKey);
      if (client === null) return null;
      const intent = JSON.parse(record.intent) as I;
      return (await isDone(intent, client)) ? { state: 'SUCCEEDED', outcome: JSON.stringify(outcome(intent)) } : null;
    };
  return {
    productOnlineSet: looking<{ id: string; isOnline: boolean }>(
      async ({ id, isOnline }, client) => {
        const product = await getProduct(client, id);
        return product !== null && product.statusCode !== DELETED && (product.statusCode === ON_SHELF) === isOnline;
      },
      () => 'done',
    ),
    productDelete: looking<{ id: string }>(
      async ({ id }, client) => {
        const product = await getProduct(client, id);
        return product === null || product.statusCode === DELETED;
      },
      ({ id }) => id,
    ),
  };
}
