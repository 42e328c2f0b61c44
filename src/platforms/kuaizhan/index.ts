import type { KeptObjects } from '../../ledger/kept-objects.js';
import type { RevisionRecorder } from '../../ledger/revision-recorder.js';
import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { ObjectLock } from '../../subgraph/object-write.js';
import type { StockWitness } from '../../subgraph/stock-seen.js';
import type { SafeWrites } from '../../subgraph/write.js';
import type { Shop } from '../../tenants/shop.js';
import { ShopMemory } from '../../tenants/shop-memory.js';
import type { Platform } from '../platform.js';
import { kuaizhanStreams } from './push/change-streams.js';
import { kuaizhanRegistration } from './registration.js';
import { Ownership } from './subgraph/ownership.js';
import { createKuaizhanPart } from './subgraph/part.js';
import { kuaizhanReconcile, type Siblings } from './subgraph/reconcile.js';
import { kuaizhanStock } from './subgraph/stock/stock-platform.js';
import { WriteTrail } from './subgraph/stock/write-trail.js';
import { kuaizhanCatalog } from './subgraph/syndicate/catalog-platform.js';
import { createKuaizhanClients, type KuaizhanClientOptions } from './upstream/client.js';

/** What the platform is made with. */
export interface KuaizhanOptions extends KuaizhanClientOptions {
  readonly writes: SafeWrites;
  readonly kept: KeptObjects;
  readonly recorder: RevisionRecorder;
  readonly lock: ObjectLock;
  /** Told what reads show of stock. */
  readonly witness?: StockWitness;
  /** Other writes of the same kind, for telling whose a found object is. */
  readonly siblings: Siblings;
  /** Any tenant's shop, for the settlement of unknown outcomes outside of requests. */
  readonly shopByKey: (shopKey: string) => Promise<Shop | null>;
  readonly log: Logger;
}

/** Commodities and lists of which it is remembered whether they have categories. */
const MAX_CATEGORY_NEEDS = 50_000;

/** Longest a look for an unknown outcome may take, in milliseconds. */
const SETTLE_MS = 10_000;

/** Kuaizhan: sites, communities, shops with commodities, posts, WeChat accounts. */
export function createKuaizhan(options: KuaizhanOptions): Platform {
  const clients = createKuaizhanClients(options);
  const ownership = new Ownership();
  const trail = new WriteTrail();
  const reconcile = kuaizhanReconcile(async (shopKey) => {
    const shop = await options.shopByKey(shopKey);
    if (shop === null || shop.platform !== 'KUAIZHAN') return null;
    const signal = AbortSignal.timeout(SETTLE_MS);
    const deadlineAt = performance.now() + SETTLE_MS;
    return { shop, client: clients.forShop(shop, { signal, deadlineAt, trace: new CallTrace(), log: options.log }) };
  }, options.siblings);
  const streams = kuaizhanStreams((shop, ended) => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(SETTLE_MS)]);
    const deadlineAt = performance.now() + SETTLE_MS;
    return clients.forShop(shop, { signal, deadlineAt, trace: new CallTrace(), log: options.log });
  });
  return {
    name: 'KUAIZHAN',
    reconciling: { name: 'KUAIZHAN', streams, noteChange: clients.noteChange },
    part: createKuaizhanPart({
      ...options,
      clients,
      reconcile,
      ownership,
      trail,
      categoryNeeds: new ShopMemory(MAX_CATEGORY_NEEDS),
    }),
    registration: kuaizhanRegistration,
    health: clients.health,
    catalog: kuaizhanCatalog,
    stock: kuaizhanStock({ ...options, clients, ownership, trail }),
    settlements: {
      commodityCreate: reconcile.commodityCreate,
      commodityUpdate: reconcile.commodityUpdate,
      commodityDelete: reconcile.commodityDelete,
      commodityCategoryCreate: reconcile.categoryCreate,
      commodityCategoryUpdate: reconcile.categoryUpdate,
      commodityCategoryDelete: reconcile.categoryDelete,
    },
    close: clients.close,
  };
}
