import { asError, FailedKey, keyedLoader } from '../../../../subgraph/loader.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import type { ShopLane } from '../shop-lane.js';
import type { SkuLoader } from '../sku/product-sku.loader.js';
import type { ProductSku } from '../sku/product-sku.type.js';

/** The SKUs that lines of orders are of. */
export interface LineSkuLoader {
  /** Null when it is gone. */
  of(productId: string, skuId: string): Promise<ProductSku | null>;
}

interface Wanted {
  readonly key: string;
  readonly productId: string;
  readonly skuId: string;
}

interface Found {
  readonly key: string;
  readonly sku: ProductSku;
}

/** More lines than a page of orders is likely to have: all of them are one batch. */
const MAX_BATCH = 1000;

/**
 * Makes the loader of one shop in one request. No call of the platform gives SKUs of several products, so one for each product
 * is the least there is: the list of its SKUs, or the SKU itself where no other of the product is wanted.
 */
export function lineSkuLoader(scope: ShopLane, skus: SkuLoader): LineSkuLoader {
  const asked = new Map<string, Wanted>();
  const find = async (productId: string, wanted: readonly Wanted[]): Promise<(Found | FailedKey)[]> => {
    const [first] = wanted;
    try {
      const only = wanted.length === 1 && first !== undefined ? await skus.load(first.skuId) : undefined;
      const found = only === undefined ? await skus.ofProduct(productId) : [only];
      return wanted.flatMap(({ key, skuId }) => {
        const sku = found.find((one) => one?.record.id === skuId && one.record.productId === productId);
        return sku == null ? [] : [{ key, sku }];
      });
    } catch (error) {
      return wanted.map(({ key }) => new FailedKey(key, asError(error)));
    }
  };
  const loader = keyedLoader<Found>({
    chunk: MAX_BATCH,
    key: ({ key }) => key,
    fetch: async (keys) => {
      const byProduct = new Map<string, Wanted[]>();
      for (const key of keys) {
        const wanted = asked.get(key);
        if (wanted !== undefined) byProduct.set(wanted.productId, [...(byProduct.get(wanted.productId) ?? []), wanted]);
      }
      return (await Promise.all([...byProduct].map(([productId, wanted]) => find(productId, wanted)))).flat();
    },
    onForeign: (count) => scope.log.warn({ shop: scope.shop.key, count }, 'SKUs came that no line is of'),
  });
  return {
    of: async (productId, skuId) => {
      const key = tupleKey([productId, skuId]);
      asked.set(key, { key, productId, skuId });
      return (await loader.load(key))?.sku ?? null;
    },
  };
}
