import { asError, FailedKey, type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import { type StockWitness, tellShown } from '../../../../subgraph/stock-seen.js';
import { getSku, listSkus, type SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { oneByOne } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import { byProduct } from './by-product.js';
import { toProductSku } from './product-sku.mapper.js';
import type { ProductSku } from './product-sku.type.js';
import type { RegionalSkus } from './regional-skus.js';
import { readSkuId, type SkuId, writeSkuId } from './sku-id.js';

/** SKUs of one shop. */
export interface SkuLoader {
  /**
   * One SKU; null when it is gone, or of another product than its id says. No call of the platform gives SKUs of several
   * products, so one for each product is the least there is: the list of its SKUs, or the SKU itself where no other of the
   * product is wanted.
   */
  of(id: SkuId): Promise<ProductSku | null>;
  /** All SKUs of a product; empty when it is not there. */
  ofProduct(productId: string): Promise<readonly ProductSku[]>;
  /** Forgets everything; a write does so before it reads back. */
  forget(): void;
}

/** The SKUs of a product. */
interface SkusOfProduct {
  readonly productId: string;
  readonly skus: readonly ProductSku[];
}

interface Found {
  /** As `writeSkuId` writes what was asked for. */
  readonly key: string;
  readonly sku: ProductSku;
}

/** Most keys of one batch; each is a call of its own. */
const MAX_BATCH = 100;
/** More than a page of orders is likely to have lines: all of them are one batch. */
const MAX_WANTED = 1000;

/**
 * Makes the SKU loader of one shop in one request.
 * @param regional told of what the SKUs show
 * @param witness told of their stock
 */
export function skuLoader(scope: ShopLane, regional: RegionalSkus, witness?: StockWitness): SkuLoader {
  let loaders = makeLoaders(scope, regional, witness);
  return {
    of: async (id) => (await loaders.wanted.load(writeSkuId(id)))?.sku ?? null,
    ofProduct: async (productId) => (await loaders.products.load(productId))?.skus ?? [],
    forget: () => {
      loaders = makeLoaders(scope, regional, witness);
    },
  };
}

interface Loaders {
  readonly products: KeyedLoader<SkusOfProduct>;
  readonly wanted: KeyedLoader<Found>;
}

function makeLoaders(scope: ShopLane, regional: RegionalSkus, witness: StockWitness | undefined): Loaders {
  const toOwn = (record: SkuRecord): ProductSku => {
    regional.note(scope.shop, record.id, record.isRegional);
    const sku = toProductSku(record, scope.shop);
    tellShown(witness, scope.shop, record, () => [{ unitId: sku.id, quantity: record.stock }]);
    return sku;
  };
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
  const ofOneProduct = async (productId: string | null, wanted: readonly SkuId[]): Promise<(Found | FailedKey)[]> => {
    try {
      const isList = productId !== null && wanted.length > 1;
      const found = isList
        ? ((await products.load(productId))?.skus ?? [])
        : await single.loadMany(wanted.map(({ skuId }) => skuId));
      return wanted.flatMap((id) => {
        const sku = found.find((one) => one?.record.id === id.skuId);
        const isIt = sku != null && (id.productId === null || sku.record.productId === id.productId);
        return isIt ? [{ key: writeSkuId(id), sku }] : [];
      });
    } catch (error) {
      return wanted.map((id) => new FailedKey(writeSkuId(id), asError(error)));
    }
  };
  const wanted = keyedLoader<Found>({
    chunk: MAX_WANTED,
    key: ({ key }) => key,
    fetch: async (keys) => {
      const groups = byProduct(keys.map(readSkuId).filter((id) => id !== null));
      return (await Promise.all(groups.map((ids) => ofOneProduct(ids[0]?.productId ?? null, ids)))).flat();
    },
    onForeign: (count) => scope.log.warn({ shop: scope.shop.key, count }, 'SKUs came that nobody asked for'),
  });
  return { products, wanted };
}
