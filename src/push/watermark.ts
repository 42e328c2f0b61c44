import type { NewChange } from './change.js';

/** How far an object's changes have been told. */
export interface Mark {
  /** Newest time told, epoch milliseconds of the platform's clock; null while none was. */
  readonly at: number | null;
  /** What told it. */
  readonly source: NewChange['source'];
  /** Of the state told last, if that was found by a read. */
  readonly fingerprint: string | null;
}

/** `stale`: something newer was told before; `double`: the same was. */
export type Standing = 'news' | 'stale' | 'double';

/** A platform's clock may be so much ahead of ours; what says to be later does not move the mark (reliability section 5). */
export const MAX_AHEAD_MS = 10 * 60_000;

/**
 * Whether a change is to be told after what was told of its object before (docs/decisions/020).
 *
 * Two messages of the same second are both told: they have ids of their own, and which of them is newer cannot be known. A
 * read and a message of the same second tell the same state, and the second of the two is a double.
 */
export function judge(change: NewChange, mark: Mark | undefined): Standing {
  if (mark === undefined) return 'news';
  if (change.occurredAt === null)
    return change.fingerprint !== null && change.fingerprint === mark.fingerprint ? 'double' : 'news';
  const at = change.occurredAt.getTime();
  if (mark.at === null || at > mark.at) return 'news';
  if (at < mark.at) return change.source === 'PUSH' ? 'stale' : 'double';
  return change.source === 'PUSH' && mark.source === 'PUSH' ? 'news' : 'double';
}

/** The mark after a change was told; undefined while there is nothing to remember. */
export function markAfter(change: NewChange, mark: Mark | undefined): Mark | undefined {
  const { source, fingerprint } = change;
  const at = trustedTime(change);
  const before = mark?.at ?? null;
  if (at !== null && (before === null || at > before)) return { at, source, fingerprint };
  if (before === null && fingerprint === null) return undefined;
  return { at: before, source: mark?.source ?? source, fingerprint };
}

/** The time of a change, unless it is too far ahead to be believed. */
function trustedTime({ occurredAt, receivedAt }: NewChange): number | null {
  if (occurredAt === null || occurredAt.getTime() > receivedAt.getTime() + MAX_AHEAD_MS) return null;
  return occurredAt.getTime();
}
