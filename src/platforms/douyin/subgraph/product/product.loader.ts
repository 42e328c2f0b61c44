import { type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import { getProduct, getProductsByIds, MAX_PRODUCTS } from '../../upstream/endpoints/product-read.js';
import type { ProductDetailRecord, ProductRecord } from '../../upstream/endpoints/product-record.js';
import { isNativeId, oneByOne } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import { toProduct } from './product.mapper.js';
import type { Product } from './product.type.js';

/** Products of one shop by native id. */
export interface ProductLoader extends KeyedLoader<Product> {
  /** Rows that a list brought, remembered. */
  take(rows: readonly ProductRecord[]): Product[];
}

/** Makes the product loader of one shop in one request: `product.detail` for one id, `product.listV2` for more. */
export function productLoader(scope: ShopLane, details: KeyedLoader<ProductDetailRecord>): ProductLoader {
  const loader = keyedLoader<Product>({
    chunk: MAX_PRODUCTS,
    key: (product) => product.record.id,
    fetchOne: async (id) => {
      const record = await details.load(id);
      return record === null ? null : toProduct(record, scope.shop);
    },
    fetch: async (ids) => {
      const known = ids.filter((id) => isNativeId(id));
      return known.length === 0
        ? []
        : (await getProductsByIds(scope.client, known)).map((record) => toProduct(record, scope.shop));
    },
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with products nobody asked for'),
  });
  return Object.assign(loader, {
    take: (rows: readonly ProductRecord[]) => {
      const products = rows.map((record) => toProduct(record, scope.shop));
      loader.prime(products);
      return products;
    },
  });
}

/** Makes the loader of products' details, which the platform gives one by one. */
export const productDetailLoader = (scope: ShopLane): KeyedLoader<ProductDetailRecord> =>
  keyedLoader<ProductDetailRecord>({
    chunk: MAX_PRODUCTS,
    key: (record) => record.id,
    fetch: (ids) => oneByOne(ids, (id) => getProduct(scope.client, id)),
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with products nobody asked for'),
  });
