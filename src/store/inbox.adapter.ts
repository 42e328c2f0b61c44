import type { Transaction } from 'kysely';
import { AppError } from '../errors/app-error.js';
import type { Inbox, NewMessage, Outcome } from '../push/inbox.js';
import { chunksOf } from './change-rows.js';
import type { Database } from './database.js';
import type { FeedSignal } from './feed-signal.js';
import { GroupCommit } from './group-commit.js';
import { claimMessages, leasedBy } from './inbox-claim.js';
import { type Ending, endTries } from './inbox-end.js';
import { inboxLetters } from './inbox-letters.js';
import { toInboxRow } from './inbox-row.js';
import type { Tables } from './tables.js';

/** Rows that one transaction takes; each costs some hundredths of a millisecond in which nothing else is done. */
const MAX_TOGETHER = 200;
const MAX_WAITING = 50_000;
/** Messages that may wait to be dispatched; more are for the platform to send again. */
const MAX_PENDING = 1_000_000;
const COUNTED_EVERY_MS = 1_000;
/** How long the dispatching of messages gives way to bodies that come. */
const GIVE_WAY_MS = 250;
/** Unreadable bodies kept for a shop; the oldest go first. */
const MAX_UNREADABLE = 1_000;

/** The inbox in the database. Bodies, and ends of tries, that come together are committed together. */
export function inboxAdapter(db: Database, signal: FeedSignal): Inbox {
  const letters = inboxLetters(db);
  const bodies = new GroupCommit<readonly NewMessage[], readonly NewMessage[]>(
    (all) =>
      db.write(async (tables) => {
        const stored: NewMessage[][] = [];
        for (const messages of all) stored.push(await insert(tables, messages));
        return stored;
      }),
    { weigh: (messages) => messages.length, maxTogether: MAX_TOGETHER, maxWaiting: MAX_WAITING },
  );
  const ends = new GroupCommit<Ending, readonly Outcome[]>(
    async (all) => {
      const { outcomes, tenants } = await db.write((tables) => endTries(tables, all, db.now()));
      signal.tell(tenants);
      return outcomes;
    },
    { weigh: ({ verdicts }) => verdicts.length, maxTogether: MAX_TOGETHER, maxWaiting: MAX_WAITING },
  );
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
      return messages.length === 0 ? [] : bodies.add(messages);
    },
    claim: async (owner, wanted) => {
      // Acknowledgements first (reliability R35): the platform waits for them, and for nothing else.
      await bodies.quiet(GIVE_WAY_MS);
      return claimMessages(db, owner, wanted);
    },
    renew: (owner, ids) => leasedBy(db, owner).renew(ids),
    release: (owner, ids) => leasedBy(db, owner).release(ids),
    finish: (owner, verdicts) => ends.add({ owner, verdicts }),
  };
}

/** @returns those that were not there */
async function insert(tables: Transaction<Tables>, messages: readonly NewMessage[]): Promise<NewMessage[]> {
  const inserted = new Set<string>();
  for (const some of chunksOf(messages)) {
    const rows = await tables
      .insertInto('inbox')
      .values(some.map(toInboxRow))
      .onConflict((conflict) => conflict.columns(['tenant_id', 'platform', 'app', 'message_id']).doNothing())
      .returning('message_id')
      .execute();
    for (const row of rows) inserted.add(row.message_id);
  }
  const [first] = messages;
  if (first !== undefined && messages.some(({ quarantine }) => quarantine === 'UNREADABLE'))
    await forgetOldest(tables, first.viaShopKey);
  // Of two with one id in one body the first was inserted.
  return messages.filter(({ messageId }) => inserted.delete(messageId));
}

async function forgetOldest(tables: Transaction<Tables>, viaShopKey: string): Promise<void> {
  const last = await tables
    .selectFrom('inbox')
    .select('id')
    .where('state', '=', 'QUARANTINED')
    .where('via_shop_key', '=', viaShopKey)
    .where('quarantine', '=', 'UNREADABLE')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(MAX_UNREADABLE)
    .executeTakeFirst();
  if (last === undefined) return;
  await tables
    .deleteFrom('inbox')
    .where('state', '=', 'QUARANTINED')
    .where('via_shop_key', '=', viaShopKey)
    .where('quarantine', '=', 'UNREADABLE')
    .where('id', '<=', last.id)
    .execute();
}
