import { listCommodities } from '../../upstream/endpoints/commodity.js';
import type { ShopProfileRecord } from '../../upstream/endpoints/shop-profile.js';
import type { ShopLane } from '../shop-lane.js';

/** The shop as the platform describes it: there is no call for it, it rides on every commodity call. */
export interface ShopProfileLoader {
  /** The profile; null for a shop without any visible commodity, which cannot be read at all (trap 19). */
  load(): Promise<ShopProfileRecord | null>;
  /** Takes the profile that came along; of two the later changed one stays. */
  prime(profile: ShopProfileRecord | null): void;
  /** Lets `load` wait for a commodity call of the same request instead of making its own. */
  riding<T>(call: Promise<T>): Promise<T>;
}

/** Makes the profile loader of one shop in one request. */
export function shopProfileLoader(scope: ShopLane): ShopProfileLoader {
  const calls = new Set<Promise<unknown>>();
  let profile: ShopProfileRecord | null = null;
  let loading: Promise<ShopProfileRecord | null> | null = null;

  const find = async (): Promise<ShopProfileRecord | null> => {
    // Sibling fields of the same selection start their commodity calls in this turn; theirs bring the profile along.
    await new Promise(setImmediate);
    while (profile === null && calls.size > 0)
      await Promise.race([...calls].map((call) => call.catch(() => undefined)));
    const shopId = scope.nativeShopId;
    if (profile !== null || shopId === null) return profile;
    for (const isOnline of [true, false]) {
      const { rows } = await listCommodities(scope.client, { shopId, isOnline, offset: 0, limit: 1 });
      const [first] = rows;
      if (first !== undefined && first.shop !== null) {
        profile = first.shop;
        return profile;
      }
    }
    return null;
  };

  return {
    load: () => {
      if (profile !== null) return Promise.resolve(profile);
      if (loading === null) {
        loading = find();
        // A shop without visible commodities has none for this whole request; only a failed look is made again.
        loading.catch(() => {
          loading = null;
        });
      }
      return loading;
    },
    prime: (candidate) => {
      if (candidate !== null && candidate.id === scope.nativeShopId && isNewer(candidate, profile)) profile = candidate;
    },
    riding: (call) => {
      calls.add(call);
      const done = () => void calls.delete(call);
      call.then(done, done);
      return call;
    },
  };
}

const isNewer = (one: ShopProfileRecord, than: ShopProfileRecord | null): boolean =>
  than === null || (one.utime?.getTime() ?? 0) >= (than.utime?.getTime() ?? 0);
