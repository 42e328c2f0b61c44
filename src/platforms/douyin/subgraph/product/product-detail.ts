import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import type { ProductDetailRecord } from '../../upstream/endpoints/product-record.js';
import { douyinOf } from '../context.js';
import type { Product } from './product.type.js';

/** What the prices and the stock of a product are made of. */
export interface Unit {
  readonly priceFen: number | null;
  readonly stock: number | null;
}

/** The detail of a product: the record itself where it came from there; otherwise one call, which the platform does not batch. */
export function detailOf(
  product: Product,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<ProductDetailRecord | null> {
  const scope = douyinOf(ctx).of(product.shopRecord);
  const { record } = product;
  if (isDetail(record)) return Promise.resolve(record);
  ctx.trace.noteUnbatched(fieldPath(info));
  return scope.productDetails.load(record.id);
}

/** Prices and stock: from the detail where that is there or asked for anyway, otherwise from the list of SKUs. */
export async function unitsOf(
  product: Product,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<readonly Unit[]> {
  const scope = douyinOf(ctx).of(product.shopRecord);
  const { record } = product;
  if (isDetail(record) || scope.detailed.has(record.id)) return (await detailOf(product, ctx, info))?.skus ?? [];
  ctx.trace.noteUnbatched(fieldPath(info));
  return (await scope.skus.ofProduct(record.id)).map((sku) => sku.record);
}

const isDetail = (record: object): record is ProductDetailRecord => 'skus' in record;
