import type { ObjectLock } from '../../../../subgraph/object-write.js';
import type { HeldTurn } from '../../../../subgraph/write.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import type { Shop } from '../../../../tenants/shop.js';

/** Names the turn of a SKU. */
export const skuTurn = (tenantId: string, shopKey: string, skuId: string): string =>
  tupleKey([tenantId, shopKey, 'ProductSku', skuId]);

/** Where places are taken. */
export interface SkuQueues {
  readonly shop: Pick<Shop, 'tenantId' | 'key'>;
  readonly lock: ObjectLock;
  /** Ends waiting. */
  readonly signal: AbortSignal;
}

/** Places in the queues of some SKUs. */
export interface SkuPlaces extends HeldTurn {
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
export function takePlaces({ shop, lock, signal }: SkuQueues, skuIds: readonly string[]): SkuPlaces {
  let giveBack: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  const turns = new Set(skuIds.map((skuId) => skuTurn(shop.tenantId, shop.key, skuId)));
  const places = [...turns].map(
    (turn) =>
      new Promise<void>((resolve, reject) => {
        const holding = lock.run(turn, signal, () => {
          resolve();
          return over;
        });
        holding.catch(reject);
      }),
  );
  const come = Promise.all(places).then(() => undefined);
  // Whoever needs them is told; a write that is answered without them is not.
  come.catch(() => undefined);
  return { holds: (turn) => turns.has(turn), come, giveBack };
}
