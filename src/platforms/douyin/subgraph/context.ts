import type { KeptObjects } from '../../../ledger/kept-objects.js';
import type { RevisionRecorder } from '../../../ledger/revision-recorder.js';
import type { Logger } from '../../../log/logger.js';
import { type KeyedLoader, OncePerRequest } from '../../../subgraph/loader.js';
import type { NewestWrite } from '../../../subgraph/newest-write.js';
import type { ObjectLock } from '../../../subgraph/object-write.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import { ShopScopes } from '../../../subgraph/shop-scopes.js';
import type { StockWitness } from '../../../subgraph/stock-seen.js';
import type { SafeWrites } from '../../../subgraph/write.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import type { Shop } from '../../../tenants/shop.js';
import { type Clock, systemClock } from '../../../upstream/clock.js';
import type { ClientRequest, DouyinClient } from '../upstream/client.js';
import type { AfterSaleDetailRecord } from '../upstream/endpoints/after-sale-detail-record.js';
import type { ProductDetailRecord } from '../upstream/endpoints/product-record.js';
import type { WarehouseRecord } from '../upstream/endpoints/warehouse-read.js';
import {
  type AfterSaleLoader,
  afterSaleDetailLoader,
  afterSaleLoader,
  type OrderCasesLoader,
  orderCasesLoader,
  type RejectReasons,
  rejectReasonLoader,
} from './after-sale/after-sale.loader.js';
import { type OrderLoader, orderLoader } from './order/order.loader.js';
import { brandLoader } from './product/brand.loader.js';
import { type ProductLoader, productDetailLoader, productLoader } from './product/product.loader.js';
import type { Brand } from './product/product-facts.type.js';
import type { ShelfCalls } from './product/shelf-calls.js';
import type { DouyinReconcile } from './reconcile.js';
import { type TrackingLoader, trackingLoader } from './shipping/tracking.loader.js';
import type { ShopLane } from './shop-lane.js';
import { type SkuLoader, skuLoader } from './sku/product-sku.loader.js';
import type { RegionalSkus } from './sku/regional-skus.js';
import { type WarehouseLoader, warehouseInfoLoader, warehouseLoader } from './warehouse/regional-warehouse.loader.js';

/** The part's name: in `SUBGRAPHS`, in file names, in the request context. */
export const DOUYIN = 'douyin';

/** What the Douyin part is made with. */
export interface DouyinDeps {
  readonly clientFor: (shop: Shop, request: ClientRequest) => DouyinClient;
  readonly writes: SafeWrites;
  readonly kept: KeptObjects;
  readonly recorder: RevisionRecorder;
  readonly lock: ObjectLock;
  /** Told what reads show of stock; absent where nobody wants to know. */
  readonly witness?: StockWitness;
  readonly shelf: ShelfCalls;
  /** SKUs that have stock by regional warehouse, as far as reads showed it. */
  readonly regionalSkus: RegionalSkus;
  /** Absolute writes of stock that wait for their turn. */
  readonly newestStocks: NewestWrite;
  /** How unknown outcomes are settled (reliability section 4, the Douyin rows). */
  readonly reconcile: DouyinReconcile;
  /** The machine's clocks unless told. */
  readonly clock?: Clock;
}

/** Douyin as one request sees it. */
export class DouyinRequest extends ShopScopes<ShopScope> {
  constructor(
    readonly deps: DouyinDeps,
    request: RequestContext,
  ) {
    super('DOUYIN', request, (shop) => new ShopScope(deps, request, shop));
  }
}

/** One shop in one request: its client bound to it, its loaders, and each distinct question asked once. */
export class ShopScope implements ShopLane {
  readonly log: Logger;
  readonly client: DouyinClient;
  readonly once = new OncePerRequest();
  readonly productDetails: KeyedLoader<ProductDetailRecord>;
  readonly products: ProductLoader;
  readonly skus: SkuLoader;
  readonly brands: KeyedLoader<Brand>;
  readonly afterSaleDetails: KeyedLoader<AfterSaleDetailRecord>;
  readonly afterSales: AfterSaleLoader;
  readonly orderCases: OrderCasesLoader;
  readonly rejectReasons: KeyedLoader<RejectReasons>;
  readonly warehouseInfos: KeyedLoader<WarehouseRecord>;
  readonly warehouses: WarehouseLoader;
  readonly orders: OrderLoader;
  readonly tracks: TrackingLoader;
  /** Native ids of products whose details are asked for in any case, so that they may tell what a list of SKUs would. */
  readonly detailed = new Set<string>();

  constructor(
    readonly deps: DouyinDeps,
    readonly request: RequestContext,
    readonly shop: Shop,
  ) {
    this.client = deps.clientFor(shop, request);
    this.log = request.log;
    this.productDetails = productDetailLoader(this);
    this.products = productLoader(this, this.productDetails);
    this.skus = skuLoader(this, deps.regionalSkus, deps.witness);
    this.brands = brandLoader(this);
    this.afterSaleDetails = afterSaleDetailLoader(this);
    this.afterSales = afterSaleLoader(this, this.afterSaleDetails);
    this.orderCases = orderCasesLoader(this, this.afterSales);
    this.rejectReasons = rejectReasonLoader(this);
    this.warehouseInfos = warehouseInfoLoader(this);
    this.warehouses = warehouseLoader(this, this.warehouseInfos);
    this.orders = orderLoader(this);
    this.tracks = trackingLoader(this);
  }

  /** Global id of the shop. */
  get shopId(): string {
    return shopGlobalId(this.shop.key);
  }

  /** Epoch milliseconds. */
  now(): number {
    return (this.deps.clock ?? systemClock).wall();
  }
}

/** Douyin in this request. */
export const douyinOf = (ctx: RequestContext): DouyinRequest => ctx.part<DouyinRequest>(DOUYIN);

/** The scope of a shop of the graph; null for one of another platform. @throws AppError SHOP_SUSPENDED */
export const scopeOfShop = (
  shop: { readonly platform: string; readonly record: Shop },
  ctx: RequestContext,
): ShopScope | null => (shop.platform === 'DOUYIN' ? douyinOf(ctx).of(shop.record) : null);
