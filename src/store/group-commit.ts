import { AppError } from '../errors/app-error.js';

/** Bounds of a group commit; weights are rows. */
export interface GroupCommitOptions<I> {
  readonly weigh: (item: I) => number;
  /** Most of one transaction, for which all in it wait; an item that is heavier has one of its own. */
  readonly maxTogether: number;
  /** Most that may wait. */
  readonly maxWaiting: number;
}

/** How long the first item waits for others (reliability section 6: at most 5 ms). */
const WINDOW_MS = 4;

interface Waiting<I, R> {
  readonly item: I;
  readonly weight: number;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits what comes at about the same time in one transaction: the disk is waited for once, and not once for each. Items
 * are taken in the order they came.
 */
export class GroupCommit<I, R> {
  private waiting: Waiting<I, R>[] = [];
  private weight = 0;
  private isBusy = false;

  /** @param commit commits all items or none, and returns a result for each */
  constructor(
    private readonly commit: (items: readonly I[]) => Promise<readonly R[]>,
    private readonly options: GroupCommitOptions<I>,
  ) {}

  /**
   * Resolves when the item is on disk.
   * @throws AppError OVERLOADED when too much waits, and what `commit` throws
   */
  add(item: I): Promise<R> {
    const weight = this.options.weigh(item);
    if (this.weight + weight > this.options.maxWaiting && this.weight > 0)
      return Promise.reject(new AppError('OVERLOADED'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, weight, resolve, reject });
      this.weight += weight;
      if (!this.isBusy) void this.drain();
    });
  }

  /**
   * Resolves when the next transaction takes all that waits, at the latest after so many milliseconds: for work that lets the
   * rest go first.
   */
  async calm(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (this.weight > this.options.maxTogether && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  }

  private async drain(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
      await this.settle(this.take());
    }
    this.isBusy = false;
  }

  private take(): Waiting<I, R>[] {
    let count = 0;
    let weight = 0;
    for (const one of this.waiting) {
      if (count > 0 && weight + one.weight > this.options.maxTogether) break;
      count += 1;
      weight += one.weight;
    }
    this.weight -= weight;
    const rest = this.waiting.slice(count);
    const taken = this.waiting.slice(0, count);
    this.waiting = rest;
    return taken;
  }

  private async settle(group: readonly Waiting<I, R>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ item }) => item));
      for (const [index, one] of group.entries()) one.resolve(results[index] as R);
    } catch (error) {
      // The store's own failures are everybody's; of any other, the item that caused it must not take the others with it.
      if (group.length === 1 || error instanceof AppError) for (const one of group) one.reject(error);
      else for (const one of group) await this.settle([one]);
    }
  }
}
