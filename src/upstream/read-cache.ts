import { LRUCache } from 'lru-cache';
import type { UpstreamResponse } from './request.js';
import type { SharedRead } from './shared-read.js';

/** A whole answer to a read, and when it may be used. Instants are on the monotonic clock. */
export interface KeptAnswer {
  readonly response: Pick<UpstreamResponse, 'status' | 'body' | 'bytes' | 'receivedAt'>;
  /** When its call began: what it says may be as old as that. */
  readonly askedAt: number;
  /** From then on nobody uses it: those who had it kept have no use for an older one. */
  readonly until: number;
  /** `ReadCache.mark` when its call began. */
  readonly mark: number;
}

/** Bounds of the cache. */
export interface ReadCacheOptions {
  /** Answers kept at once; 20 000 unless told. The one used longest ago goes first. */
  readonly maxAnswers?: number;
  /** Bytes kept at once, by the answers' lengths as they came, which is about what they take as objects; 64 MiB. */
  readonly maxBytes?: number;
  /** Lines whose last write is remembered; 10 000. */
  readonly maxLines?: number;
}

/** How full the cache is. */
export interface ReadCacheState {
  readonly answers: number;
  readonly bytes: number;
  /** Calls in flight that identical reads may join. */
  readonly running: number;
  /** Reads that wait for them. */
  readonly waiting: number;
}

/** What an entry takes beside its answer. */
const ENTRY_BYTES = 512;
/** An answer larger than this share of the cache would push out too many others. */
const LARGEST_SHARE = 1 / 8;

/**
 * Answers to reads that others of the same tenant, shop, environment, credentials and scopes may use: those kept from
 * before, and those on their way. Keys are made by `lineKey` (reliability R1).
 *
 * A write to a line ends all of the line's answers, those on their way too. What is remembered of writes is their order
 * alone: an answer holds as long as its line was not written to after its mark. A line too long ago to be remembered
 * counts as written to at the last instant it may have been.
 */
export class ReadCache {
  /** Reads in flight, by key. As many as the limiters let be in flight. */
  readonly running = new Map<string, SharedRead>();
  private readonly answers: LRUCache<string, KeptAnswer>;
  private readonly writes: LRUCache<string, number>;
  private lastMark = 0;
  private forgottenMark = 0;

  constructor({ maxAnswers = 20_000, maxBytes = 64 * 1024 * 1024, maxLines = 10_000 }: ReadCacheOptions = {}) {
    this.answers = new LRUCache({
      max: maxAnswers,
      maxSize: maxBytes,
      maxEntrySize: Math.floor(maxBytes * LARGEST_SHARE),
      sizeCalculation: ({ response }, key) => response.bytes + key.length + ENTRY_BYTES,
    });
    this.writes = new LRUCache({
      max: maxLines,
      dispose: (mark, _line, reason) => {
        if (reason === 'evict') this.forgottenMark = Math.max(this.forgottenMark, mark);
      },
    });
  }

  /** The present place in the order of writes; a read notes it when its call begins. */
  get mark(): number {
    return this.lastMark;
  }

  /** How full it is. */
  get state(): ReadCacheState {
    let waiting = 0;
    for (const read of this.running.values()) waiting += read.waiting;
    return { answers: this.answers.size, bytes: this.answers.calculatedSize, running: this.running.size, waiting };
  }

  /** Notes that a write to the line begins, or has ended: nothing asked before holds any more. */
  noteWrite(line: string): void {
    this.lastMark += 1;
    this.writes.set(line, this.lastMark);
  }

  /** Whether no write to the line has begun or ended since the mark. */
  holds(line: string, mark: number): boolean {
    return mark >= (this.writes.get(line) ?? this.forgottenMark);
  }

  /** The answer kept under the key, if it may still be used; `now` is on the monotonic clock. */
  find(key: string, line: string, now: number): KeptAnswer | null {
    const found = this.answers.get(key);
    if (found === undefined) return null;
    if (now < found.until && this.holds(line, found.mark)) return found;
    this.answers.delete(key);
    return null;
  }

  /**
   * Keeps an answer, unless the line was written to since it was asked for. The newer of two stays, as long as any of those
   * who had them kept could use it.
   */
  keep(key: string, line: string, answer: KeptAnswer): void {
    if (!this.holds(line, answer.mark)) return;
    const present = this.answers.peek(key);
    const newer = present === undefined || answer.askedAt > present.askedAt ? answer : present;
    const until = Math.max(answer.until, present?.until ?? answer.until);
    if (newer !== present || until > present.until) this.answers.set(key, { ...newer, until });
  }

  /** Drops an answer: the platform's newer word is another. */
  forget(key: string): void {
    this.answers.delete(key);
  }
}
