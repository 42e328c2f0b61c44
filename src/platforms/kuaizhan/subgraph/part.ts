import 'reflect-metadata';
import type { SubgraphPart } from '../../../subgraph/part.js';
import { CommodityCategoryResolver } from './category/commodity-category.resolver.js';
import { CommodityCategory } from './category/commodity-category.type.js';
import {
  CommodityConnectionResolver,
  CommodityResolver,
  CommodityVariantResolver,
  CommodityWriteResolver,
} from './commodity/commodity.resolver.js';
import { Commodity } from './commodity/commodity.type.js';
import { commodityIdOf, toVariants } from './commodity/commodity-variant.mapper.js';
import { CommodityVariant } from './commodity/commodity-variant.type.js';
import { toCommunityUser } from './community-user/community-user.mapper.js';
import { CommunityUserResolver } from './community-user/community-user.resolver.js';
import { CommunityUser } from './community-user/community-user.type.js';
import { KUAIZHAN, type KuaizhanDeps, KuaizhanRequest, kuaizhanOf, type ShopScope } from './context.js';
import { findKept } from './kept-page.js';
import { loadOfficialAccount } from './official-account/official-account.loader.js';
import { OfficialAccountResolver } from './official-account/official-account.resolver.js';
import { OfficialAccount } from './official-account/official-account.type.js';
import { loadPost } from './post/post.loader.js';
import { PostColumnResolver, PostResolver } from './post/post.resolver.js';
import { Post } from './post/post.type.js';
import { toPostColumn } from './post/post-column.mapper.js';
import { PostColumn } from './post/post-column.type.js';
import { KuaizhanShopResolver } from './shop/shop.resolver.js';
import { readSite } from './site/site.loader.js';
import { SiteResolver } from './site/site.resolver.js';
import { Site } from './site/site.type.js';
import { TOPIC, toKeptTopic } from './topic/topic.mapper.js';
import { TopicResolver } from './topic/topic.resolver.js';
import { Topic } from './topic/topic.type.js';
import { toKeptBan, USER_BAN } from './user-ban/user-ban.mapper.js';
import { UserBanResolver } from './user-ban/user-ban.resolver.js';
import { UserBan } from './user-ban/user-ban.type.js';

type Find = (scope: ShopScope, nativeId: string) => Promise<object | null> | object | null;

/** Kuaizhan's part of the graph. */
export function createKuaizhanPart(deps: KuaizhanDeps): SubgraphPart {
  return {
    name: KUAIZHAN,
    resolvers: [
      KuaizhanShopResolver,
      SiteResolver,
      OfficialAccountResolver,
      CommodityResolver,
      CommodityWriteResolver,
      CommodityVariantResolver,
      CommodityConnectionResolver,
      CommodityCategoryResolver,
      TopicResolver,
      CommunityUserResolver,
      UserBanResolver,
      PostResolver,
      PostColumnResolver,
    ],
    orphanedTypes: [
      Site,
      OfficialAccount,
      CommodityVariant,
      CommodityCategory,
      Topic,
      CommunityUser,
      UserBan,
      Post,
      PostColumn,
    ],
    revisioned: [Commodity],
    stockUnits: [CommodityVariant],
    entities: Object.fromEntries(
      Object.entries(FINDERS).map(([type, find]) => [
        type,
        async (id, request) => {
          const scope = await kuaizhanOf(request).ofKey(id.shopKey);
          return scope === null ? null : find(scope, id.nativeId);
        },
      ]),
    ),
    entityBatch: {
      Site: 1,
      OfficialAccount: 1,
      Commodity: 100,
      CommodityVariant: 100,
      CommodityCategory: 100,
      Post: 1,
      Topic: 0,
      CommunityUser: 0,
      UserBan: 0,
      PostColumn: 0,
    },
    contextFor: (request) => new KuaizhanRequest(deps, request),
  };
}

/** How each entity is found in the scope of its shop. */
const FINDERS: Readonly<Record<string, Find>> = {
  Site: (scope, id) => readSite(scope, id, { changyan: false, entrances: false }),
  OfficialAccount: (scope, id) => loadOfficialAccount(scope, id),
  Commodity: (scope, id) => scope.commodities.load(id),
  CommodityVariant: async (scope, id) => {
    const commodity = await scope.commodities.load(commodityIdOf(id));
    return commodity === null ? null : (toVariants(commodity).find((variant) => variant.nativeId === id) ?? null);
  },
  CommodityCategory: (scope, id) => scope.categories.load(id),
  Topic: async (scope, id) => {
    const kept = await findKept(scope.deps.kept, scope.shop, TOPIC, id);
    return kept === null ? null : toKeptTopic(kept, scope.shop);
  },
  CommunityUser: (scope, id) => toCommunityUser(scope.shop, id),
  UserBan: async (scope, id) => {
    const kept = await findKept(scope.deps.kept, scope.shop, USER_BAN, id);
    return kept === null ? null : toKeptBan(kept, scope.shop);
  },
  Post: (scope, id) => loadPost(scope, id),
  PostColumn: (scope, id) => toPostColumn(scope.shop, id),
};
