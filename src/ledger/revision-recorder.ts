import { LRUCache } from 'lru-cache';
import type { Logger } from '../log/logger.js';
import type { RevisionRecord, Revisions } from './revisions.js';

/** A state as it was seen; `version` and `body` are made only when the state is new. */
export interface SeenState {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly nodeId: string;
  /** Cheap mark of the state, e.g. the platform's time of change; a known mark is a known state. */
  readonly mark: string | number;
  readonly source: RevisionRecord['source'];
  readonly state: () => { readonly version: string; readonly body: string };
}

const MAX_WAITING = 5_000;
const ROWS_AT_ONCE = 50;
const FLUSH_AFTER_MS = 200;

/**
 * Keeps the states of objects as reads and writes bring them, beside the request: a read never waits for the ledger. When
 * more wait than the queue holds, the rest is left out and counted: a later read brings them again.
 */
export class RevisionRecorder {
  private readonly marks = new LRUCache<string, string | number>({ max: 50_000 });
  private readonly waiting: Omit<RevisionRecord, 'id'>[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> = Promise.resolve();
  private dropped = 0;

  constructor(
    private readonly revisions: Revisions,
    private readonly log: Logger,
  ) {}

  /** Notes a state, if it is not the one noted last. */
  seen(state: SeenState): void {
    const key = `${state.tenantId.length}:${state.tenantId}${state.nodeId}`;
    if (this.marks.get(key) === state.mark) return;
    if (this.waiting.length >= MAX_WAITING) {
      this.dropped += 1;
      return;
    }
    this.marks.set(key, state.mark);
    const { tenantId, shopKey, nodeId, source } = state;
    this.waiting.push({ tenantId, shopKey, nodeId, source, seenAt: new Date(), ...state.state() });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
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
      const rows = this.waiting.splice(0, ROWS_AT_ONCE);
      try {
        await this.revisions.add(rows);
      } catch (error) {
        for (const row of rows) this.marks.delete(`${row.tenantId.length}:${row.tenantId}${row.nodeId}`);
        this.log.error({ err: error, count: rows.length }, 'revisions were not written');
      }
      await new Promise(setImmediate);
    }
  }
}
