import type { Change, ChangeKind, NewChange } from './change.js';

/** How long changes are kept, in milliseconds; as long as the ids of push messages (reliability section 2). */
export const FEED_KEPT_MS = 30 * 24 * 3600_000;

/** Which changes of a tenant. */
export interface ChangeFilter {
  readonly tenantId: string;
  /** Null: of all the tenant's shops. */
  readonly shopKeys: readonly string[] | null;
  /** Null: of all kinds. */
  readonly kinds: readonly ChangeKind[] | null;
}

/** A page of the feed. */
export interface ChangeQuery extends ChangeFilter {
  /** Continue after this position; 0: from the oldest kept. */
  readonly after: number;
  readonly limit: number;
  /** Leave the messages where they are: `raw` is null then. */
  readonly withoutRaw?: boolean;
}

/** A part of the feed: after a position, up to another. */
export interface Stretch {
  readonly after: number;
  readonly until: number;
}

/** Past changes to tell again. */
export interface RepeatQuery {
  readonly tenantId: string;
  readonly shopKey: string;
  /** Received at this instant or later. */
  readonly from: Date;
  /** Received before this instant. */
  readonly to: Date;
  readonly kinds: readonly ChangeKind[] | null;
  /** Continue after this position; that of `beginningOf` to begin with. */
  readonly after: number;
  /** And no further than this one: what is appended meanwhile is told again by nobody. */
  readonly until: number;
  /** Changes told again at once, at most. */
  readonly limit: number;
}

/**
 * Port of the change feed: what changed on the platforms, from push messages and from reconciling reads together. Positions
 * rise in the order in which changes become visible: who reads after a position never misses a change. Every method throws
 * AppError STORAGE_UNAVAILABLE when the store cannot do its work.
 */
export interface ChangeFeed {
  /**
   * Appends changes in their order, some hundreds in a transaction, and leaves out what was told before (`watermark.ts`). For
   * reconciling reads, which look only at objects whose time of update is some seconds past: the platform's times are whole
   * seconds, and what comes in the same second as a read counts as read.
   * @returns how many were appended
   */
  append(changes: readonly NewChange[]): Promise<number>;
  /** Those of some changes that `append` would not leave out now. */
  untold(changes: readonly NewChange[]): Promise<NewChange[]>;
  /** The oldest that match after a position, in order; fewer than `limit` only when there are no more. */
  list(query: ChangeQuery): Promise<Change[]>;
  /**
   * The oldest position kept and the newest; null for a feed that never had a change. A reader that stopped before the oldest
   * may have missed some.
   */
  bounds(): Promise<{ readonly oldest: number; readonly newest: number } | null>;
  /**
   * Waits until there are changes after a position that a filter may fit: of this process for a tenth of a second at most, of
   * another for about half a second. While there are none it costs the store nothing.
   * @returns where they may be: after the first position, which is not before the one given, up to the second; null when
   * `signal` ended the waiting, or the store was closed
   * @throws AppError OVERLOADED when too many wait
   */
  waitForMore(filter: ChangeFilter, after: number, signal: AbortSignal): Promise<Stretch | null>;
  /** A position after which all is that was received at an instant or later. */
  beginningOf(from: Date): Promise<number>;
  /**
   * Appends past changes once more at the end, in their order, so that everybody who follows gets them again. What was told
   * again is not told again a second time by it. Looks through some thousand changes of the shop at most: there may be more
   * although it told of none.
   * @returns how many, and the position to continue after; null when it is done
   */
  repeat(query: RepeatQuery): Promise<{ readonly count: number; readonly next: number | null }>;
  /** Removes some of what is older than an instant, but never the newest change. @returns how many rows were removed */
  prune(before: Date, limit: number): Promise<number>;
}
