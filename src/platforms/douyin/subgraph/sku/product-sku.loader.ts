import { type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import { getSku, listSkus, type SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { oneByOne } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import { toProductSku } from './product-sku.mapper.js';
import type { ProductSku } from './product-sku.type.js';

/** The SKUs of a product. */
interface SkusOfProduct {
  readonly productId: string;
  readonly skus: readonly ProductSku[];
}

/** SKUs of one shop: by native id, and all of a product. */
export interface SkuLoader extends KeyedLoader<ProductSku> {
  /** All SKUs of a product; empty when it is not there. */
  ofProduct(productId: string): Promise<readonly ProductSku[]>;
  /** Forgets what a write has changed. */
  forgetProduct(productId: string): void;
}

/** Most keys of one batch; each is a call of its own. */
const MAX_BATCH = 100;

/** Makes the SKU loader of one shop in one request: `sku.detail` for a SKU, `sku.list` for those of a product. */
export function skuLoader(scope: ShopLane): SkuLoader {
  const toOwn = (record: SkuRecord): ProductSku => toProductSku(record, scope.shop);
  const single = keyedLoader<ProductSku>({
    chunk: MAX_BATCH,
    key: (sku) => sku.record.id,
    fetch: (ids) =>
      oneByOne(ids, async (id) => {
        const record = await getSku(scope.client, id);
        return record === null ? null : toOwn(record);
      }),
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with SKUs nobody asked for'),
  });
  const products = keyedLoader<SkusOfProduct>({
    chunk: MAX_BATCH,
    key: ({ productId }) => productId,
    fetch: (ids) =>
      oneByOne(ids, async (productId) => {
        const skus = (await listSkus(scope.client, productId)).map(toOwn);
        single.prime(skus);
        return { productId, skus };
      }),
  });
  return Object.assign(single, {
    ofProduct: async (productId: string) => (await products.load(productId))?.skus ?? [],
    forgetProduct: (productId: string) => products.clear(productId),
  });
}
