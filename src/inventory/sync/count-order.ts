import { LRUCache } from 'lru-cache';

/** Listings whose last absolute write is remembered. */
const MAX_LISTINGS = 200_000;

/**
 * The order of counts and writes. A count and the turns of the writes that follow from it are taken in one step, one step at a time
 * for a tenant: whoever counts later also writes later. An absolute quantity is made of the count of its moment, with everything that
 * was counted before; a change counted before it, whose write still waits, is covered by it and must not be written any more.
 *
 * In one process, as the turns are. After a restart nothing is known: a change from before is written unless an absolute
 * quantity was written since.
 */
export class CountOrder {
  private readonly steps = new Map<string, Promise<unknown>>();
  private readonly absolutes = new LRUCache<string, number>({ max: MAX_LISTINGS });
  private last = 0;

  /**
   * Runs a step alone among those of the tenant. What the step begins and is not to be waited for is returned inside of an object.
   * @param work gets the step's number, which is higher than all before
   */
  async step<T extends object>(tenantId: string, work: (number: number) => Promise<T>): Promise<T> {
    const before = this.steps.get(tenantId);
    const mine = (async () => {
      await before?.catch(() => undefined);
      this.last += 1;
      return work(this.last);
    })();
    this.steps.set(tenantId, mine);
    try {
      return await mine;
    } finally {
      if (this.steps.get(tenantId) === mine) this.steps.delete(tenantId);
    }
  }

  /** Absolute quantities of these listings are written in this step. */
  noteAbsolute(listingIds: readonly string[], step: number): void {
    for (const id of listingIds) this.absolutes.set(id, step);
  }

  /** Whether an absolute quantity was written in a later step. @param step 0: of an earlier run */
  isCovered(listingId: string, step: number): boolean {
    return (this.absolutes.get(listingId) ?? 0) > step;
  }
}
