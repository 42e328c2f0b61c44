import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath, isSelected } from '../../../../subgraph/selection.js';
import type { ProductDetailRecord, SpecPriceRecord } from '../../upstream/endpoints/product-record.js';
import type { SkuRecord } from '../../upstream/endpoints/sku-read.js';
import { douyinOf } from '../context.js';
import type { Product } from '../product/product.type.js';
import { detailOf } from '../product/product-detail.js';
import { toProductSku } from './product-sku.mapper.js';
import type { ProductSku } from './product-sku.type.js';

/** What the detail of a product does not tell of its SKUs. */
const ONLY_IN_LIST = ['heldStock', 'warehouseStocks', 'raw'];

/**
 * The SKUs of a product, from the detail where that is there or asked for anyway and tells all that is selected; otherwise by
 * one call, which the platform does not batch.
 */
export async function skusOf(
  product: Product,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<readonly ProductSku[]> {
  const scope = douyinOf(ctx).of(product.shopRecord);
  const { record } = product;
  const isTold = 'skus' in record || scope.detailed.has(record.id);
  if (isTold && !ONLY_IN_LIST.some((name) => isSelected(info, name))) {
    const detail = await detailOf(product, ctx, info);
    if (detail === null) return [];
    return detail.skus.map((one) => {
      scope.deps.regionalSkus.note(scope.shop, one.id, one.isRegional);
      return toProductSku(skuOfDetail(one, detail), scope.shop);
    });
  }
  ctx.trace.noteUnbatched(fieldPath(info));
  return scope.skus.ofProduct(record.id);
}

/** A SKU as its product tells it; what is held is not known, and not selected. */
const skuOfDetail = (one: SpecPriceRecord, detail: ProductDetailRecord): SkuRecord => ({
  id: one.id,
  productId: detail.id,
  code: one.code,
  priceFen: one.priceFen,
  stock: one.stock,
  held: null,
  stocks: one.stocks,
  isRegional: one.isRegional,
  values: one.options.map(({ value }) => value),
  options: one.options,
  raw: {},
  receivedAt: detail.receivedAt,
  freshness: detail.freshness,
});
