import { AppError } from '../../../errors/app-error.js';
import type { KeptObjects } from '../../../ledger/kept-objects.js';
import type { RevisionRecorder } from '../../../ledger/revision-recorder.js';
import type { Logger } from '../../../log/logger.js';
import { OncePerRequest } from '../../../subgraph/loader.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import type { SafeWrites } from '../../../subgraph/write.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import { tupleKey } from '../../../tenants/key-tuple.js';
import type { Shop } from '../../../tenants/shop.js';
import type { ShopMemory } from '../../../tenants/shop-memory.js';
import type { KuaizhanClient, KuaizhanClients } from '../upstream/client.js';
import { type CategoryLoader, categoryLoader } from './category/commodity-category.loader.js';
import { type CommodityLoader, commodityLoader } from './commodity/commodity.loader.js';
import { COMMODITY_STATES } from './commodity/commodity-revision.js';
import type { Ownership } from './ownership.js';
import type { KuaizhanReconcile } from './reconcile.js';
import { type ShopProfileLoader, shopProfileLoader } from './shop/shop-profile.loader.js';
import type { ShopLane } from './shop-lane.js';

/** The part's name: in `SUBGRAPHS`, in file names, in the request context. */
export const KUAIZHAN = 'kuaizhan';

/** Runs one write per object at a time. */
export interface ObjectLock {
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** What the Kuaizhan part is made with. */
export interface KuaizhanDeps {
  readonly clients: KuaizhanClients;
  readonly writes: SafeWrites;
  readonly kept: KeptObjects;
  readonly recorder: RevisionRecorder;
  readonly lock: ObjectLock;
  readonly ownership: Ownership;
  readonly categoryNeeds: ShopMemory<boolean>;
  /** How unknown outcomes are settled (reliability section 4, the Kuaizhan rows). */
  readonly reconcile: KuaizhanReconcile;
}

/** Kuaizhan as one request sees it: one scope for each shop it touches. */
export class KuaizhanRequest {
  /** As many as the shops that one operation may touch, which its cost bounds: an LRU cache would cost more than it saves. */
  private readonly scopes = new Map<string, ShopScope>();
  /** The scope given last: the rows of a list ask for theirs one after the other. */
  private latest: ShopScope | null = null;

  constructor(
    readonly deps: KuaizhanDeps,
    readonly request: RequestContext,
  ) {}

  /**
   * The scope of a shop of this platform. A switch of environment or keys in mid-request opens a new one, so that nothing
   * of before is mixed in (conventions 3.4).
   * @throws AppError SHOP_SUSPENDED
   */
  of(shop: Shop): ShopScope {
    if (this.latest?.shop !== shop) this.latest = this.scopeOf(shop);
    return this.latest;
  }

  private scopeOf(shop: Shop): ShopScope {
    if (shop.status === 'SUSPENDED')
      throw new AppError('SHOP_SUSPENDED', undefined, { shopId: shopGlobalId(shop.key), platform: shop.platform });
    const key = tupleKey([shop.key, String(shop.isSandbox), String(shop.credentialVersion)]);
    const known = this.scopes.get(key);
    if (known !== undefined) return known;
    const scope = new ShopScope(this.deps, this.request, shop);
    this.scopes.set(key, scope);
    return scope;
  }

  /**
   * The scope of the shop with this key.
   * @returns null for a shop the caller may not see and for one of another platform
   */
  async ofKey(shopKey: string): Promise<ShopScope | null> {
    const shop = await this.request.shops.visible(shopKey);
    return shop?.platform === 'KUAIZHAN' ? this.of(shop) : null;
  }

  /**
   * The scope of a shop to write to.
   * @throws AppError NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED, WRONG_PLATFORM
   */
  async forWrite(shopKey: string): Promise<ShopScope> {
    const shop = await this.request.shops.writable(shopKey);
    if (shop.platform === 'KUAIZHAN') return this.of(shop);
    throw new AppError('WRONG_PLATFORM', undefined, { shopId: shopGlobalId(shop.key) });
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
      if (commodities[0]?.freshness.source === 'LIVE') deps.recorder.seen(shop, COMMODITY_STATES, commodities);
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
