import { asError, boundedParallel, FailedKey, type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import {
  type CommodityRecord,
  getCommoditiesByIds,
  getCommodity,
  MAX_COMMODITY_IDS,
} from '../../upstream/endpoints/commodity.js';
import type { ShopProfileLoader } from '../shop/shop-profile.loader.js';
import type { ShopLane } from '../shop-lane.js';
import { toCommodity } from './commodity.mapper.js';
import type { Commodity } from './commodity.type.js';

/** Commodities of one shop by native id. */
export interface CommodityLoader extends KeyedLoader<Commodity> {
  /** Rows that a list brought: remembered, with the shop profile they carry. Rows of another shop are dropped. */
  take(rows: readonly CommodityRecord[]): Commodity[];
}

/** Ids missing from an answer by ids that are asked one by one: it is unknown whether its filters apply (page, section 7). */
export const MAX_SINGLE_READS = 10;

/** Makes the commodity loader of one shop in one request: `info` for one id, `list` by ids for more. */
export function commodityLoader(
  scope: ShopLane,
  profile: ShopProfileLoader,
  seen: (commodities: readonly Commodity[]) => void,
): CommodityLoader {
  const shopId = scope.nativeShopId;
  const own = (row: CommodityRecord): boolean => row.shopId === shopId;

  const toOwn = (rows: readonly CommodityRecord[]): Commodity[] => {
    const commodities = rows.filter(own).map((row) => toCommodity(row, scope.shop));
    profile.prime(rows);
    seen(commodities);
    return commodities;
  };

  const single = async (id: string): Promise<Commodity | null> => {
    const row = await profile.riding(getCommodity(scope.client, id));
    return row === null ? null : (toOwn([row])[0] ?? null);
  };

  const loader = keyedLoader<Commodity>({
    chunk: MAX_COMMODITY_IDS,
    key: (commodity) => commodity.record.id,
    fetchOne: async (id) => (shopId === null ? null : single(id)),
    fetch: async (ids) => {
      if (shopId === null) return [];
      const { rows } = await profile.riding(getCommoditiesByIds(scope.client, shopId, ids));
      const answered = new Set(rows.map((row) => row.id));
      const missing = ids.filter((id) => !answered.has(id));
      if (missing.length === 0 || missing.length > MAX_SINGLE_READS) return toOwn(rows);
      const reads = await boundedParallel(missing, 4, single);
      const singles = reads.map((read, at) =>
        read.status === 'fulfilled' ? read.value : new FailedKey(missing[at] ?? '', asError(read.reason)),
      );
      return [...toOwn(rows), ...singles.filter((one) => one !== null)];
    },
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with commodities nobody asked for'),
  });

  return Object.assign(loader, {
    take: (rows: readonly CommodityRecord[]) => {
      const commodities = toOwn(rows);
      loader.prime(commodities);
      return commodities;
    },
  });
}
