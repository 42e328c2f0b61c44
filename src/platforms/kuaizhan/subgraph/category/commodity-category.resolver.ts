import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { Access } from '../../../../subgraph/access.js';
import { MAX_PAGE, PageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { commodityPage } from '../commodity/commodity.page.js';
import { CommodityConnection } from '../commodity/commodity-connection.type.js';
import { categorySources } from '../commodity/commodity-source.js';
import { kuaizhanOf } from '../context.js';
import { PAGE_SIZE } from '../page-size.js';
import {
  CommodityCategoryCreateInput,
  CommodityCategoryDeleteInput,
  CommodityCategoryUpdateInput,
} from './commodity-category.input.js';
import { CommodityCategoryDeletePayload, CommodityCategoryPayload } from './commodity-category.result.js';
import { CommodityCategory } from './commodity-category.type.js';
import { createCategory, deleteCategory, updateCategory } from './commodity-category.write.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** Categories of a shop's commodities. */
@Resolver(() => CommodityCategory)
export class CommodityCategoryResolver {
  @FieldResolver(() => Shop, { description: 'The shop.' })
  shop(@Root() category: CommodityCategory): Shop {
    return Shop.of(category.shopRecord);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', {
    batch: 100,
    per: 'parent',
    nextPageCostsAt: MAX_PAGE,
    lists: ({ isOnline }) => (isOnline === null ? 2 : 1),
  })
  @Directive(PAGE_SIZE)
  @FieldResolver(() => CommodityConnection, { nullable: true, description: 'Its commodities.' })
  commodities(
    @Root() category: CommodityCategory,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('isOnline', () => Boolean, { nullable: true, defaultValue: true, description: 'On or off the shelf.' })
    isOnline: boolean | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const scope = kuaizhanOf(ctx).of(category.shopRecord);
    const { id } = category.native;
    return commodityPage(scope, categorySources(scope, id, isOnline), ['category', id, isOnline], page, info, false);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.shopId' })
  @Upstream('KUAIZHAN POST /v2/ec/commodity/category/create')
  @Mutation(() => CommodityCategoryPayload, { description: 'Create a commodity category.' })
  commodityCategoryCreate(
    @Arg('input', () => CommodityCategoryCreateInput, { description: 'What to do.' })
    input: CommodityCategoryCreateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createCategory(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/info')
  @Upstream('KUAIZHAN POST /v2/ec/commodity/category/update')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/info')
  @Mutation(() => CommodityCategoryPayload, { description: 'Rename or redescribe a commodity category.' })
  commodityCategoryUpdate(
    @Arg('input', () => CommodityCategoryUpdateInput, { description: 'What to do.' })
    input: CommodityCategoryUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateCategory(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/info')
  @Upstream('KUAIZHAN POST /v2/ec/commodity/category/delete')
  @Mutation(() => CommodityCategoryDeletePayload, { description: 'Delete a commodity category.' })
  commodityCategoryDelete(
    @Arg('input', () => CommodityCategoryDeleteInput, { description: 'What to do.' })
    input: CommodityCategoryDeleteInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return deleteCategory(input, options, ctx);
  }
}
