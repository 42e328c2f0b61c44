import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { WriteJournal, WriteRecord } from './journal.js';
import { keepSettlement, type Reconcile } from './safe-write.js';

/** Rows looked through in one round, those of one page, and those asked about. */
const MAX_SEEN = 1_000;
const PAGE = 100;
const MAX_ASKED = 20;
/** Waits between two looks at one row: doubling from the first to the last. */
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 10 * 60_000;

/** In the order of the journal. */
const isBefore = (a: WriteRecord, b: WriteRecord): boolean =>
  a.createdAt < b.createdAt || (a.createdAt.getTime() === b.createdAt.getTime() && a.id < b.id);

/** Settles unknown outcomes in the background, by asking the platform through the mutation's handler. */
export class Reconciler {
  /** The row that was looked through last: the next round goes on after it, so that no row is left out for older ones. */
  private last: WriteRecord | null = null;
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
    let settled = 0;
    for (const record of await this.dueRecords()) if (await this.settle(record)) settled += 1;
    return settled;
  }

  /** Goes through the open rows once at most, from where the round before ended. */
  private async dueRecords(): Promise<readonly WriteRecord[]> {
    const { journal, handlers } = this.parts;
    const mutations = Object.keys(handlers);
    const from = this.last;
    const due: WriteRecord[] = [];
    for (let seen = 0, isWrapped = from === null; seen < MAX_SEEN; ) {
      const page = await journal.unsettled(mutations, PAGE, this.last);
      for (const record of page) {
        if (isWrapped && from !== null && isBefore(from, record)) {
          this.last = from;
          return due;
        }
        this.last = record;
        if (this.isDue(record)) due.push(record);
        if (due.length === MAX_ASKED) return due;
      }
      seen += page.length;
      if (page.length === PAGE) continue;
      this.last = null;
      if (isWrapped) return due;
      isWrapped = true;
    }
    return due;
  }

  private async settle(record: WriteRecord): Promise<boolean> {
    const { journal, handlers, log } = this.parts;
    const { id: write, mutation } = record;
    this.postpone(record);
    try {
      const settlement = await handlers[mutation]?.(record);
      if (settlement === null || settlement === undefined) return false;
      await keepSettlement(journal, record.id, settlement);
      if (settlement.state === 'UNKNOWN') return false;
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
