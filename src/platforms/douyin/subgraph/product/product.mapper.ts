import { hash } from 'node:crypto';
import { type Image, imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { ProductDetailRecord, ProductRecord } from '../../upstream/endpoints/product-record.js';
import { Product } from './product.type.js';
import type { ProductCategory } from './product-facts.type.js';
import { reviewStatusOf } from './product-review-status.enum.js';

/** On the shelf, and passed (the platform's page, f.4). */
const ON_SHELF = 0;
const PASSED = 3;

/** A product as the graph shows it. */
export const toProduct = (record: ProductRecord, shop: Shop): Product => new LazyProduct(record, shop);

const LazyProduct = lazyView<ProductRecord, Shop, Omit<Product, 'raw'>, Product>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: (record, shop) => encodeGlobalId('Product', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'product', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    version: (record) => productVersion(record),
    outerId: (record) => record.outerId,
    title: (record) => record.name,
    description: (record) => record.description,
    categoryPath: (record) => categoryPathOf(record),
    cover: (record) => imageFromUrl(record.img),
    marketPrice: (record) => (record.marketPriceFen === null ? null : moneyFromFen(record.marketPriceFen)),
    salesVolume: (record) => record.sold,
    isOnline: (record) => record.statusCode === ON_SHELF,
    reviewStatus: (record) => reviewStatusOf(record.checkCode),
    reviewStatusCode: (record) => record.checkCode,
    isOnSale: (record) => record.statusCode === ON_SHELF && record.checkCode === PASSED,
    createdAt: (record) => record.createdAt,
    updatedAt: (record) => record.updatedAt,
  },
  Product,
);

/**
 * Version label of a product: of what both the list and the detail tell in the same words. Their times of change have seconds,
 * within which nothing else tells two edits apart.
 */
export function productVersion({ name, statusCode, checkCode, outerId, updatedAt }: ProductRecord): string {
  const facts = [name, statusCode, checkCode, outerId, updatedAt.getTime()];
  return hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 16);
}

/** Goods are in leaves: the last category of the path is one. */
const categoryPathOf = ({ categories }: ProductRecord): ProductCategory[] =>
  categories.map(({ id, name }, at) => ({ nativeId: id, name, isLeaf: at === categories.length - 1 }));

/** All pictures, the cover first. */
export const imagesOf = ({ pictures }: ProductDetailRecord): Image[] =>
  pictures.map(imageFromUrl).filter((image) => image !== null);
