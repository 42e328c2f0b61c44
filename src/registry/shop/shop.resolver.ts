import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { Access, RequiresScopes } from '../../subgraph/access.js';
import { ForwardPageArgs, PageArgs } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { UrlScalar } from '../../subgraph/scalars.js';
import { auditPage } from '../audit/audit-entry.page.js';
import { AuditEntryConnection } from '../audit/audit-entry.type.js';
import { registryOf } from '../context.js';
import { ShopGroup } from '../shop-group/shop-group.type.js';
import { ShopSort } from './shop.enum.js';
import { shopPage } from './shop.page.js';
import { Shop } from './shop.type.js';
import { ShopBy } from './shop-by.input.js';
import { ShopConnection } from './shop-connection.type.js';
import { ShopCredential, ShopHealth } from './shop-details.type.js';
import { ShopFilter } from './shop-filter.input.js';
import { findShop } from './shop-lookup.js';

const PAGE_SIZE =
  '@listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)';

/** Shops as the registry knows them; their goods are added by the platforms. */
@Resolver(() => Shop)
export class ShopResolver {
  @Access({ shop: 'listed' })
  @Query(() => Shop, {
    nullable: true,
    description: 'One shop. The usual way to choose a tenant; alias it to query several shops at once.',
  })
  shop(
    @Arg('by', () => ShopBy, { description: 'Which one; exactly one way to name it.' }) by: ShopBy,
    @Ctx() ctx: RequestContext,
  ): Promise<Shop | null> {
    return findShop(by, ctx);
  }

  @Access({ shop: 'tenant' })
  @Directive(PAGE_SIZE)
  @Query(() => ShopConnection, { description: "The caller's shops." })
  shops(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ShopFilter, { nullable: true, description: 'Which ones; all conditions must hold.' })
    filter: ShopFilter | null | undefined,
    @Arg('sort', () => ShopSort, { nullable: true, defaultValue: ShopSort.NAME, description: 'In which order.' })
    sort: ShopSort | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return shopPage(page, filter ?? null, sort ?? ShopSort.NAME, ctx, info);
  }

  @RequiresScopes('shops:admin')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => String, {
    description: 'Generated GreaterWMS shop code. It authorizes calls on the old endpoints, so it is a secret.',
  })
  tCode(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<string> {
    return registryOf(ctx).registry.tCode(shop.record);
  }

  @RequiresScopes('shops:admin')
  @FieldResolver(() => ShopCredential, { description: 'State of the keys and tokens; never the keys themselves.' })
  async credential(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<ShopCredential> {
    const { appIdMasked, secretFingerprint, platform } = shop.record;
    const tokens = (await registryOf(ctx).platforms.get(platform)?.tokenFacts?.(shop.record)) ?? NO_TOKENS;
    return { appIdMasked, secretFingerprint, ...tokens };
  }

  @RequiresScopes('shops:admin')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description:
      "Where the platform's push messages for this shop are to be sent. Null for platforms that push nothing.",
  })
  async pushUrl(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await registryOf(ctx).platforms.get(shop.platform)?.pushUrl?.(shop.record)) ?? null;
  }

  @FieldResolver(() => ShopHealth, { description: 'Circuit breaker, latency and rate budget as seen from here.' })
  health(@Root() shop: Shop, @Ctx() ctx: RequestContext): ShopHealth {
    const platform = registryOf(ctx).platforms.get(shop.platform);
    if (platform === undefined)
      return { circuit: 'CLOSED', lastSuccessAt: null, p50LatencyMs: null, p99LatencyMs: null, rateBuckets: [] };
    return platform.health(shop.record);
  }

  @FieldResolver(() => ShopGroup, { nullable: true, description: 'The group it belongs to.' })
  async group(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<ShopGroup | null> {
    const { groupKey, tenantId } = shop.record;
    const group = groupKey === null ? null : await registryOf(ctx).groups.find(tenantId, groupKey);
    return group === null ? null : new ShopGroup(group);
  }

  @RequiresScopes('audit:read')
  @FieldResolver(() => AuditEntryConnection, { description: 'Who changed what through this API, newest first.' })
  auditLog(
    @Root() shop: Shop,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return auditPage(shop, page, ctx, info);
  }
}

const NO_TOKENS = { accessTokenExpiresAt: null, refreshTokenExpiresAt: null, lastRefreshedAt: null };
