import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { AppError } from '../../../../errors/app-error.js';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { MAX_PAGE, PageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { CommodityCategory } from '../category/commodity-category.type.js';
import { type CommodityPage, commodityPage } from '../commodity/commodity.page.js';
import { Commodity } from '../commodity/commodity.type.js';
import { CommodityConnection } from '../commodity/commodity-connection.type.js';
import { countOf } from '../commodity/commodity-count.js';
import { CommoditySelector } from '../commodity/commodity-selector.input.js';
import { sourcesOf } from '../commodity/commodity-source.js';
import { oneCommodity } from '../commodity/one-commodity.js';
import { kuaizhanOf, type ShopScope } from '../context.js';
import { PAGE_SIZE } from '../page-size.js';
import { loadSite } from '../site/site.loader.js';
import { Site } from '../site/site.type.js';
import { KuaizhanShopProfile } from './kuaizhan-shop-profile.type.js';
import { toShopProfile } from './shop-profile.mapper.js';

/** What Kuaizhan adds to a shop. On a shop of another platform every field is null. */
@Resolver(() => Shop)
export class KuaizhanShopResolver {
  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', { embedded: true })
  @FieldResolver(() => KuaizhanShopProfile, {
    nullable: true,
    description:
      'The Kuaizhan shop profile. Null for other platforms. There is no profile call: it rides on any commodity call.',
  })
  async kuaizhan(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<KuaizhanShopProfile | null> {
    const profile = await scopeOf(shop, ctx)?.profile.load();
    return profile == null ? null : toShopProfile(profile);
  }

  @Upstream('KUAIZHAN GET /v2/platform/site/info')
  @FieldResolver(() => Site, {
    nullable: true,
    description: 'The site the shop stands on. Null for other platforms.',
  })
  async site(@Root() shop: Shop, @Ctx() ctx: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Site | null> {
    const scope = scopeOf(shop, ctx);
    return scope === null ? null : loadSite(scope, scope.siteId, info);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/info')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', { batch: 100 })
  @FieldResolver(() => Commodity, {
    nullable: true,
    description: 'One commodity by its native id. Use `node` when you hold a global id.',
  })
  async commodity(
    @Root() shop: Shop,
    @Arg('nativeId', () => String, { description: 'Id on the platform.' }) nativeId: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Commodity | null> {
    if (nativeId === '')
      throw new AppError('INVALID_INPUT', 'A native id is not empty.', { path: ['nativeId'], constraint: 'not empty' });
    const scope = scopeOf(shop, ctx);
    return scope === null ? null : oneCommodity(scope, nativeId, info);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', {
    batch: 100,
    per: 'parent',
    nextPageCostsAt: MAX_PAGE,
    lists: ({ select }) => listsOf(select as CommoditySelector | null | undefined),
  })
  @Directive(PAGE_SIZE)
  @FieldResolver(() => CommodityConnection, {
    nullable: true,
    description: 'Commodities of the shop. Empty for other platforms.',
  })
  async commodities(
    @Root() shop: Shop,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('select', () => CommoditySelector, {
      nullable: true,
      description: 'Which ones; exactly one way to choose.',
    })
    select: CommoditySelector | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CommodityPage | object | null> {
    const scope = scopeOf(shop, ctx);
    if (scope === null) return EMPTY;
    return commodityPage(scope, sourcesOf(scope, select ?? null), [select ?? null], page, info, select == null);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/count')
  @FieldResolver(() => Int, { nullable: true, description: 'How many commodities the shop has.' })
  async commodityCount(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<number | null> {
    const scope = scopeOf(shop, ctx);
    return scope === null ? null : countOf(scope);
  }

  @Upstream('KUAIZHAN GET /v2/ec/commodity/category/list', { per: 'shop' })
  @Directive('@listSize(assumedSize: 50)')
  @FieldResolver(() => [CommodityCategory], { nullable: true, description: 'All commodity categories of the shop.' })
  async commodityCategories(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<CommodityCategory[] | null> {
    return (await scopeOf(shop, ctx)?.categories.all()) ?? null;
  }
}

const EMPTY = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: null,
};

/** A search on and off the shelf takes two lists; everything else is one. */
const listsOf = (select: CommoditySelector | null | undefined): number =>
  select?.search != null && select.search.isOnline == null ? 2 : 1;

const scopeOf = (shop: Shop, ctx: RequestContext): ShopScope | null =>
  shop.platform === 'KUAIZHAN' ? kuaizhanOf(ctx).of(shop.record) : null;
