import { type MaybePromise, whenReady } from '../../../../subgraph/execution/maybe-promise.js';
import type { Shelf } from '../../../../tenants/shop-memory.js';
import { getCategory, listCategories } from '../../upstream/endpoints/category.js';
import type { ShopLane } from '../shop-lane.js';
import { toCategory } from './commodity-category.mapper.js';
import type { CommodityCategory } from './commodity-category.type.js';

/** Categories of one shop: one call answers them all. */
export interface CategoryLoader {
  /**
   * Reads commodities, and asks for all categories beside them if what was read last had some: they are there when the
   * rows are, and not a call later. A failure of theirs is for those who need them; what nobody needs is waited for all the
   * same, so that the request accounts for every call.
   * @param what names what is read; a long name is not remembered
   * @param haveAny whether what was read has categories; null: it says nothing of the next time
   */
  beside<T>(what: string, read: () => Promise<T>, haveAny: (found: T) => boolean | null): Promise<T>;
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

/** Whether what was read of a shop had categories, by its name, over all requests. */
export type CategoryNeed = Pick<Shelf<boolean>, 'get' | 'set'>;

const MAX_NAME = 200;

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
  /** What had none before, and has none, is not worth remembering. */
  const note = (name: string, any: boolean): void => {
    const known = need.get(name);
    if (known !== any && (any || known !== undefined)) need.set(name, any);
  };
  const unneeded = async (): Promise<void> => {
    if (list?.isNeeded === false) await list.found.catch(() => undefined);
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
    beside: async (what, readCommodities, haveAny) => {
      const name = what.slice(0, MAX_NAME + 1);
      if (list === null && need.get(name) === true) begin(false);
      try {
        const found = await readCommodities();
        const any = haveAny(found);
        if (any !== null && what.length <= MAX_NAME) note(name, any);
        if (any !== true) await unneeded();
        return found;
      } catch (error) {
        await unneeded();
        throw error;
      }
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
