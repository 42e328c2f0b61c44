import { tupleKey } from '../../../../tenants/key-tuple.js';
import type { StockLane } from './stock-lane.js';

/** Places in the queues of some SKUs. */
export interface SkuPlaces {
  /**
   * When all of them have come.
   * @throws AppError OVERLOADED when too many wait, DEADLINE_EXCEEDED when the request ends first
   */
  readonly come: Promise<void>;
  /** Gives them back, those that have not come too. */
  giveBack(): void;
}

/**
 * Takes a place in the queue of each of these SKUs, all in one go: writes come to each SKU in the order in which they arrived, and no
 * two wait for each other.
 */
export function takePlaces({ shop, lock, signal }: StockLane, skuIds: readonly string[]): SkuPlaces {
  let giveBack: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  const places = [...new Set(skuIds)].map((skuId) => {
    const key = tupleKey([shop.tenantId, shop.key, 'ProductSku', skuId]);
    return new Promise<void>((resolve, reject) => {
      const holding = lock.run(key, signal, () => {
        resolve();
        return over;
      });
      holding.catch(reject);
    });
  });
  const come = Promise.all(places).then(() => undefined);
  // Whoever needs them is told; a write that is answered without them is not.
  come.catch(() => undefined);
  return { come, giveBack };
}
