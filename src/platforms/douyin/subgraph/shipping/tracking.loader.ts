import { asError, boundedParallel, FailedKey, keyedLoader } from '../../../../subgraph/loader.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import { getTrack } from '../../upstream/endpoints/logistics-read.js';
import type { ShopLane } from '../shop-lane.js';
import type { Tracking } from './tracking.type.js';

/** Where parcels of one shop are. */
export interface TrackingLoader {
  /** Null for a parcel that the platform does not follow. */
  of(carrierCode: string, trackingNumber: string): Promise<Tracking | null>;
}

/** A parcel with what it is asked for by. */
interface Found {
  readonly key: string;
  readonly tracking: Tracking;
}

/** Calls at a time: as many as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;
/** Most keys of one batch; each is a call of its own. */
const MAX_BATCH = 100;

/** Makes the loader of one shop in one request. The platform tells of one parcel a call; orders sent together share one. */
export function trackingLoader(scope: ShopLane): TrackingLoader {
  const asked = new Map<string, readonly [string, string]>();
  const find = async (key: string): Promise<Found | null> => {
    const [carrierCode, trackingNumber] = asked.get(key) ?? ['', ''];
    const events = await getTrack(scope.client, carrierCode, trackingNumber);
    return events === null ? null : { key, tracking: { trackingNumber, events } };
  };
  const loader = keyedLoader<Found>({
    chunk: MAX_BATCH,
    key: ({ key }) => key,
    fetch: async (keys) => {
      const answers = await boundedParallel(keys, AT_ONCE, find);
      return answers.flatMap((answer, at): (Found | FailedKey)[] => {
        if (answer.status === 'rejected') return [new FailedKey(keys[at] ?? '', asError(answer.reason))];
        return answer.value === null ? [] : [answer.value];
      });
    },
  });
  return {
    of: async (carrierCode, trackingNumber) => {
      const key = tupleKey([carrierCode, trackingNumber]);
      asked.set(key, [carrierCode, trackingNumber]);
      return (await loader.load(key))?.tracking ?? null;
    },
  };
}
