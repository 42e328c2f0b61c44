import type { RevisionRecorder } from '../../../../ledger/revision-recorder.js';
import type { Logger } from '../../../../log/logger.js';
import { asError } from '../../../../subgraph/loader.js';
import type { NewestWrite } from '../../../../subgraph/newest-write.js';
import type { ObjectLock } from '../../../../subgraph/object-write.js';
import type { StockCall } from '../../../../subgraph/stock-units.js';
import { decodeGlobalId, shopGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { KuaizhanClient, KuaizhanClients } from '../../upstream/client.js';
import { type CommodityRecord, getCommoditiesByIds, MAX_COMMODITY_IDS } from '../../upstream/endpoints/commodity.js';
import { type CommodityLoader, commodityLoader, MAX_SINGLE_READS } from '../commodity/commodity.loader.js';
import type { Commodity } from '../commodity/commodity.type.js';
import { COMMODITY_STATES } from '../commodity/commodity-revision.js';
import { commodityIdOf } from '../commodity/commodity-variant.mapper.js';
import type { Ownership } from '../ownership.js';
import { shopProfileLoader } from '../shop/shop-profile.loader.js';
import type { ShopLane } from '../shop-lane.js';
import type { Found } from './fresh-commodities.js';
import type { WriteTrail } from './write-trail.js';

/** What the stock of Kuaizhan's shops is made with. */
export interface StockDeps {
  readonly clients: KuaizhanClients;
  /** The one that writes of commodities take turns by. */
  readonly lock: ObjectLock;
  readonly ownership: Ownership;
  readonly recorder: RevisionRecorder;
  readonly trail: WriteTrail;
  readonly newest: NewestWrite;
}

/** Type of the units in global ids. */
export const UNIT = 'CommodityVariant';

/** A commodity's id, a colon, and the hash of the options. */
const UNIT_ID = /^[\w-]{1,256}:[\w-]{16}$/;

/** Whether a text is the native id of a unit. */
export const isUnitId = (nativeId: string): boolean => UNIT_ID.test(nativeId);

/** A unit by its two ids. */
export interface UnitRef {
  /** Native id. */
  readonly unitId: string;
  /** Native id. */
  readonly commodityId: string;
}

/** One shop's stock in one request or job. */
export class StockLane implements ShopLane {
  readonly client: KuaizhanClient;
  readonly shopId: string;
  readonly nativeShopId: string | null;
  readonly log: Logger;
  readonly signal: AbortSignal;

  constructor(
    readonly deps: StockDeps,
    readonly shop: Shop,
    call: StockCall,
  ) {
    // Without leave to reuse answers: a stock is read as it is.
    this.client = deps.clients.forShop(shop, call);
    this.shopId = shopGlobalId(shop.key);
    this.nativeShopId = shop.attributes['shopId'] ?? null;
    this.log = call.log;
    this.signal = call.signal;
  }

  /** The unit a global id names; null for what is no unit of this shop. */
  unitOf(globalId: string): UnitRef | null {
    const id = decodeGlobalId(globalId);
    if (id === null || id.type !== UNIT || id.shopKey !== this.shop.key || !isUnitId(id.nativeId)) return null;
    return { unitId: id.nativeId, commodityId: commodityIdOf(id.nativeId) };
  }

  /**
   * Commodities as they are now: one call for each hundred. Where many are missing, they are looked for off the shelf by one call
   * more: it is not known whether the first one finds them there.
   */
  async read(ids: readonly string[]): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    const loader = this.loader();
    await Promise.all(ids.map(async (id) => found.set(id, await loader.load(id).catch(asError))));
    const missing = ids.filter((id) => found.get(id) === null);
    if (missing.length > MAX_SINGLE_READS) await this.readOffShelf(missing, found);
    return found;
  }

  /** Rows of a list as the shop's commodities. */
  take(rows: readonly CommodityRecord[]): Commodity[] {
    return this.loader().take(rows);
  }

  private async readOffShelf(ids: readonly string[], found: Map<string, Found>): Promise<void> {
    const { client, nativeShopId: shopId } = this;
    if (shopId === null) return;
    for (let from = 0; from < ids.length; from += MAX_COMMODITY_IDS) {
      const part = ids.slice(from, from + MAX_COMMODITY_IDS);
      try {
        const { rows } = await getCommoditiesByIds(client, shopId, part, false);
        for (const commodity of this.take(rows)) found.set(commodity.record.id, commodity);
      } catch (error) {
        for (const id of part) found.set(id, asError(error));
      }
    }
  }

  private loader(): CommodityLoader {
    const { ownership, recorder } = this.deps;
    return commodityLoader(this, shopProfileLoader(this), (commodities) => {
      ownership.note(
        this.shop,
        'Commodity',
        commodities.map(({ record }) => record.id),
      );
      recorder.seen(this.shop, COMMODITY_STATES, commodities);
    });
  }
}
