import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { Shop } from '../tenants/shop.js';
import type { NewChange } from './change.js';
import { type ChangeFeed, FEED_KEPT_MS } from './change-feed.js';
import type { ChangeStream, FoundObject, ReadPlatform, Span } from './change-stream.js';
import type { ReadingObserver } from './reading-observer.js';
import { type ReadingTimes, secondOf } from './reading-times.js';
import type { ReadingTurns, StreamProgress } from './reading-turns.js';
import { SHORTEST_SPAN_MS, walkSpan } from './span-walk.js';

/** Time of one turn of a stream that has much to catch up with; then others have theirs. */
const TURN_MS = 10_000;
/** Walks of one span that keeps moving, and cannot be asked for in smaller parts. */
const MOST_WALKS = 3;

/** What streams are read with. */
export interface StreamReaderParts {
  readonly turns: Pick<ReadingTurns, 'advance'>;
  readonly feed: Pick<ChangeFeed, 'append' | 'untold'>;
  readonly observer: ReadingObserver;
  readonly log: Logger;
  /** The process, as turns are claimed for it. */
  readonly owner: string;
  readonly times: ReadingTimes;
  /** Ends calls under way. */
  readonly signal: AbortSignal;
  readonly isRunning: () => boolean;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** How far a stream was read, and whether there is more to be read at once. */
export interface StreamReading {
  readonly readUntil: Date;
  readonly isBehind: boolean;
}

/** Reads one stream of one shop, span after span, and appends what was not told. */
export class StreamReader {
  constructor(private readonly parts: StreamReaderParts) {}

  /**
   * Reads from the last end on to a few seconds ago. A span is noted as read when all of it was appended: who dies between the
   * two reads it again, and appends nothing twice.
   * @throws AppError what the platform or the store says; what was noted stays
   */
  async read(
    shop: Shop,
    platform: ReadPlatform,
    stream: ChangeStream,
    progress: StreamProgress,
  ): Promise<StreamReading> {
    const { now, turns, owner } = this.parts;
    const endsAt = performance.now() + TURN_MS;
    const to = secondOf(now() - this.parts.times.settleMs);
    let { from, readUntil } = this.beginningOf(shop, progress);
    let longest = stream.longestMs;
    let walks = 0;
    while (from < to && this.parts.isRunning() && performance.now() < endsAt) {
      const span = { from, to: Math.min(to, from + longest) };
      const isShortest = span.to - from <= SHORTEST_SPAN_MS || stream.overlaps === true;
      const rows = await this.walk(shop, stream, span, isShortest ? ++walks : 0);
      if (rows === null) {
        if (stream.overlaps === true) continue;
        longest = Math.max(SHORTEST_SPAN_MS, secondOf((span.to - from) / 2));
        continue;
      }
      await this.tell(shop, platform, stream, rows);
      walks = 0;
      longest = Math.min(stream.longestMs, longest * 2);
      from = span.to;
      readUntil = new Date(Math.max(readUntil.getTime(), from));
      if (from < to && !(await turns.advance(owner, shop.key, stream.name, readUntil))) break;
    }
    return { readUntil, isBehind: from < to };
  }

  /** No further back than the feed goes, and not in the time to come. */
  private beginningOf(shop: Shop, { readUntil, stream }: StreamProgress): { from: number; readUntil: Date } {
    const { times, log } = this.parts;
    const now = this.parts.now();
    // A new shop is as if it had been read for one overlap more.
    if (readUntil.getTime() > now + times.overlapMs) {
      log.warn({ shop: shop.key, stream, readUntil }, 'the clock was set back: changes are read from the present on');
      const from = secondOf(now - times.overlapMs);
      return { from, readUntil: new Date(from) };
    }
    const wanted = secondOf(readUntil.getTime() - times.overlapMs);
    const earliest = secondOf(now - FEED_KEPT_MS);
    if (wanted >= earliest) return { from: wanted, readUntil };
    log.warn({ shop: shop.key, stream, since: new Date(wanted) }, 'changes older than the feed are not read');
    return { from: earliest, readUntil };
  }

  /** @returns what a span holds; null when it is to be asked for in smaller parts, or once more where it has none */
  private async walk(
    shop: Shop,
    stream: ChangeStream,
    span: Span,
    walks: number,
  ): Promise<readonly FoundObject[] | null> {
    const { signal, log, times } = this.parts;
    const endsAt = performance.now() + times.walkMs;
    const read = (page: number) => {
      if (!this.parts.isRunning()) throw new AppError('SHUTTING_DOWN');
      if (performance.now() > endsAt) throw new AppError('DEADLINE_EXCEEDED', 'The list is too long, or too slow.');
      return stream.read(shop, span, page, signal);
    };
    const first = await walkSpan(span, read, stream.overlaps);
    // Once more: an answer may have lost rows on its way. A count that is wrong twice is the platform's way of counting.
    const walk = first.kind === 'short' ? await walkSpan(span, read, stream.overlaps) : first;
    if (walk.kind === 'short') log.debug({ shop: shop.key, stream: stream.name }, 'fewer objects than were counted');
    if (walk.kind === 'whole' || walk.kind === 'short') return walk.rows;
    if (walks < MOST_WALKS) return null;
    throw new AppError('UPSTREAM_MALFORMED', 'The list was another one on each page.');
  }

  /** What was kept of the shop's reads ends first, so that who hears of a change reads anew. */
  private async tell(
    shop: Shop,
    platform: ReadPlatform,
    stream: ChangeStream,
    rows: readonly FoundObject[],
  ): Promise<void> {
    const { feed, observer, now } = this.parts;
    const receivedAt = new Date(now());
    const news = await feed.untold(rows.map((row) => changeOf(shop, stream, row, receivedAt)));
    if (news.length === 0) return;
    platform.noteChange(shop);
    observer.found(shop.platform, stream.name, await feed.append(news));
  }
}

const changeOf = (
  shop: Shop,
  { kind }: ChangeStream,
  { subject, updatedAt }: FoundObject,
  receivedAt: Date,
): NewChange => ({
  tenantId: shop.tenantId,
  shopKey: shop.key,
  kind,
  subject,
  tag: null,
  source: 'LIVE',
  raw: null,
  occurredAt: updatedAt,
  fingerprint: null,
  receivedAt,
});
