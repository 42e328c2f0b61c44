import type { Reconcile } from '../../../subgraph/write.js';
import type { DouyinClient } from '../upstream/client.js';
import { getProduct } from '../upstream/endpoints/product-read.js';

/** How each write of this platform is settled when its outcome is unknown. */
export interface DouyinReconcile {
  readonly productOnlineSet: Reconcile;
  readonly productDelete: Reconcile;
}

/** Opens a client for the environment a write was made in, outside of any request; null when the shop is gone. */
export type OpenClient = (shopKey: string, isSandbox: boolean) => Promise<DouyinClient | null>;

/** What every write of this platform notes to be settled by. */
interface Intent {
  readonly id: string;
  /** Where it was made: the shop may have been switched since, and another environment says nothing of it. */
  readonly isSandbox: boolean;
}

const ON_SHELF = 0;
const DELETED = 2;

/**
 * Makes the settlements: what is there as it was to be counts as done, whoever made it so. What is not may still come: it stays
 * unknown, and is looked at again.
 */
export function douyinReconcile(open: OpenClient): DouyinReconcile {
  const looking =
    <I extends Intent>(
      isDone: (intent: I, client: DouyinClient) => Promise<boolean>,
      outcome: (intent: I) => unknown,
    ): Reconcile =>
    async (record) => {
      const intent = JSON.parse(record.intent) as I;
      const client = await open(record.shopKey, intent.isSandbox);
      if (client === null) return null;
      return (await isDone(intent, client)) ? { state: 'SUCCEEDED', outcome: JSON.stringify(outcome(intent)) } : null;
    };
  return {
    productOnlineSet: looking<Intent & { readonly isOnline: boolean }>(
      async ({ id, isOnline }, client) => {
        const product = await getProduct(client, id);
        return product !== null && product.statusCode !== DELETED && (product.statusCode === ON_SHELF) === isOnline;
      },
      () => 'done',
    ),
    productDelete: looking<Intent>(
      async ({ id }, client) => {
        const product = await getProduct(client, id);
        return product === null || product.statusCode === DELETED;
      },
      ({ id }) => id,
    ),
  };
}
