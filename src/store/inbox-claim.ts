import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import { type ClaimedMessage, type Inbox, LEASE_MS, MAX_ATTEMPTS } from '../push/inbox.js';
import type { Database } from './database.js';
import { toInboxMessage } from './inbox-row.js';
import type { Tables } from './tables.js';

/** Which messages are claimed; see `Inbox.claim`. */
export type Wanted = Parameters<Inbox['claim']>[1];

/** Whether there is anything to claim, so that nothing is written when nothing is due. */
export async function isAnyDue(db: Database): Promise<boolean> {
  const due = await db.query((tables) =>
    tables
      .selectFrom('inbox')
      .select('id')
      .where('state', '=', 'PENDING')
      .where('due_at', '<=', db.now().getTime())
      .limit(1)
      .executeTakeFirst(),
  );
  return due !== undefined;
}

/** Claims messages in a transaction of the caller's; see `Inbox.claim`. */
export async function claimMessages(
  tables: Transaction<Tables>,
  owner: string,
  wanted: Wanted,
  at: Date,
): ReturnType<Inbox['claim']> {
  const now = at.getTime();
  const due = await dueMessages(tables, wanted, now);
  const exhausted = due.filter(({ attempts }) => attempts >= MAX_ATTEMPTS).map(({ id }) => id);
  const parked = await park(tables, exhausted, now);
  const messages: ClaimedMessage[] = [];
  for (const { told_until: toldUntil, ...row } of due) {
    if (row.attempts >= MAX_ATTEMPTS) continue;
    const attempts = row.attempts + 1;
    await sql`
      update inbox set lease_owner = ${owner}, due_at = ${now + LEASE_MS}, attempts = ${attempts}
      where id = ${row.id}`.execute(tables);
    messages.push({ ...toInboxMessage(row), attempts, toldUntil });
  }
  return { messages: messages.sort((a, b) => a.id - b.id), parked };
}

/** What a process holds. */
export function leasedBy(db: Database, owner: string) {
  return {
    async renew(ids: readonly number[]): Promise<void> {
      await db.write((tables) =>
        tables
          .updateTable('inbox')
          .set({ due_at: db.now().getTime() + LEASE_MS })
          .where('id', 'in', ids)
          .where('state', '=', 'PENDING')
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
    async release(ids: readonly number[]): Promise<void> {
      await db.write((tables) =>
        tables
          .updateTable('inbox')
          .set((is) => ({ lease_owner: null, due_at: db.now().getTime(), attempts: is('attempts', '-', 1) }))
          .where('id', 'in', ids)
          .where('state', '=', 'PENDING')
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
  };
}

type InboxExpressions = ExpressionBuilder<Tables, 'inbox'>;

/** Not while another message of its object is worked on: changes of one object are told in order. */
const isFree = (is: InboxExpressions, now: number) =>
  is.or([
    is('inbox.order_key', 'is', null),
    is.not(
      is.exists(
        is
          .selectFrom('inbox as other')
          .select('other.id')
          .whereRef('other.order_key', '=', 'inbox.order_key')
          .where('other.state', '=', 'PENDING')
          .where('other.lease_owner', 'is not', null)
          .where('other.due_at', '>', now),
      ),
    ),
  ]);

/** Due messages, and how far their objects' changes have been told. */
function dueMessages(tables: Transaction<Tables>, { limit, exceptShops }: Wanted, now: number) {
  let due = tables
    .selectFrom('inbox')
    .leftJoin('change_marks', 'change_marks.order_key', 'inbox.order_key')
    .selectAll('inbox')
    .select('change_marks.at as told_until')
    .where('inbox.state', '=', 'PENDING')
    .where('inbox.due_at', '<=', now)
    .where((is) => isFree(is, now));
  if (exceptShops.length > 0)
    due = due.where((is) => is.or([is('inbox.shop_key', 'is', null), is('inbox.shop_key', 'not in', exceptShops)]));
  return due.orderBy('inbox.due_at').orderBy('inbox.id').limit(limit).execute();
}

async function park(tables: Transaction<Tables>, ids: readonly number[], now: number) {
  if (ids.length === 0) return [];
  const rows = await tables
    .updateTable('inbox')
    .set((is) => ({
      state: 'PARKED',
      lease_owner: null,
      finished_at: now,
      problem: is.fn.coalesce('problem', is.val('INTERNAL: no try came to an end')),
    }))
    .where('id', 'in', ids)
    .returningAll()
    .execute();
  return rows.map(toInboxMessage);
}
