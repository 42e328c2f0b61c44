import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { WriteJournal, WriteRecord } from './journal.js';
import type { Reconcile } from './safe-write.js';

/** Rows looked through and rows asked about in one round. */
const MAX_SEEN = 1_000;
const MAX_ASKED = 20;
/** Waits between two looks at one row: doubling from the first to the last. */
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 10 * 60_000;

/** Settles unknown outcomes in the background, by asking the platform through the mutation's handler. */
export class Reconciler {
  private readonly waits = new LRUCache<string, { until: number; waitMs: number }>({ max: 10_000 });
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<number> | undefined;

  constructor(
    private readonly parts: {
      readonly journal: WriteJournal;
      /** By mutation name; a write without one stays UNKNOWN. */
      readonly handlers: Readonly<Record<string, Reconcile>>;
      readonly log: Logger;
      readonly now?: () => number;
    },
  ) {}

  /** Goes over the journal now and then, never twice at once. */
  start(intervalMs: number): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => void this.runOnce(), intervalMs);
    this.timer.unref();
  }

  /** Ends after the look that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.round;
  }

  /** One round, or the one that is under way. Never throws. @returns how many rows were settled */
  runOnce(): Promise<number> {
    this.round ??= this.settleSome()
      .catch((err: unknown) => {
        this.parts.log.warn({ err }, 'unknown outcomes could not be looked through');
        return 0;
      })
      .finally(() => {
        this.round = undefined;
      });
    return this.round;
  }

  private async settleSome(): Promise<number> {
    const { journal, handlers } = this.parts;
    const due = (await journal.unsettled(MAX_SEEN)).filter((record) => handlers[record.mutation] && this.isDue(record));
    let settled = 0;
    for (const record of due.slice(0, MAX_ASKED)) if (await this.settle(record)) settled += 1;
    return settled;
  }

  private async settle(record: WriteRecord): Promise<boolean> {
    const { journal, handlers, log } = this.parts;
    const { id: write, mutation } = record;
    this.postpone(record);
    try {
      const settlement = await handlers[mutation]?.(record);
      if (settlement === null || settlement === undefined) return false;
      await journal.finish(record.id, { ...settlement, sent: true });
      this.waits.delete(record.id);
      log.info({ write, mutation, state: settlement.state }, 'an unknown outcome was settled');
      return true;
    } catch (err) {
      log.warn({ err, write, mutation }, 'an unknown outcome could not be looked up');
      return false;
    }
  }

  private now(): number {
    return this.parts.now?.() ?? performance.now();
  }

  private isDue(record: WriteRecord): boolean {
    return (this.waits.get(record.id)?.until ?? 0) <= this.now();
  }

  private postpone(record: WriteRecord): void {
    const before = this.waits.get(record.id);
    const waitMs = before === undefined ? FIRST_WAIT_MS : Math.min(before.waitMs * 2, LAST_WAIT_MS);
    this.waits.set(record.id, { until: this.now() + waitMs, waitMs });
  }
}
