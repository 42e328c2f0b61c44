import { type MaybePromise, whenReady } from '../../../../subgraph/execution/maybe-promise.js';
import { getCategory, listCategories } from '../../upstream/endpoints/category.js';
import type { ShopLane } from '../shop-lane.js';
import { toCategory } from './commodity-category.mapper.js';
import type { CommodityCategory } from './commodity-category.type.js';

/** Categories of one shop: one call answers them all. */
export interface CategoryLoader {
  /** All, in the platform's order (newest first). */
  all(): Promise<CommodityCategory[]>;
  /**
   * By native id, at once when the list is there; one that the list does not have is asked for by itself, and `unlisted` is
   * told. Null for missing and foreign.
   */
  load(id: string, unlisted?: () => void): MaybePromise<CommodityCategory | null>;
  /** Reads one category now, past everything remembered. */
  fresh(id: string): Promise<CommodityCategory | null>;
  clear(): void;
}

/** Makes the category loader of one shop in one request. */
export function categoryLoader(scope: ShopLane, seen: (nativeIds: readonly string[]) => void): CategoryLoader {
  const shopId = scope.nativeShopId;
  let list: Promise<Map<string, CommodityCategory>> | null = null;
  let listed: ReadonlyMap<string, CommodityCategory> | null = null;
  const singles = new Map<string, Promise<CommodityCategory | null>>();

  const read = async (): Promise<Map<string, CommodityCategory>> => {
    const { rows } = shopId === null ? { rows: [] } : await listCategories(scope.client, shopId);
    const own = rows.filter((row) => row.shopId === shopId);
    seen(own.map((row) => row.id));
    return new Map(own.map((row) => [row.id, toCategory(row, scope.shop)]));
  };
  const all = (): Promise<Map<string, CommodityCategory>> => {
    if (list !== null) return list;
    const reading = read();
    list = reading;
    reading.then(
      (found) => {
        if (list === reading) listed = found;
      },
      // A turn later: all that asked for the list meet this failure, and none of them asks again.
      () => {
        setImmediate(() => {
          if (list === reading) list = null;
        });
      },
    );
    return reading;
  };
  const fresh = async (id: string): Promise<CommodityCategory | null> => {
    const row = shopId === null ? null : await getCategory(scope.client, id);
    if (row === null || row.shopId !== shopId) return null;
    seen([row.id]);
    return toCategory(row, scope.shop);
  };
  const single = (id: string): Promise<CommodityCategory | null> => {
    const known = singles.get(id);
    if (known !== undefined) return known;
    const reading = fresh(id);
    singles.set(id, reading);
    reading.catch(() => singles.delete(id));
    return reading;
  };

  return {
    all: async () => [...(await all()).values()],
    load: (id, unlisted) =>
      whenReady<ReadonlyMap<string, CommodityCategory>, CommodityCategory | null>(listed ?? all(), (known) => {
        const found = known.get(id);
        if (found !== undefined) return found;
        unlisted?.();
        return single(id);
      }),
    fresh,
    clear: () => {
      list = null;
      listed = null;
      singles.clear();
    },
  };
}
