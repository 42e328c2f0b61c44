import { AppError } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/codes.js';
import type { Logger } from '../log/logger.js';
import type { TenantRegistry } from '../tenants/registry.js';
import type { Shop } from '../tenants/shop.js';
import type { ChangeStream, ReadPlatform } from './change-stream.js';
import type { ReadingObserver } from './reading-observer.js';
import { nextWaitMs, type ReadingTimes, waitAfterFailureMs } from './reading-times.js';
import type { ReadingTurn, StreamEnd, StreamProgress } from './reading-turns.js';
import type { StreamReader } from './stream-reader.js';

/**
 * Failures that all streams of a shop have in common: the others are not asked for. Silence is none of them: one list that is too
 * slow would starve all that come after it. A platform that is silent as a whole opens the breaker.
 */
const OF_THE_SHOP: ReadonlySet<ErrorCode> = new Set([
  'SHOP_AUTH_EXPIRED',
  'CIRCUIT_OPEN',
  'RATE_LIMITED',
  'EGRESS_DENIED',
  'OVERLOADED',
]);

/** What shops are read with. */
export interface ShopReaderParts {
  readonly platforms: readonly ReadPlatform[];
  readonly registry: Pick<TenantRegistry, 'shopByKey'>;
  readonly reader: StreamReader;
  readonly observer: ReadingObserver;
  readonly log: Logger;
  readonly times: ReadingTimes;
  readonly isRunning: () => boolean;
}

interface Failed {
  readonly failure: ErrorCode;
  readonly retryAfterMs: number;
  /** Drawn once for all streams that have the failure in common. */
  readonly share: number;
}

/** Reads what of a shop is due, one stream after the other. */
export class ShopReader {
  constructor(private readonly parts: ShopReaderParts) {}

  /**
   * A failure is an end as well.
   * @returns an end for each stream, but for those that were not begun when it had to stop
   * @throws AppError STORAGE_UNAVAILABLE
   */
  async read(turn: ReadingTurn): Promise<StreamEnd[]> {
    const { registry, platforms, times } = this.parts;
    const startedAt = performance.now();
    const nextMs = nextWaitMs(times);
    const shop = await registry.shopByKey(turn.shopKey);
    const platform = platforms.find(({ name }) => name === shop?.platform);
    // It was removed, suspended or switched since it was claimed: it waits for its next turn.
    if (shop === null || platform === undefined || !isRead(shop))
      return turn.streams.map(({ stream, readUntil }) => ({ stream, readUntil, waitMs: nextMs, failure: null }));
    const ends = await this.readStreams(shop, platform, turn, nextMs);
    // What is due together is due from the beginning of the turn, and stays together.
    const tookMs = performance.now() - startedAt;
    return ends.map((end) => (end.failure === null ? { ...end, waitMs: Math.max(0, end.waitMs - tookMs) } : end));
  }

  private async readStreams(
    shop: Shop,
    platform: ReadPlatform,
    turn: ReadingTurn,
    nextMs: number,
  ): Promise<StreamEnd[]> {
    const ends: StreamEnd[] = [];
    let common: Failed | null = null;
    for (const stream of platform.streams) {
      const progress = turn.streams.find((one) => one.stream === stream.name);
      if (progress === undefined) continue;
      if (!this.parts.isRunning()) break;
      if (common !== null) {
        ends.push(this.failedEnd(stream, progress, common));
        continue;
      }
      try {
        const reading = await this.parts.reader.read(shop, platform, stream, progress);
        this.noteSuccess(shop, progress);
        const waitMs = reading.isBehind ? 0 : nextMs * (stream.pace ?? 1);
        ends.push({ stream: stream.name, readUntil: reading.readUntil, waitMs, failure: null });
      } catch (error) {
        if (error instanceof AppError && error.code === 'STORAGE_UNAVAILABLE') throw error;
        if (!this.parts.isRunning()) break;
        const failed = this.noteFailure(shop, progress, error);
        if (OF_THE_SHOP.has(failed.failure)) common = failed;
        ends.push(this.failedEnd(stream, progress, failed));
      }
    }
    return ends;
  }

  private failedEnd(
    { name, pace = 1 }: ChangeStream,
    { readUntil, failures }: StreamProgress,
    { failure, ...rest }: Failed,
  ): StreamEnd {
    const waitMs = waitAfterFailureMs(this.parts.times, { failures: failures + 1, pace, ...rest });
    return { stream: name, readUntil, waitMs, failure };
  }

  private noteSuccess(shop: Shop, { stream, failure }: StreamProgress): void {
    const { observer, log } = this.parts;
    observer.read(shop.platform, stream, 'OK');
    if (failure !== null) log.info({ shop: shop.key, stream }, 'changes of a shop can be read again');
  }

  /** Logs a failure when it is another than the last one: what lasts is told by metrics, and not every minute. */
  private noteFailure(shop: Shop, { stream, failure: before, failures }: StreamProgress, err: unknown): Failed {
    const { observer, log } = this.parts;
    const failure = err instanceof AppError ? err.code : 'INTERNAL';
    const retryAfterMs = err instanceof AppError ? (err.detail.retryAfterMs ?? 0) : 0;
    observer.read(shop.platform, stream, failure);
    const facts = { err, shop: shop.key, stream, failures: failures + 1 };
    if (failure === before) log.debug(facts, 'changes of a shop could not be read');
    else log.warn(facts, 'changes of a shop could not be read');
    return { failure, retryAfterMs, share: 0.9 + Math.random() * 0.2 };
  }
}

/** The feed tells of production: a shop in the sandbox is caught up with when it is back. */
const isRead = (shop: Shop): boolean => shop.status !== 'SUSPENDED' && !shop.isSandbox;
