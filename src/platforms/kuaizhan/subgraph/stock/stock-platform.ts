import { NewestWrite } from '../../../../subgraph/newest-write.js';
import type { ShopStock, StockPlatform, StockUnitSeen } from '../../../../subgraph/stock-units.js';
import { decodeGlobalId, encodeGlobalId } from '../../../../tenants/global-id.js';
import { listCommodities, MAX_COMMODITY_IDS } from '../../upstream/endpoints/commodity.js';
import type { Commodity } from '../commodity/commodity.type.js';
import { commodityIdOf, toVariants } from '../commodity/commodity-variant.mapper.js';
import { plannedReads, stockBatch } from './stock-batch.js';
import { isUnitId, type StockDeps, StockLane, UNIT } from './stock-lane.js';
import { settleStock } from './stock-settle.js';

/** The stock of Kuaizhan's shops, as the inventory asks for it. Units have no merchant code there. */
export function kuaizhanStock(given: Omit<StockDeps, 'newest'>): StockPlatform {
  const deps: StockDeps = { ...given, newest: new NewestWrite() };
  return {
    name: 'KUAIZHAN',
    unitType: UNIT,
    isUnitId,
    hasMerchantCodes: false,
    itemIdOf: (unitId) => {
      const id = decodeGlobalId(unitId);
      if (id === null || id.type !== UNIT || !isUnitId(id.nativeId)) return null;
      return encodeGlobalId('Commodity', id.shopKey, commodityIdOf(id.nativeId));
    },
    of: (shop, call): ShopStock => {
      const lane = new StockLane(deps, shop, call);
      return {
        read: (unitIds) => readUnits(lane, unitIds),
        planRead: (unitIds) => plannedReads(lane, new Set(commoditiesOf(lane, unitIds).values()).size),
        all: () => allUnits(lane),
        batch: (rows) => stockBatch(lane, rows),
      };
    },
    settle: (call, shop, stockCall, sentAt) => settleStock(new StockLane(deps, shop, stockCall), call, sentAt),
  };
}

/** Ids of commodities by those of units of this shop. */
const commoditiesOf = (lane: StockLane, unitIds: readonly string[]): Map<string, string> =>
  new Map(
    unitIds.flatMap((id) => {
      const unit = lane.unitOf(id);
      return unit === null ? [] : [[id, unit.commodityId] as const];
    }),
  );

/** One call for each hundred commodities, however many units they have. */
async function readUnits(lane: StockLane, unitIds: readonly string[]): Promise<Map<string, StockUnitSeen | Error>> {
  const asked = commoditiesOf(lane, unitIds);
  const commodities = await lane.read([...new Set(asked.values())]);
  const units = new Map<string, StockUnitSeen | Error>();
  for (const found of commodities.values())
    if (found !== null && !(found instanceof Error))
      for (const unit of unitsSeen(found)) if (asked.has(unit.unitId)) units.set(unit.unitId, unit);
  for (const [id, commodityId] of asked) {
    const found = commodities.get(commodityId);
    if (found instanceof Error) units.set(id, found);
  }
  return units;
}

/**
 * All units of the commodities that the platform lists: those on the shelf, then those off it. One that changes sides meanwhile is
 * shown once, and one that is not through review not at all: the platform does not list it.
 */
async function* allUnits(lane: StockLane): AsyncIterable<readonly StockUnitSeen[]> {
  const { nativeShopId: shopId } = lane;
  if (shopId === null) return;
  const shown = new Set<string>();
  for (const isOnline of [true, false])
    for (let offset = 0, isMore = true; isMore; ) {
      const page = await listCommodities(lane.client, { shopId, isOnline, offset, limit: MAX_COMMODITY_IDS });
      isMore = page.count === MAX_COMMODITY_IDS;
      offset += page.count;
      const fresh = lane.take(page.rows).filter(({ record }) => !shown.has(record.id));
      for (const { record } of fresh) shown.add(record.id);
      const units = fresh.flatMap(unitsSeen);
      if (units.length > 0) yield units;
    }
}

const unitsSeen = (commodity: Commodity): StockUnitSeen[] =>
  toVariants(commodity).map(({ id, displayName, stock }) => ({
    unitId: id,
    itemId: commodity.id,
    merchantCode: null,
    name: [commodity.title, displayName].filter((part) => part !== '').join(' '),
    quantity: stock,
  }));
