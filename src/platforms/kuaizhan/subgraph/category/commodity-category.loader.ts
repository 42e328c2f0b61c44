import { type MaybePromise, whenReady } from '../../../../subgraph/execution/maybe-promise.js';
import type { Shelf } from '../../../../tenants/shop-memory.js';
import { getCategory, listCategories } from '../../upstream/endpoints/category.js';
import type { ShopLane } from '../shop-lane.js';
import { toCategory } from './commodity-category.mapper.js';
import type { CommodityCategory } from './commodity-category.type.js';

/** Categories of one shop: one call answers them all. */
export interface CategoryLoader {
  /**
   * Asks for all beside the read of a commodity, or of a list, if what was read last had categories: they are there when
   * the rows are, and not a call later. A failure is for those who need them.
   * @param commodityId null for a list
   */
  expect(commodityId: string | null): void;
  /** Notes whether the commodity, or any of the list, has categories. */
  noteNeed(commodityId: string | null, haveAny: boolean): void;
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

/** Whether commodities of a shop had categories when they were last read, over all requests: by id, and under one name for
 * the lists. */
export type CategoryNeed = Pick<Shelf<boolean>, 'get' | 'set'>;

const LISTS = 'lists of commodities';

/** A list on its way, there, or failed. */
interface Reading {
  readonly found: Promise<Map<string, CommodityCategory>>;
  /** Somebody needs it: it was not only expected. */
  isNeeded: boolean;
  hasFailed: boolean;
}

/** Makes the category loader of one shop in one request. */
export function categoryLoader(
  scope: ShopLane,
  seen: (nativeIds: readonly string[]) => void,
  need: CategoryNeed,
): CategoryLoader {
  const shopId = scope.nativeShopId;
  let list: Reading | null = null;
  let listed: ReadonlyMap<string, CommodityCategory> | null = null;
  const singles = new Map<string, Promise<CommodityCategory | null>>();

  const read = async (): Promise<Map<string, CommodityCategory>> => {
    const { rows } = shopId === null ? { rows: [] } : await listCategories(scope.client, shopId);
    const own = rows.filter((row) => row.shopId === shopId);
    seen(own.map((row) => row.id));
    return new Map(own.map((row) => [row.id, toCategory(row, scope.shop)]));
  };
  // A turn later: all that need the list meet its failure, and none of them asks again.
  const forgetFailed = (failed: Reading): void =>
    void setImmediate(() => {
      if (list === failed) list = null;
    });
  const begin = (isNeeded: boolean): Reading => {
    const reading: Reading = { found: read(), isNeeded, hasFailed: false };
    list = reading;
    reading.found.then(
      (found) => {
        if (list === reading) listed = found;
      },
      () => {
        reading.hasFailed = true;
        if (reading.isNeeded) forgetFailed(reading);
      },
    );
    return reading;
  };
  const all = (): Promise<Map<string, CommodityCategory>> => {
    const reading = list ?? begin(true);
    if (reading.hasFailed && !reading.isNeeded) forgetFailed(reading);
    reading.isNeeded = true;
    return reading.found;
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
    expect: (commodityId) => {
      if (list === null && need.get(commodityId ?? LISTS) === true) begin(false);
    },
    noteNeed: (commodityId, haveAny) => {
      const name = commodityId ?? LISTS;
      if (need.get(name) !== haveAny) need.set(name, haveAny);
    },
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
