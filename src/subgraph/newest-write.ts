/** A write that was announced; it is given back once, whatever became of it. */
export interface AnnouncedWrite {
  /** Higher is newer. */
  readonly number: number;
  readonly keys: ReadonlySet<string>;
}

/** Bounds of what is remembered. */
export interface NewestWriteOptions {
  /** Keys with a write that waits; 100 000 unless told. Of one more nothing is known: its writes all run, in their turns. */
  readonly maxKeys?: number;
}

interface Standing {
  /** Numbers of the writes that were announced and not given back. */
  readonly waiting: number[];
  /** The newest of those that were carried out meanwhile. */
  written: number;
}

/**
 * Who is the newest for each object, among writes that set a full value and wait for their turn: an older one need not be made
 * any more (reliability section 4, "a newer job cancels older ones"). Only such writes are announced: one that changes a
 * value by something is never superseded and supersedes nothing. In one process, as the turns are. Keys are made by `tupleKey`.
 */
export class NewestWrite {
  private readonly standings = new Map<string, Standing>();
  private last = 0;

  constructor(private readonly options: NewestWriteOptions = {}) {}

  /** How many keys have a write that waits. */
  get size(): number {
    return this.standings.size;
  }

  /** The place of a write in the order, to be taken in the moment in which it comes. Higher is newer. */
  arrive(): number {
    this.last += 1;
    return this.last;
  }

  /**
   * Says that a write will be made: not a dry run, nor a repeat that is answered from the journal.
   * @param keys the objects whose value it sets
   * @param number when it came, where that was before
   */
  announce(keys: readonly string[], number = this.arrive()): AnnouncedWrite {
    const kept = new Set(keys.filter((key) => this.standings.has(key) || this.makeRoom(key)));
    for (const key of kept) this.standings.get(key)?.waiting.push(number);
    return { number, keys: kept };
  }

  /** Whether a newer write of this object waits, or was carried out while this one waited. */
  isSuperseded({ number, keys }: AnnouncedWrite, key: string): boolean {
    const standing = keys.has(key) ? this.standings.get(key) : undefined;
    return standing !== undefined && Math.max(standing.written, ...standing.waiting) > number;
  }

  /**
   * Gives a write back: it was made, or it will not be.
   * @param written objects whose value it did set, or may have set. Needed only where turns are not taken in the order of the
   * announcements: an older write of them that still waits is superseded then
   */
  release({ number, keys }: AnnouncedWrite, written: readonly string[] = []): void {
    const wrote = new Set(written);
    for (const key of keys) {
      const standing = this.standings.get(key);
      if (standing === undefined) continue;
      const at = standing.waiting.indexOf(number);
      if (at >= 0) standing.waiting.splice(at, 1);
      if (wrote.has(key)) standing.written = Math.max(standing.written, number);
      if (standing.waiting.length === 0) this.standings.delete(key);
    }
  }

  private makeRoom(key: string): boolean {
    if (this.standings.size >= (this.options.maxKeys ?? 100_000)) return false;
    this.standings.set(key, { waiting: [], written: 0 });
    return true;
  }
}
