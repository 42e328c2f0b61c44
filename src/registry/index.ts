import 'reflect-metadata';
import type { SubgraphPart } from '../subgraph/part.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { GlobalId } from '../tenants/global-id.js';
import { ChangeResolver } from './change/change.resolver.js';
import { ChangesReplayResolver } from './change/changes-replay.resolver.js';
import { ShopChangesResolver } from './change/shop-changes.resolver.js';
import { REGISTRY, type RegistryDeps, registryOf } from './context.js';
import { JobResolver } from './job/job.resolver.js';
import { Job } from './job/job.type.js';
import { findJob } from './job/job-access.js';
import { NodeResolver } from './node/node.resolver.js';
import { revisionsResolverFor } from './revision/revisions.resolver.js';
import { ShopResolver } from './shop/shop.resolver.js';
import { Shop } from './shop/shop.type.js';
import { ShopWriteResolver } from './shop/shop-write.resolver.js';
import { ShopGroupResolver } from './shop-group/shop-group.resolver.js';
import { ShopGroup } from './shop-group/shop-group.type.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';

export { changesReplayWork } from './change/changes-replay.work.js';
export type { PlatformFacts, RegistryDeps } from './context.js';
export type { ShopMirror } from './shop/mirror.js';

/**
 * The part of the graph that knows the caller, the shops and the ledger, and calls no platform.
 * @param revisioned entity classes of the other parts that get `revisions` and `diff`
 */
export function createRegistryPart(
  deps: RegistryDeps,
  revisioned: readonly (new () => { id: string })[],
): SubgraphPart {
  return {
    name: REGISTRY,
    resolvers: [
      ViewerResolver,
      NodeResolver,
      ShopResolver,
      ShopWriteResolver,
      ShopGroupResolver,
      ChangeResolver,
      ShopChangesResolver,
      ChangesReplayResolver,
      JobResolver,
      ...revisioned.map(revisionsResolverFor),
    ],
    orphanedTypes: [Job],
    revisioned: [],
    entities: { Shop: findShopEntity, ShopGroup: findGroupEntity, Job: findJobEntity },
    entityBatch: { Shop: 0, ShopGroup: 0, Job: 0 },
    contextFor: () => deps,
  };
}

async function findShopEntity(id: GlobalId, ctx: RequestContext): Promise<Shop | null> {
  const shop = id.nativeId === id.shopKey ? await ctx.shops.visible(id.shopKey) : null;
  return shop === null ? null : Shop.of(shop);
}

async function findGroupEntity(id: GlobalId, ctx: RequestContext): Promise<ShopGroup | null> {
  const group = await registryOf(ctx).groups.find(ctx.caller.tenantId, id.nativeId);
  return group === null ? null : new ShopGroup(group);
}

const findJobEntity = (id: GlobalId, ctx: RequestContext): Promise<Job | null> | null =>
  id.nativeId === id.shopKey ? findJob(id.nativeId, ctx) : null;
