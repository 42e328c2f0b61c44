import { setTimeout as sleep } from 'node:timers/promises';
import type { JobWork } from '../../ledger/job-runner.js';
import type { ChangeKind } from '../../push/change.js';
import type { ChangeFeed } from '../../push/change-feed.js';

/** What is told again. */
export interface Replay {
  readonly from: Date;
  readonly to: Date;
  readonly kinds: readonly ChangeKind[] | null;
}

/** Changes of one transaction, and the pause after it, in which others write. */
const AT_ONCE = 200;
const PAUSE_MS = 10;

/** Positions of the feed: where it began, where it has come to, and where it ends; what is appended meanwhile is not told again. */
interface Place {
  readonly begin: number;
  readonly after: number;
  readonly until: number;
}

async function placeOf(feed: ChangeFeed, from: Date): Promise<Place> {
  const until = (await feed.bounds())?.newest ?? 0;
  const begin = await feed.beginningOf(from);
  return { begin, after: begin, until };
}

/** The text that a job keeps of it. */
export const replaySpec = ({ from, to, kinds }: Replay): string =>
  JSON.stringify({ from: from.getTime(), to: to.getTime(), kinds });

/**
 * Appends past changes once more to the feed. The place it has come to is noted after each transaction: of a process that dies
 * between the two the last of them is told twice, none is left out.
 */
export const changesReplayWork = (feed: ChangeFeed): JobWork => ({
  async run({ tenantId, shopKeys, spec, state, rowCount }, note, signal) {
    const { from, to, kinds } = JSON.parse(spec) as { from: number; to: number; kinds: ChangeKind[] | null };
    const [shopKey = ''] = shopKeys;
    const place = state === null ? await placeOf(feed, new Date(from)) : (JSON.parse(state) as Place);
    const { begin, until } = place;
    const period = { tenantId, shopKey, from: new Date(from), to: new Date(to), kinds, until };
    let after: number | null = place.after;
    let count = rowCount;
    while (after !== null) {
      signal.throwIfAborted();
      const told: Awaited<ReturnType<ChangeFeed['repeat']>> = await feed.repeat({ ...period, after, limit: AT_ONCE });
      count += told.count;
      after = told.next;
      const progress = after === null ? 1 : Math.min(1, Math.max(0, (after - begin) / Math.max(1, until - begin)));
      await note({ state: JSON.stringify({ begin, after: after ?? until, until }), rowCount: count, progress });
      if (after !== null) await sleep(PAUSE_MS);
    }
    return { status: 'SUCCEEDED', failures: [] };
  },
});
