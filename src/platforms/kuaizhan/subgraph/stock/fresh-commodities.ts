import { MAX_COMMODITY_IDS } from '../../upstream/endpoints/commodity.js';
import type { Commodity } from '../commodity/commodity.type.js';

/** A commodity, null where there is none, or the failure of its call. */
export type Found = Commodity | Error | null;

/**
 * How long after its answer a commodity may be written to without being read again, in milliseconds. What a buyer takes between
 * read and write is given back by the write, since the platform takes full values and nothing to compare them with: the
 * shorter, the less of it; the longer, the more commodities share a call.
 */
const MAX_AGE_MS = 1_000;

interface Read {
  readonly found: Found;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** The commodities of one batch, read in the fewest calls that keep every one of them young when it is written to. */
export class FreshCommodities {
  private readonly reads = new Map<string, Read>();
  private readonly left: Set<string>;
  private reading: Promise<void> | null = null;

  /**
   * @param load reads up to any number of commodities, by id
   * @param isReady whether a commodity's turn has come, so that reading it now is of use
   */
  constructor(
    private readonly ids: readonly string[],
    private readonly load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
    private readonly isReady: (id: string) => boolean,
  ) {
    this.left = new Set(ids);
  }

  /** Reads all of them. Never throws. */
  readAll(): Promise<void> {
    return this.read(this.ids);
  }

  /** As it was read last; undefined when it was not. */
  seen(id: string): Found | undefined {
    return this.reads.get(id)?.found;
  }

  /**
   * A commodity for its write: read after its turn came, and not too long ago. One that is too old is read again together with
   * all others that are still to be written.
   * @param since monotonic instant of the turn
   */
  async take(id: string, since: number): Promise<Found> {
    for (;;) {
      const read = this.reads.get(id);
      if (read !== undefined && read.askedAt >= since && performance.now() - read.answeredAt <= MAX_AGE_MS) {
        this.left.delete(id);
        return read.found;
      }
      this.reading ??= this.readWith(id).finally(() => {
        this.reading = null;
      });
      await this.reading;
    }
  }

  private readWith(id: string): Promise<void> {
    const others = [...this.left].filter((other) => other !== id && this.isReady(other));
    return this.read([id, ...others.slice(0, MAX_COMMODITY_IDS - 1)]);
  }

  private async read(ids: readonly string[]): Promise<void> {
    const askedAt = performance.now();
    const found = await this.load(ids);
    const answeredAt = performance.now();
    for (const id of ids) this.reads.set(id, { found: found.get(id) ?? null, askedAt, answeredAt });
  }
}
