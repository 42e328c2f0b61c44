import type { Jobs } from '../ledger/jobs.js';
import type { CatalogPlatform } from '../subgraph/catalog-items.js';
import type { Entities } from '../subgraph/entities.js';
import { type KeyedLoader, keyedLoader, OncePerRequest } from '../subgraph/loader.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { StockPlatform } from '../subgraph/stock-units.js';
import type { WarehousePlatform } from '../subgraph/stock-warehouses.js';
import type { Reconcile, SafeWrites } from '../subgraph/write.js';
import type { Shop, ShopGroup } from '../tenants/shop.js';
import type { ShopGroups } from '../tenants/shop-groups.js';
import type { ListingRecord, StockItemRecord, StockItems } from './ports.js';
import type { SyncEngine } from './sync/sync-engine.js';

/** The part's name: in `SUBGRAPHS`, in file names, in the request context. */
export const INVENTORY = 'inventory';

/** What the inventory part is made with. */
export interface InventoryDeps {
  readonly items: StockItems;
  readonly groups: ShopGroups;
  readonly writes: SafeWrites;
  /** Writes stock, in the order of counts. */
  readonly engine: SyncEngine;
  readonly jobs: Jobs;
  /** Told when there is a job. */
  readonly onJob: () => void;
  /** The platforms whose stock it writes. */
  readonly stock: readonly StockPlatform[];
  /** The platforms whose items it copies. */
  readonly catalog: readonly CatalogPlatform[];
  /** How copies are settled whose outcome is open. */
  readonly settleCopies: Reconcile;
  /** The platforms whose shops draw on warehouses of the merchant. */
  readonly warehouses: readonly WarehousePlatform[];
  readonly entities: () => Entities;
}

/** Links of one item, or of one unit. */
interface Links {
  readonly key: string;
  readonly listings: readonly ListingRecord[];
}

/** Keys of one batch: one statement for as many as a page of items has listings. */
const CHUNK = 1_000;

/** The inventory as one request sees it: what is asked of the store in the same tick is one statement. */
export class InventoryRequest {
  readonly items: KeyedLoader<StockItemRecord>;
  readonly listings: KeyedLoader<ListingRecord>;
  private readonly ofItems: KeyedLoader<Links>;
  private readonly ofUnits: KeyedLoader<Links>;
  private readonly once = new OncePerRequest();

  constructor(
    readonly deps: InventoryDeps,
    private readonly request: RequestContext,
  ) {
    const { tenantId } = request.caller;
    const { items } = deps;
    this.items = keyedLoader({ chunk: CHUNK, key: ({ id }) => id, fetch: (ids) => items.find(tenantId, ids) });
    this.listings = keyedLoader({ chunk: CHUNK, key: ({ id }) => id, fetch: (ids) => items.listings(tenantId, ids) });
    this.ofItems = keyedLoader({
      chunk: CHUNK,
      key: ({ key }) => key,
      fetch: async (ids) => grouped(ids, await items.listingsOfItems(tenantId, ids), (one) => one.stockItemId),
    });
    this.ofUnits = keyedLoader({
      chunk: CHUNK,
      key: ({ key }) => key,
      fetch: async (ids) => grouped(ids, await items.listingsOfUnits(tenantId, ids), (one) => one.unitId),
    });
  }

  /** A group of the tenant; null for another's and a missing one alike. */
  group(key: string): Promise<ShopGroup | null> {
    return this.once.run(`group ${key}`, () => this.deps.groups.find(this.request.caller.tenantId, key));
  }

  /** The group's shops that the caller may see, by name. */
  async shopsOf(group: ShopGroup): Promise<Shop[]> {
    const { shopGrants } = this.request.caller;
    const members = await this.once.run(`shops ${group.key}`, () => this.deps.groups.shops(group));
    return members.filter(({ key }) => shopGrants === null || shopGrants.has(key));
  }

  /** The item's listings in shops that the caller may see. */
  async listingsOf(stockItemId: string): Promise<ListingRecord[]> {
    const all = (await this.ofItems.load(stockItemId))?.listings ?? [];
    const shops = await Promise.all(all.map(({ shopKey }) => this.request.shops.visible(shopKey)));
    return all.filter((_listing, at) => shops[at] != null);
  }

  /** The item that a unit is linked to; null for none. @param unitId global id */
  async itemOfUnit(unitId: string): Promise<StockItemRecord | null> {
    const link = (await this.ofUnits.load(unitId))?.listings[0];
    return link === undefined ? null : this.items.load(link.stockItemId);
  }

  /** Forgets what was read of an item; a write does so before it reads back. */
  forget(stockItemId: string): void {
    this.items.clear(stockItemId);
    this.ofItems.clear(stockItemId);
  }
}

function grouped(
  keys: readonly string[],
  listings: readonly ListingRecord[],
  keyOf: (listing: ListingRecord) => string,
): Links[] {
  const groups = new Map(keys.map((key) => [key, [] as ListingRecord[]]));
  for (const listing of listings) groups.get(keyOf(listing))?.push(listing);
  return [...groups].map(([key, own]) => ({ key, listings: own }));
}

/** The inventory in this request. */
export const inventoryOf = (ctx: RequestContext): InventoryRequest => ctx.part<InventoryRequest>(INVENTORY);
