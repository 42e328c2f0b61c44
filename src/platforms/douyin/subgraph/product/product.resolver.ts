import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream, type UpstreamFacts } from '../../../../subgraph/upstream-directive.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { MoneyRange, moneyRangeFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { douyinOf } from '../context.js';
import { ProductSku } from '../sku/product-sku.type.js';
import { skusOf } from '../sku/skus-of-product.js';
import { imagesOf } from './product.mapper.js';
import { Product } from './product.type.js';
import { detailOf, unitsOf } from './product-detail.js';
import { Brand, ProductAttribute } from './product-facts.type.js';

const DETAIL = 'DOUYIN POST product/detail';
/** One detail tells all of these. */
const SHARED: UpstreamFacts = { shared: true };

/** Products, and what their rows in a list do not tell. */
@Resolver(() => Product)
export class ProductResolver {
  @Access({ shop: 'id' })
  @Upstream('DOUYIN POST product/listV2', { batch: 100 })
  @Upstream(DETAIL)
  @Query(() => Product, { nullable: true, description: 'One product by global id.' })
  async product(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Product | null> {
    const decoded = decodeGlobalId(id);
    const scope = decoded?.type === 'Product' ? await douyinOf(ctx).ofKey(decoded.shopKey) : null;
    return scope === null || decoded === null ? null : scope.products.load(decoded.nativeId);
  }

  @FieldResolver(() => Shop, { description: 'The shop.' })
  shop(@Root() product: Product): Shop {
    return Shop.of(product.shopRecord);
  }

  @Upstream(DETAIL, SHARED)
  @FieldResolver(() => Brand, { nullable: true, description: 'Brand.' })
  async brand(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Brand | null> {
    const id = (await detailOf(product, ctx, info))?.brandId ?? null;
    return id === null ? null : douyinOf(ctx).of(product.shopRecord).brands.load(id);
  }

  @Upstream(DETAIL, SHARED)
  @FieldResolver(() => [Image], { nullable: true, description: 'All pictures.' })
  async images(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Image[] | null> {
    const detail = await detailOf(product, ctx, info);
    return detail === null ? null : imagesOf(detail);
  }

  @Upstream(DETAIL, SHARED)
  @FieldResolver(() => [ProductAttribute], { nullable: true, description: 'Attributes, e.g. publisher.' })
  async attributes(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly ProductAttribute[] | null> {
    return (await detailOf(product, ctx, info))?.attributes ?? null;
  }

  @Upstream(DETAIL, SHARED)
  @FieldResolver(() => Int, { nullable: true, description: 'Days until sent.' })
  async deliveryDelayDays(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<number | null> {
    return (await detailOf(product, ctx, info))?.deliveryDelayDays ?? null;
  }

  @Upstream(DETAIL, SHARED)
  @FieldResolver(() => Int, { nullable: true, description: 'Most units per buyer.' })
  async limitPerBuyer(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<number | null> {
    return (await detailOf(product, ctx, info))?.limitPerBuyer ?? null;
  }

  @Upstream('DOUYIN POST sku/list', SHARED)
  @FieldResolver(() => MoneyRange, { nullable: true, description: 'Lowest and highest price.' })
  async priceRange(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MoneyRange | null> {
    const units = await unitsOf(product, ctx, info);
    return moneyRangeFromFen(units.map(({ priceFen }) => priceFen).filter((fen) => fen !== null));
  }

  @Upstream('DOUYIN POST sku/list', SHARED)
  @FieldResolver(() => Int, { nullable: true, description: 'Stock over all SKUs.' })
  async totalStock(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<number | null> {
    const units = await unitsOf(product, ctx, info);
    return units.reduce((sum, { stock }) => sum + (stock ?? 0), 0);
  }

  @Upstream('DOUYIN POST sku/list', SHARED)
  @Directive('@listSize(assumedSize: 50)')
  @FieldResolver(() => [ProductSku], { nullable: true, description: 'SKUs.' })
  skus(
    @Root() product: Product,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly ProductSku[]> {
    return skusOf(product, ctx, info);
  }
}
