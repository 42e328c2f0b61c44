import { AppError } from '../errors/app-error.js';
import type { Inbox } from '../push/inbox.js';
import type { Database } from './database.js';
import type { FeedSignal } from './feed-signal.js';
import { GroupCommit } from './group-commit.js';
import { isAnyDue, leasedBy } from './inbox-claim.js';
import { inboxLetters } from './inbox-letters.js';
import { type PushCommit, type PushWrite, type PushWritten, weightOf } from './push-writes.js';

/** Rows that one transaction takes; acknowledgements wait for all of it. */
const MAX_TOGETHER = 200;
const MAX_WAITING = 50_000;
/** Messages that may wait to be dispatched; more are for the platform to send again. */
const MAX_PENDING = 1_000_000;
const COUNTED_EVERY_MS = 1_000;
/** How long the dispatching of messages gives way to bodies that come. */
const GIVE_WAY_MS = 250;

/**
 * The inbox in the database. Bodies, ends of tries and claims that come together are committed together.
 * @param commit does writes in one transaction, which is on disk when it returns
 */
export function inboxAdapter(
  db: Database,
  signal: FeedSignal,
  commit: (writes: readonly PushWrite[]) => Promise<PushCommit>,
): Inbox {
  const letters = inboxLetters(db);
  const group = new GroupCommit<PushWrite, PushWritten>(
    async (writes) => {
      const { written, tenants } = await commit(writes);
      signal.tell(tenants);
      return written;
    },
    { weigh: weightOf, maxTogether: MAX_TOGETHER, maxWaiting: MAX_WAITING },
  );
  const write = async <K extends PushWrite['kind']>(one: PushWrite & { kind: K }) =>
    (await group.add(one)) as PushWritten & { kind: K };
  let counted = { pending: 0, at: Number.NEGATIVE_INFINITY };
  const checkRoom = async (): Promise<void> => {
    if (performance.now() - counted.at > COUNTED_EVERY_MS) {
      counted = { ...counted, at: performance.now() };
      counted = { ...counted, pending: (await letters.depth()).pending };
    }
    if (counted.pending >= MAX_PENDING) throw new AppError('OVERLOADED');
  };
  return {
    ...letters,
    accept: async (messages) => {
      await checkRoom();
      if (messages.length === 0) return [];
      const { stored } = await write({ kind: 'accept', messages });
      return stored.flatMap((place) => messages[place] ?? []);
    },
    claim: async (owner, wanted) => {
      // Acknowledgements first (reliability R35): the platform waits for them, and for nothing else.
      await group.calm(GIVE_WAY_MS);
      if (!(await isAnyDue(db))) return { messages: [], parked: [] };
      const { messages, parked } = await write({ kind: 'claim', owner, wanted });
      return { messages, parked };
    },
    renew: (owner, ids) => leasedBy(db, owner).renew(ids),
    release: (owner, ids) => leasedBy(db, owner).release(ids),
    finish: async (owner, verdicts) => (await write({ kind: 'end', owner, verdicts })).outcomes,
  };
}
