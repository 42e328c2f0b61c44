import { LRUCache } from 'lru-cache';

/** How long a row may be shown after it was read: a change by another process must be seen within a second (R11). */
const MAX_AGE_MS = 500;
/** From this age on a row is read again, behind the caller's back. */
const REFRESH_AGE_MS = 250;

interface Seen<V> {
  readonly value: V;
  /** When the read began, monotonic. */
  readonly at: number;
}

/**
 * Rows of the store as they were at most 500 ms ago. Bounded; missing rows are remembered apart, so that asking for
 * names that do not exist cannot push out the ones that do.
 */
export class RecentRows<V extends object> {
  private readonly found: LRUCache<string, Seen<V>>;
  private readonly missing: LRUCache<string, Seen<null>>;
  private readonly reading = new Map<string, Promise<V | null>>();

  constructor(
    private readonly read: (key: string) => Promise<V | null>,
    max = 10_000,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.found = new LRUCache({ max });
    this.missing = new LRUCache({ max });
  }

  /** At once when the row was read lately, else after a read; reads of one key at the same time are one. */
  get(key: string): V | null | Promise<V | null> {
    const seen = this.found.get(key) ?? this.missing.get(key);
    if (seen === undefined) return this.refresh(key);
    const age = this.now() - seen.at;
    if (age >= MAX_AGE_MS) return this.refresh(key);
    if (age >= REFRESH_AGE_MS) this.refresh(key).catch(() => undefined);
    return seen.value;
  }

  /** The row if it was read lately. */
  peek(key: string): V | undefined {
    const seen = this.found.get(key);
    return seen !== undefined && this.now() - seen.at < MAX_AGE_MS ? seen.value : undefined;
  }

  /** The next `get` reads, and a read that is under way is not remembered. */
  forget(key: string): void {
    this.found.delete(key);
    this.missing.delete(key);
    this.reading.delete(key);
  }

  private refresh(key: string): Promise<V | null> {
    const underWay = this.reading.get(key);
    if (underWay !== undefined) return underWay;
    const at = this.now();
    const reading: Promise<V | null> = this.read(key).then(
      (value) => {
        if (this.reading.get(key) === reading) this.remember(key, value, at);
        return value;
      },
      (error: unknown) => {
        if (this.reading.get(key) === reading) this.reading.delete(key);
        throw error;
      },
    );
    this.reading.set(key, reading);
    return reading;
  }

  private remember(key: string, value: V | null, at: number): void {
    this.reading.delete(key);
    this.found.delete(key);
    this.missing.delete(key);
    if (value === null) this.missing.set(key, { value, at });
    else this.found.set(key, { value, at });
  }
}
