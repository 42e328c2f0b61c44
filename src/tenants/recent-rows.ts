import { LRUCache } from 'lru-cache';

/** How old the count of changes may be: a change by another process must be seen within a second (R11). */
const MAX_AGE_MS = 500;
/** From this age on it is asked again, behind the caller's back. */
const REFRESH_AGE_MS = 250;

interface Seen<V> {
  readonly value: V;
  /** The count of changes known when the read began. */
  readonly count: number;
}

/** Where the rows come from. */
export interface RowSource<V> {
  readonly read: (key: string) => Promise<V | null>;
  /** Rises with every change of any row, by whichever process. */
  readonly changes: () => Promise<number>;
}

/**
 * Rows of the store as they were at most 500 ms ago. What is asked again and again is not the rows but one number for all
 * of them: a thousand shops in use cost one question a quarter of a second. Bounded; missing rows are remembered apart, so
 * that asking for names that do not exist cannot push out the ones that do.
 */
export class RecentRows<V extends object> {
  private readonly found: LRUCache<string, Seen<V>>;
  private readonly missing: LRUCache<string, Seen<null>>;
  private readonly reading = new Map<string, { readonly count: number; readonly row: Promise<V | null> }>();
  private count = { value: -1, at: Number.NEGATIVE_INFINITY };
  private counting: Promise<number> | null = null;

  constructor(
    private readonly source: RowSource<V>,
    max = 10_000,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.found = new LRUCache({ max });
    this.missing = new LRUCache({ max });
  }

  /** At once when the row is known to stand, else after a read; reads of one key at the same time are one. */
  get(key: string): V | null | Promise<V | null> {
    const age = this.now() - this.count.at;
    if (age >= MAX_AGE_MS) return this.ask().then((count) => this.at(key, count));
    if (age >= REFRESH_AGE_MS) this.ask().catch(() => undefined);
    return this.at(key, this.count.value);
  }

  /** The row if it is known to stand. */
  peek(key: string): V | undefined {
    const seen = this.found.get(key);
    return seen?.count === this.count.value && this.now() - this.count.at < MAX_AGE_MS ? seen.value : undefined;
  }

  /** The next `get` reads, and a read that is under way is not remembered. */
  forget(key: string): void {
    this.found.delete(key);
    this.missing.delete(key);
    this.reading.delete(key);
  }

  private at(key: string, count: number): V | null | Promise<V | null> {
    const seen = this.found.get(key) ?? this.missing.get(key);
    return seen?.count === count ? seen.value : this.refresh(key, count);
  }

  private ask(): Promise<number> {
    if (this.counting !== null) return this.counting;
    const at = this.now();
    const counting = this.source
      .changes()
      .then((value) => {
        this.count = { value, at };
        return value;
      })
      .finally(() => {
        this.counting = null;
      });
    this.counting = counting;
    return counting;
  }

  private refresh(key: string, count: number): Promise<V | null> {
    const underWay = this.reading.get(key);
    if (underWay?.count === count) return underWay.row;
    const done = (): boolean => {
      const isCurrent = this.reading.get(key) === reading;
      if (isCurrent) this.reading.delete(key);
      return isCurrent;
    };
    const row = this.source.read(key).then(
      (value) => {
        if (done()) this.remember(key, value, count);
        return value;
      },
      (error: unknown) => {
        done();
        throw error;
      },
    );
    const reading = { count, row };
    this.reading.set(key, reading);
    return row;
  }

  private remember(key: string, value: V | null, count: number): void {
    this.found.delete(key);
    this.missing.delete(key);
    if (value === null) this.missing.set(key, { value, count });
    else this.found.set(key, { value, count });
  }
}
