import { AppError } from '../../errors/app-error.js';
import { type ChangeFeed, FEED_KEPT_MS } from '../../push/change-feed.js';
import { CursorCodec, isOffset } from '../../subgraph/cursor.js';

const DAYS_KEPT = FEED_KEPT_MS / (24 * 3600_000);

/**
 * Cursors of a tenant's feed. There is one order of all its changes, and a place in it means the same whatever is selected: the
 * bookmark of a page, the cursor of a change and `after` of a subscription are one, for any shops and kinds of the tenant.
 */
export const changeCursors = (tenantId: string): CursorCodec<number> =>
  new CursorCodec(['changes', tenantId], isOffset);

/** How far a feed reaches; of one that never had a change both are 0. */
export interface FeedReach {
  /** A reader that stopped here or later has missed nothing. */
  readonly oldest: number;
  readonly newest: number;
}

/** Where the feed stands now. */
export async function reachOf(feed: ChangeFeed): Promise<FeedReach> {
  const bounds = await feed.bounds();
  return bounds === null ? { oldest: 0, newest: 0 } : { oldest: bounds.oldest - 1, newest: bounds.newest };
}

/**
 * The position that a caller's `after` stands for.
 * @throws AppError INVALID_CURSOR for a cursor of something else, and for one older than what is kept
 */
export function positionOf(cursor: string, tenantId: string, reach: FeedReach): number {
  const position = changeCursors(tenantId).decode(cursor, 'after');
  if (position >= reach.oldest) return position;
  throw new AppError(
    'INVALID_CURSOR',
    `Changes after this cursor are no longer all kept (${DAYS_KEPT} days). Begin again without \`after\`, and read the objects anew.`,
    { path: ['after'] },
  );
}
