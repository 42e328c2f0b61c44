import type { Reconcile } from '../../../../subgraph/write.js';
import { getProduct } from '../../upstream/endpoints/product-read.js';
import { type Intent, type OpenClient, settleByLooking } from '../settling.js';

/** How the writes to a product are settled. */
export interface ProductSettlements {
  readonly productOnlineSet: Reconcile;
  readonly productDelete: Reconcile;
}

interface ProductIntent extends Intent {
  readonly id: string;
}

const ON_SHELF = 0;
const DELETED = 2;

/** Makes them: the product tells. */
export const productSettlements = (open: OpenClient): ProductSettlements => ({
  productOnlineSet: settleByLooking<ProductIntent & { readonly isOnline: boolean }>(
    open,
    async ({ id, isOnline }, client) => {
      const product = await getProduct(client, id);
      return product !== null && product.statusCode !== DELETED && (product.statusCode === ON_SHELF) === isOnline;
    },
    () => 'done',
  ),
  productDelete: settleByLooking<ProductIntent>(
    open,
    async ({ id }, client) => {
      const product = await getProduct(client, id);
      return product === null || product.statusCode === DELETED;
    },
    ({ id }) => id,
  ),
});
