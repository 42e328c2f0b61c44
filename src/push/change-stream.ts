import type { PlatformName, Shop } from '../tenants/shop.js';
import type { ChangeKind, ChangeSubject } from './change.js';

/** Times of update, in epoch milliseconds of whole seconds: from the first on, up to the second and without it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An object as a reconciling read finds it. */
export interface FoundObject {
  readonly subject: ChangeSubject;
  /** By the platform's clock. */
  readonly updatedAt: Date;
}

/** A page of objects. */
export interface FoundPage {
  readonly rows: readonly FoundObject[];
  /** Rows of the page that could not be read; they were logged. */
  readonly unreadable: number;
  /** How many objects the span holds; null where the platform does not say. */
  readonly total: number | null;
  readonly hasMore: boolean;
}

/** Objects of a shop that a platform lists by their time of update. */
export interface ChangeStream {
  /** Short and lasting: how far it was read is stored under it, and it is a label of metrics. */
  readonly name: string;
  readonly kind: ChangeKind;
  /** Longest span that is asked for, in milliseconds. */
  readonly longestMs: number;
  /** Every how many intervals it is read; 1 unless told, more for what costs many calls. */
  readonly pace?: number;
  /**
   * Each page begins with the last row of the one before: by that it is seen whether a list without a count has lost rows
   * meanwhile. Absent where the platform counts.
   */
  readonly overlaps?: true;
  /**
   * A page of what was updated in a span, of production, with one call. Rows of other times are left out by the caller.
   * @param page from 0
   * @throws AppError
   */
  read(shop: Shop, span: Span, page: number, signal: AbortSignal): Promise<FoundPage>;
}

/** What a platform brings to be read from time to time. */
export interface ReadPlatform {
  readonly name: PlatformName;
  readonly streams: readonly ChangeStream[];
  /** Ends what was kept of a shop's reads: something has changed. */
  noteChange(shop: Shop): void;
}
