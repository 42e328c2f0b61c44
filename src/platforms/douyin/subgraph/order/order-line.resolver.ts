import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { douyinOf } from '../context.js';
import { Product } from '../product/product.type.js';
import { ProductSku } from '../sku/product-sku.type.js';
import { oneWarehouse } from '../warehouse/one-warehouse.js';
import { RegionalWarehouse } from '../warehouse/regional-warehouse.type.js';
import { OrderLine } from './order-line.type.js';

/** For the estimate alone: one call tells of all lines of a product, which some lines of a page share. */
const LINES_OF_A_PRODUCT = 5;

/** What a line of an order is of. */
@Resolver(() => OrderLine)
export class OrderLineResolver {
  @Upstream('DOUYIN POST sku/list', { batch: LINES_OF_A_PRODUCT })
  @FieldResolver(() => ProductSku, { nullable: true, description: 'The SKU. Null when it is gone.' })
  async sku(
    @Root() { record: { productId, skuId }, shopRecord }: OrderLine,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ProductSku | null> {
    if (productId === null || skuId === null) return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return douyinOf(ctx).of(shopRecord).skus.of({ productId, skuId });
  }

  @Upstream('DOUYIN POST product/listV2', { batch: 100 })
  @FieldResolver(() => Product, { nullable: true, description: 'The product. Null when it is gone.' })
  async product(
    @Root() { record: { productId }, shopRecord }: OrderLine,
    @Ctx() ctx: RequestContext,
  ): Promise<Product | null> {
    return productId === null ? null : douyinOf(ctx).of(shopRecord).products.load(productId);
  }

  @Upstream('DOUYIN POST warehouse/list', { batch: 100 })
  @FieldResolver(() => RegionalWarehouse, { nullable: true, description: 'Warehouse the stock was taken from.' })
  async warehouse(
    @Root() { record: { warehouseOuterId }, shopRecord }: OrderLine,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RegionalWarehouse | null> {
    return warehouseOuterId === null ? null : oneWarehouse(douyinOf(ctx).of(shopRecord), warehouseOuterId, info);
  }
}
