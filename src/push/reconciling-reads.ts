import { randomUUID } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { TenantRegistry } from '../tenants/registry.js';
import type { ChangeFeed } from './change-feed.js';
import type { ReadPlatform } from './change-stream.js';
import type { ReadingObserver } from './reading-observer.js';
import { longestWaitMs, READING_TIMES, type ReadingTimes, secondOf } from './reading-times.js';
import { READING_LEASE_MS, type ReadingTurn, type ReadingTurns } from './reading-turns.js';
import { ShopReader } from './shop-reader.js';
import { StreamReader } from './stream-reader.js';

/** Shops read at once; each waits for its own platform, so that some that hang leave room for the others. */
const MAX_RUNNING = 32;
/** How often due shops are looked for: as a share of the interval, between these bounds. */
const POLLS_IN_INTERVAL = 50;
const LEAST_POLL_MS = 20;
const MOST_POLL_MS = 1_000;
/** How often new shops are looked for, in the same way. */
const ENROLMENTS_IN_INTERVAL = 6;
/** How long a stop waits for the pages under way. */
const STOP_MS = 5_000;

/** What reconciling reads are made with. */
export interface ReconcilingReadsParts {
  readonly platforms: readonly ReadPlatform[];
  readonly turns: ReadingTurns;
  readonly feed: Pick<ChangeFeed, 'append' | 'untold'>;
  readonly registry: Pick<TenantRegistry, 'shopByKey'>;
  readonly observer: ReadingObserver;
  readonly log: Logger;
  /** {@link READING_TIMES} unless told. */
  readonly times?: Partial<ReadingTimes>;
  /** Wall clock. */
  readonly now?: () => Date;
}

/**
 * Asks platforms from time to time for what has changed, and appends to the feed what no message told of. Each shop is read by one
 * process at a time, and waits for itself alone.
 */
export class ReconcilingReads {
  private readonly owner = randomUUID();
  private readonly times: ReadingTimes;
  private readonly reader: ShopReader;
  private readonly running = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private timers: NodeJS.Timeout[] = [];
  private claiming: Promise<void> | undefined;
  private enrolling: Promise<void> | undefined;
  private isRunning = false;

  constructor(private readonly parts: ReconcilingReadsParts) {
    const times = { ...READING_TIMES, ...parts.times };
    const isRunning = (): boolean => this.isRunning;
    const { signal } = this.ending;
    const reader = new StreamReader({ ...parts, owner: this.owner, times, signal, isRunning, now: () => this.now() });
    this.times = times;
    this.reader = new ShopReader({ ...parts, reader, times, isRunning });
  }

  /** Goes on where the last run ended. */
  start(): void {
    if (this.isRunning || this.parts.platforms.length === 0) return;
    this.isRunning = true;
    const { everyMs } = this.times;
    const every = (ms: number, work: () => void): NodeJS.Timeout => setInterval(work, ms).unref();
    this.timers = [
      every(Math.min(MOST_POLL_MS, Math.max(LEAST_POLL_MS, everyMs / POLLS_IN_INTERVAL)), () => this.claimSome()),
      every(Math.max(LEAST_POLL_MS, everyMs / ENROLMENTS_IN_INTERVAL), () => this.enrolSome()),
      every(READING_LEASE_MS / 3, () => void this.renew()),
    ];
    this.enrolSome();
  }

  /** Begins with no shop and no page any more, waits for the pages under way, and gives the shops back. */
  async stop(): Promise<void> {
    this.isRunning = false;
    for (const timer of this.timers) clearInterval(timer);
    const patience = setTimeout(() => this.ending.abort(new AppError('SHUTTING_DOWN')), STOP_MS).unref();
    await Promise.all([this.claiming, this.enrolling]);
    await Promise.all(this.running.values());
    clearTimeout(patience);
  }

  private now(): number {
    return (this.parts.now?.() ?? new Date()).getTime();
  }

  private get names() {
    return this.parts.platforms.map(({ name, streams }) => ({
      platform: name,
      streams: streams.map((stream) => stream.name),
    }));
  }

  private enrolSome(): void {
    this.enrolling ??= this.enrol()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'new shops could not be taken up for reconciling reads'))
      .finally(() => {
        this.enrolling = undefined;
      });
  }

  /** Shops are spread over an interval. The first read of one begins with its registration, unless that was long ago. */
  private async enrol(): Promise<void> {
    const { everyMs, firstMs, overlapMs } = this.times;
    for (const { name, streams } of this.parts.platforms)
      await this.parts.turns.enrol(
        { platform: name, streams: streams.map((stream) => stream.name) },
        (registeredAt) => {
          const begin = secondOf(Math.max(registeredAt.getTime(), this.now() - firstMs));
          // One draw for the shop, so that what is due in one interval is due together.
          const share = Math.random();
          const paceOf = (wanted: string): number => streams.find((stream) => stream.name === wanted)?.pace ?? 1;
          return { readUntil: new Date(begin + overlapMs), waitMs: (stream) => share * everyMs * paceOf(stream) };
        },
      );
  }

  private claimSome(): void {
    if (!this.isRunning) return;
    this.claiming ??= this.claim()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'shops could not be claimed for reconciling reads'))
      .finally(() => {
        this.claiming = undefined;
      });
  }

  private async claim(): Promise<void> {
    const turns = await this.parts.turns.claim(this.owner, {
      names: this.names,
      limit: MAX_RUNNING - this.running.size,
      exceptShops: [...this.running.keys()],
      longestWaitMs: longestWaitMs(this.times),
    });
    for (const turn of turns) {
      const work = this.take(turn)
        .catch((err: unknown) =>
          this.parts.log.warn({ err, shop: turn.shopKey }, 'a reconciling read could not be noted'),
        )
        .finally(() => {
          this.running.delete(turn.shopKey);
          this.claimSome();
        });
      this.running.set(turn.shopKey, work);
    }
  }

  private async renew(): Promise<void> {
    if (this.running.size === 0) return;
    await this.parts.turns
      .renew(this.owner, [...this.running.keys()])
      .catch((err: unknown) => this.parts.log.warn({ err }, 'the lease of shops that are read could not be renewed'));
  }

  private async take(turn: ReadingTurn): Promise<void> {
    await this.parts.turns.finish(this.owner, turn.shopKey, await this.reader.read(turn));
  }
}
