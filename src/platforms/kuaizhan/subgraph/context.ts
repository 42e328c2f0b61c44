import type { KeptObjects } from '../../../ledger/kept-objects.js';
import type { RevisionRecorder } from '../../../ledger/revision-recorder.js';
import type { Logger } from '../../../log/logger.js';
import { OncePerRequest } from '../../../subgraph/loader.js';
import type { ObjectLock } from '../../../subgraph/object-write.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import { ShopScopes } from '../../../subgraph/shop-scopes.js';
import { type StockWitness, tellShown } from '../../../subgraph/stock-seen.js';
import type { SafeWrites } from '../../../subgraph/write.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import type { Shop } from '../../../tenants/shop.js';
import type { ShopMemory } from '../../../tenants/shop-memory.js';
import type { KuaizhanClient, KuaizhanClients } from '../upstream/client.js';
import { type CategoryLoader, categoryLoader } from './category/commodity-category.loader.js';
import { type CommodityLoader, commodityLoader } from './commodity/commodity.loader.js';
import { COMMODITY_STATES } from './commodity/commodity-revision.js';
import { shownUnits } from './commodity/commodity-variant.mapper.js';
import type { Ownership } from './ownership.js';
import type { KuaizhanReconcile } from './reconcile.js';
import { type ShopProfileLoader, shopProfileLoader } from './shop/shop-profile.loader.js';
import type { ShopLane } from './shop-lane.js';
import type { WriteTrail } from './stock/write-trail.js';

/** The part's name: in `SUBGRAPHS`, in file names, in the request context. */
export const KUAIZHAN = 'kuaizhan';

/** What the Kuaizhan part is made with. */
export interface KuaizhanDeps {
  readonly clients: KuaizhanClients;
  readonly writes: SafeWrites;
  readonly kept: KeptObjects;
  readonly recorder: RevisionRecorder;
  readonly lock: ObjectLock;
  readonly ownership: Ownership;
  /** Told what reads show of stock; absent where nobody wants to know. */
  readonly witness?: StockWitness;
  /** What was written to the stock of commodities, for telling later whose a stock is. */
  readonly trail: WriteTrail;
  readonly categoryNeeds: ShopMemory<boolean>;
  /** How unknown outcomes are settled (reliability section 4, the Kuaizhan rows). */
  readonly reconcile: KuaizhanReconcile;
}

/** Kuaizhan as one request sees it. */
export class KuaizhanRequest extends ShopScopes<ShopScope> {
  constructor(
    readonly deps: KuaizhanDeps,
    request: RequestContext,
  ) {
    super('KUAIZHAN', request, (shop) => new ShopScope(deps, request, shop));
  }
}

/** One shop in one request: its client bound to it, its loaders, and each distinct question asked once. */
export class ShopScope implements ShopLane {
  readonly log: Logger;
  readonly client: KuaizhanClient;
  readonly once = new OncePerRequest();
  readonly profile: ShopProfileLoader;
  readonly commodities: CommodityLoader;
  readonly categories: CategoryLoader;

  constructor(
    readonly deps: KuaizhanDeps,
    readonly request: RequestContext,
    readonly shop: Shop,
  ) {
    this.client = deps.clients.forShop(shop, request);
    this.log = request.log;
    this.profile = shopProfileLoader(this);
    this.commodities = commodityLoader(this, this.profile, (commodities) => {
      const ids = commodities.map(({ record }) => record.id);
      deps.ownership.note(shop, 'Commodity', ids);
      // What comes from a cache was noted when it was live; by now it may be older than what was noted since.
      const [first] = commodities;
      if (first?.freshness.source === 'LIVE') deps.recorder.seen(shop, COMMODITY_STATES, commodities);
      if (first !== undefined) tellShown(deps.witness, shop, first, () => commodities.flatMap(shownUnits));
    });
    this.categories = categoryLoader(
      this,
      (ids) => deps.ownership.note(shop, 'CommodityCategory', ids),
      deps.categoryNeeds.shelf([shop.tenantId, shop.key, String(shop.isSandbox)]),
    );
  }

  /** Global id of the shop. */
  get shopId(): string {
    return shopGlobalId(this.shop.key);
  }

  /** The platform's shop id; null for a site that sells nothing. */
  get nativeShopId(): string | null {
    return this.shop.attributes['shopId'] ?? null;
  }

  /** The platform's site id. */
  get siteId(): string {
    return this.shop.attributes['siteId'] ?? '';
  }

  /** After a write: nothing that was read before may answer a later read of this request. */
  forgetLists(): void {
    this.once.clear();
    this.categories.clear();
  }
}

/** Kuaizhan in this request. */
export const kuaizhanOf = (ctx: RequestContext): KuaizhanRequest => ctx.part<KuaizhanRequest>(KUAIZHAN);
