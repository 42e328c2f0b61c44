import { listCommodities } from '../../upstream/endpoints/commodity.js';
import type { ShopProfileRecord } from '../../upstream/endpoints/shop-profile.js';
import type { ShopLane } from '../shop-lane.js';

/** A row that may hold its shop. */
interface WithShop {
  readonly shop: ShopProfileRecord | null;
}

/** The shop as the platform describes it: there is no call for it, it rides on every commodity call. */
export interface ShopProfileLoader {
  /** The profile; null for a shop without any visible commodity, which cannot be read at all (trap 19). */
  load(): Promise<ShopProfileRecord | null>;
  /** Takes the profiles that came along with these rows; of all, the one changed last stays. */
  prime(rows: readonly WithShop[]): void;
  /** Lets `load` wait for a commodity call of the same request instead of making its own. */
  riding<T>(call: Promise<T>): Promise<T>;
}

/** Makes the profile loader of one shop in one request. */
export function shopProfileLoader(scope: ShopLane): ShopProfileLoader {
  const calls = new Set<Promise<unknown>>();
  // Most requests do not ask for the profile, which every row holds: the rows are looked at when it is asked for.
  let unread: (readonly WithShop[])[] = [];
  let latest: ShopProfileRecord | null = null;
  let loading: Promise<ShopProfileRecord | null> | null = null;

  const known = (): ShopProfileRecord | null => {
    for (const { shop } of unread.flat())
      if (shop !== null && shop.id === scope.nativeShopId && isNewer(shop, latest)) latest = shop;
    unread = [];
    return latest;
  };

  const find = async (): Promise<ShopProfileRecord | null> => {
    // Sibling fields of the same selection start their commodity calls in this turn; theirs bring the profile along.
    await new Promise(setImmediate);
    while (known() === null && calls.size > 0)
      await Promise.race([...calls].map((call) => call.catch(() => undefined)));
    const shopId = scope.nativeShopId;
    const along = known();
    if (along !== null || shopId === null) return along;
    for (const isOnline of [true, false]) {
      const { rows } = await listCommodities(scope.client, { shopId, isOnline, offset: 0, limit: 1 });
      unread.push(rows);
      const found = known();
      if (found !== null) return found;
    }
    return null;
  };

  return {
    load: () => {
      const along = known();
      if (along !== null) return Promise.resolve(along);
      if (loading === null) {
        loading = find();
        // A shop without visible commodities has none for this whole request; only a failed look is made again.
        loading.catch(() => {
          loading = null;
        });
      }
      return loading;
    },
    prime: (rows) => void unread.push(rows),
    riding: (call) => {
      calls.add(call);
      const done = () => void calls.delete(call);
      call.then(done, done);
      return call;
    },
  };
}

const isNewer = (one: ShopProfileRecord, than: ShopProfileRecord | null): boolean =>
  than === null || one.utime >= than.utime;
