import type { Change } from './change.js';
import type { ChangeFeed, ChangeQuery } from './change-feed.js';

/** Changes read at once. Few: who waits for his reader, or for his budget, holds them all, each with its message. */
const PAGE = 10;

/**
 * Follows the feed: what is there after a position, then what comes, until `signal` ends it. Reads only as fast as it is read
 * from, and only when there may be something that the query asks for.
 * @param after position to continue after; null: only what comes from now on
 * @throws AppError STORAGE_UNAVAILABLE, OVERLOADED
 */
export async function* followChanges(
  feed: Pick<ChangeFeed, 'list' | 'bounds' | 'waitForMore'>,
  query: Omit<ChangeQuery, 'after' | 'limit'>,
  after: number | null,
  signal: AbortSignal,
): AsyncGenerator<Change, void, void> {
  let position = after ?? (await feed.bounds())?.newest ?? 0;
  let until = position;
  while (!signal.aborted) {
    const page = await feed.list({ ...query, after: position, limit: PAGE });
    for (const change of page) {
      yield change;
      position = change.position;
      if (signal.aborted) return;
    }
    if (page.length === PAGE) continue;
    // The page has seen all up to there, so nothing of it is still to come.
    position = Math.max(position, until);
    const stretch = await feed.waitForMore(query, position, signal);
    if (stretch === null) return;
    position = stretch.after;
    until = stretch.until;
  }
}
