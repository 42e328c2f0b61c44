import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { Access } from '../../../../subgraph/access.js';
import { Ahead } from '../../../../subgraph/ahead.js';
import { allOf, type MaybePromise, whenReady } from '../../../../subgraph/execution/maybe-promise.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { CommodityCategory } from '../category/commodity-category.type.js';
import { kuaizhanOf, type ShopScope } from '../context.js';
import type { CommodityPage } from './commodity.page.js';
import { Commodity } from './commodity.type.js';
import { createCommodity, deleteCommodity, updateCommodity } from './commodity.write.js';
import { CommodityConnection } from './commodity-connection.type.js';
import { countOf } from './commodity-count.js';
import { toVariants } from './commodity-variant.mapper.js';
import { CommodityVariant } from './commodity-variant.type.js';
import { CommodityCreateInput, CommodityDeleteInput, CommodityUpdateInput } from './commodity-write.input.js';
import { CommodityCreatePayload, CommodityDeletePayload, CommodityUpdatePayload } from './commodity-write.result.js';
import { oneCommodity } from './one-commodity.js';

/** Commodities and their relations. */
@Resolver(() => Commodity)
export class CommodityResolver {
  @Access({ shop: 'id' })
  @Upstream('KUAIZHAN GET /v2/ec/commodity/info')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', { batch: 100 })
  @Query(() => Commodity, { nullable: true, description: 'One commodity by global id.' })
  async commodity(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Commodity | null> {
    const decoded = decodeGlobalId(id);
    const scope = decoded?.type === 'Commodity' ? await kuaizhanOf(ctx).ofKey(decoded.shopKey) : null;
    if (scope === null || decoded === null) return null;
    return oneCommodity(scope, decoded.nativeId, info);
  }

  @FieldResolver(() => Shop, { description: 'The shop.' })
  shop(@Root() commodity: Commodity): Shop {
    return Shop.of(commodity.shopRecord);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/info')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/list', { per: 'shop' })
  @Ahead<Commodity>((commodities, ctx) => categoriesAhead(commodities, ctx))
  @FieldResolver(() => [CommodityCategory], { nullable: true, description: 'Categories of the shop it is in.' })
  categories(
    @Root() commodity: Commodity,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): MaybePromise<CommodityCategory[]> {
    const { categories } = kuaizhanOf(ctx).of(commodity.shopRecord);
    const unlisted = () => ctx.trace.noteUnbatched(fieldPath(info));
    const found = allOf(commodity.record.categoryIds.map((id) => categories.load(id, unlisted)));
    return whenReady(found, (all) => all.filter((category) => category !== null));
  }

  @FieldResolver(() => [CommodityVariant], {
    description: 'Units with price and stock. A commodity without options has exactly one.',
  })
  variants(@Root() commodity: Commodity): CommodityVariant[] {
    return toVariants(commodity);
  }
}

/** One list of categories for each shop whose commodities have any. */
const categoriesAhead = (commodities: readonly Commodity[], ctx: RequestContext): Promise<unknown> => {
  const scopes = new Set<ShopScope>();
  for (const { record, shopRecord } of commodities)
    if (record.categoryIds.length > 0) scopes.add(kuaizhanOf(ctx).of(shopRecord));
  return Promise.all([...scopes].map(({ categories }) => categories.all()));
};

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** Writes to commodities. */
@Resolver()
export class CommodityWriteResolver {
  @Access({ scopes: ['catalog:write'], shop: 'input.shopId' })
  @Upstream('KUAIZHAN POST /v2/ec/commodity/create')
  @Mutation(() => CommodityCreatePayload, { description: "Put a commodity on a shop's shelf." })
  commodityCreate(
    @Arg('input', () => CommodityCreateInput, { description: 'What to do.' }) input: CommodityCreateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createCommodity(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('KUAIZHAN GET /v2/ec/commodity/info')
  @Upstream('KUAIZHAN POST /v2/ec/commodity/update')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/info')
  @Mutation(() => CommodityUpdatePayload, { description: 'Change a commodity. Absent fields stay as they are.' })
  commodityUpdate(
    @Arg('input', () => CommodityUpdateInput, { description: 'What to do.' }) input: CommodityUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateCommodity(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('KUAIZHAN GET /v2/ec/commodity/info')
  @Upstream('KUAIZHAN POST /v2/ec/commodity/delete')
  @Mutation(() => CommodityDeletePayload, { description: 'Delete a commodity.' })
  commodityDelete(
    @Arg('input', () => CommodityDeleteInput, { description: 'What to do.' }) input: CommodityDeleteInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return deleteCommodity(input, options, ctx);
  }
}

/** Units of commodities. */
@Resolver(() => CommodityVariant)
export class CommodityVariantResolver {
  @FieldResolver(() => Commodity, { description: 'The commodity.' })
  commodity(@Root() variant: CommodityVariant): Commodity {
    return variant.commodityObject;
  }
}

/** The count of a list. */
@Resolver(() => CommodityConnection)
export class CommodityConnectionResolver {
  @Upstream('KUAIZHAN GET /v2/ec/commodity/count')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many; one more call when selected, null where the platform cannot tell.',
  })
  totalCount(@Root() page: CommodityPage): Promise<number | null> | null {
    return page.isWholeShop ? countOf(page.scope) : null;
  }
}
