import type { Change } from './change.js';
import type { ChangeFeed, ChangeFilter } from './change-feed.js';

/** Changes read at once. */
const PAGE = 100;

/**
 * Follows the feed: what is there after a position, then what comes, until `signal` ends it. Reads only as fast as it is read
 * from.
 * @param after position to continue after; null: only what comes from now on
 * @throws AppError STORAGE_UNAVAILABLE, OVERLOADED
 */
export async function* followChanges(
  feed: ChangeFeed,
  filter: ChangeFilter,
  after: number | null,
  signal: AbortSignal,
): AsyncGenerator<Change, void, void> {
  let position = after ?? (await newest(feed));
  while (!signal.aborted) {
    // Asked for first: the page that is read next has seen at least as much, so nothing up to there is still to come.
    const seen = await newest(feed);
    const page = await feed.list({ ...filter, after: position, limit: PAGE });
    for (const change of page) {
      yield change;
      position = change.position;
      if (signal.aborted) return;
    }
    if (page.length === PAGE) continue;
    position = Math.max(position, seen);
    if (!(await feed.waitForMore(filter.tenantId, position, signal))) return;
  }
}

const newest = async (feed: ChangeFeed): Promise<number> => (await feed.bounds())?.newest ?? 0;
