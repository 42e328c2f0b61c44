import { setTimeout as sleep } from 'node:timers/promises';
import type { KeptObject, KeptObjects } from '../../../ledger/kept-objects.js';
import type { Logger } from '../../../log/logger.js';

/** Waits between tries, in milliseconds. */
const WAITS: readonly number[] = [50, 200, 1_000, 5_000, 30_000];

/**
 * Keeps what the platform confirmed and will never show again. A store that fails now must not make the confirmed write
 * look undone: it is tried again behind the answer; the journal has the object too, for as long as it keeps outcomes.
 */
export async function keepSurely(kept: KeptObjects, object: KeptObject, log: Logger): Promise<void> {
  const facts = { shop: object.shopKey, type: object.type, nativeId: object.nativeId };
  try {
    await kept.keep(object);
  } catch (err) {
    log.error({ err, ...facts }, 'a confirmed object is not kept yet');
    void keepLater(kept, object, log);
  }
}

async function keepLater(kept: KeptObjects, object: KeptObject, log: Logger): Promise<void> {
  for (const wait of WAITS) {
    await sleep(wait, undefined, { ref: false });
    try {
      return await kept.keep(object);
    } catch (err) {
      log.warn({ err, shop: object.shopKey, type: object.type }, 'a confirmed object is still not kept');
    }
  }
  log.error({ shop: object.shopKey, type: object.type, nativeId: object.nativeId }, 'a confirmed object was given up');
}
