import type { Logger } from '../log/logger.js';
import { type Shelf, ShopMemory } from '../tenants/shop-memory.js';
import type { RevisionRecord, Revisions } from './revisions.js';

/**
 * How the states of one kind of object are told apart. A mark is what changes when anything does, e.g. the platform's time
 * of change: a known mark is a known state.
 */
export interface StateKind<T, M> {
  /** Name of the kind, e.g. `Commodity`. */
  readonly type: string;
  /** Id within shop and kind. */
  readonly nativeId: (object: T) => string;
  /** Whether the object is still in the state that the mark was made of. Asked for every row of every read: cheap. */
  readonly isAt: (object: T, mark: M) => boolean;
  readonly markOf: (object: T) => M;
  /** Made only of a state that is new. */
  readonly stateOf: (object: T) => { readonly nodeId: string; readonly version: string; readonly body: string };
}

/** A state that waits to be written, and where its mark is. */
interface Waiting {
  readonly row: Omit<RevisionRecord, 'id'>;
  readonly marks: Shelf<unknown>;
  readonly nativeId: string;
}

const MAX_MARKS = 50_000;
const MAX_WAITING = 5_000;
const ROWS_AT_ONCE = 50;
const FLUSH_AFTER_MS = 200;

/**
 * Keeps the states of objects as reads and writes bring them, beside the request: a read never waits for the ledger. When
 * more wait than the queue holds, the rest is left out and counted: a later read brings them again.
 */
export class RevisionRecorder {
  private readonly marks = new ShopMemory<unknown>(MAX_MARKS);
  private readonly waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> = Promise.resolve();
  private dropped = 0;

  constructor(
    private readonly revisions: Revisions,
    private readonly log: Logger,
  ) {}

  /** Notes the states of a shop's objects as the platform just showed them, without those noted last. */
  seen<T, M>(
    shop: { readonly tenantId: string; readonly key: string },
    kind: StateKind<T, M>,
    objects: readonly T[],
  ): void {
    if (objects.length === 0) return;
    const marks = this.marks.shelf([shop.tenantId, shop.key, kind.type]);
    for (const object of objects) {
      const nativeId = kind.nativeId(object);
      const mark = marks.get(nativeId) as M | undefined;
      if (mark !== undefined && kind.isAt(object, mark)) continue;
      if (this.waiting.length >= MAX_WAITING) {
        this.dropped += 1;
        continue;
      }
      marks.set(nativeId, kind.markOf(object));
      const { tenantId, key: shopKey } = shop;
      const row = { tenantId, shopKey, source: 'LIVE', seenAt: new Date(), ...kind.stateOf(object) } as const;
      this.waiting.push({ row, marks, nativeId });
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
    }
  }

  /** Writes what waits, some rows a transaction so that no other work is held up; also before the process stops. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.flushing = this.flushing.then(() => this.writeAll());
    return this.flushing;
  }

  private async writeAll(): Promise<void> {
    if (this.dropped > 0) this.log.warn({ count: this.dropped }, 'revisions left out: the queue was full');
    this.dropped = 0;
    while (this.waiting.length > 0) {
      const part = this.waiting.splice(0, ROWS_AT_ONCE);
      try {
        await this.revisions.add(part.map(({ row }) => row));
      } catch (error) {
        for (const { marks, nativeId } of part) marks.delete(nativeId);
        this.log.error({ err: error, count: part.length }, 'revisions were not written');
      }
      await new Promise(setImmediate);
    }
  }
}
