import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { ProductSku } from './product-sku.type.js';
import { writeSkuId } from './sku-id.js';

/** A SKU as the graph shows it. */
export const toProductSku = (record: SkuRecord, shop: Shop): ProductSku => new LazySku(record, shop);

const LazySku = lazyView<SkuRecord, Shop, Omit<ProductSku, 'raw'>, ProductSku>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: (record, shop) =>
      encodeGlobalId('ProductSku', shop.key, writeSkuId({ productId: record.productId, skuId: record.id })),
    native: (record, shop) => ({ platform: shop.platform, resource: 'sku', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    merchantCode: (record) => record.code,
    displayName: (record) => record.values.join(' / '),
    price: (record) => (record.priceFen === null ? null : moneyFromFen(record.priceFen)),
    stock: (record) => record.stock,
    heldStock: (record) => record.held,
  },
  ProductSku,
);
