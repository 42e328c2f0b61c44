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
  /** Continue after this position; 0: from the beginning of the period. */
  readonly after: number;
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
   * Waits until there are changes of the tenant after a position: at once for changes of this process, within a second for
   * those of another.
   * @returns false when `signal` ended the waiting, or the store was closed
   * @throws AppError OVERLOADED when too many wait
   */
  waitForMore(tenantId: string, after: number, signal: AbortSignal): Promise<boolean>;
  /**
   * Appends past changes once more at the end, in their order, so that everybody who follows gets them again. What was told
   * again is not told again a second time by it.
   * @returns how many, and the position to continue after; null when it is done
   */
  repeat(query: RepeatQuery): Promise<{ readonly count: number; readonly next: number | null }>;
  /** Removes some of what is older than an instant, but never the newest change. @returns how many rows were removed */
  prune(before: Date, limit: number): Promise<number>;
}
