import { tupleKey } from './key-tuple.js';

/** What is remembered of the objects of one shop, by their ids. Taken from `ShopMemory` for one answer and not kept. */
export class Shelf<V> {
  private readonly values = new Map<string, V>();
  private isForgotten = false;

  /** @param onGrowth told how many facts there are more, or less */
  constructor(private readonly onGrowth: (by: number) => void) {}

  get(id: string): V | undefined {
    return this.values.get(id);
  }

  /** Remembers a fact; on a shelf that was forgotten meanwhile, nothing. */
  set(id: string, value: V): void {
    if (this.isForgotten) return;
    const before = this.values.size;
    this.values.set(id, value);
    if (this.values.size > before) this.onGrowth(1);
  }

  delete(id: string): void {
    if (this.values.delete(id)) this.onGrowth(-1);
  }

  /** Forgets the fact that was noted first. */
  dropOldest(): void {
    const [oldest] = this.values.keys();
    if (oldest !== undefined) this.delete(oldest);
  }

  /** Forgets everything, for good. */
  forget(): void {
    this.isForgotten = true;
    this.onGrowth(-this.values.size);
    this.values.clear();
  }
}

/**
 * Small facts about very many objects, bounded in number over all shops. The key of a shop is made once per answer and not
 * once per row. Where there are too many, the shop looked at longest ago is forgotten whole: only for facts that can be
 * found out again.
 */
export class ShopMemory<V> {
  private readonly shelves = new Map<string, Shelf<V>>();
  private size = 0;

  /** @param max most facts at once */
  constructor(private readonly max: number) {}

  /** The shelf that these parts name, e.g. tenant, shop, environment and type; made when there is none. */
  shelf(parts: readonly string[]): Shelf<V> {
    const key = tupleKey(parts);
    const shelf = this.shelves.get(key) ?? new Shelf<V>((by) => this.resize(by));
    // The last of a map is its newest.
    this.shelves.delete(key);
    this.shelves.set(key, shelf);
    return shelf;
  }

  /** A fact, if it is remembered. */
  get(parts: readonly string[], id: string): V | undefined {
    return this.shelves.get(tupleKey(parts))?.get(id);
  }

  private resize(by: number): void {
    this.size += by;
    if (by <= 0) return;
    for (const [key, shelf] of this.shelves) {
      if (this.size <= this.max) return;
      if (this.shelves.size === 1) shelf.dropOldest();
      else {
        this.shelves.delete(key);
        shelf.forget();
      }
    }
  }
}
