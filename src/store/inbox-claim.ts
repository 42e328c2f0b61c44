import type { ExpressionBuilder, Transaction } from 'kysely';
import { type ClaimedMessage, type Inbox, LEASE_MS, MAX_ATTEMPTS } from '../push/inbox.js';
import { readMarkTimes } from './change-rows.js';
import type { Database } from './database.js';
import { toInboxMessage } from './inbox-row.js';
import type { Tables } from './tables.js';

type Wanted = Parameters<Inbox['claim']>[1];

/** See `Inbox.claim`. Nothing is written when nothing is due. */
export async function claimMessages(db: Database, owner: string, wanted: Wanted): ReturnType<Inbox['claim']> {
  const isDue = await db.query((tables) =>
    tables
      .selectFrom('inbox')
      .select('id')
      .where('state', '=', 'PENDING')
      .where('due_at', '<=', db.now().getTime())
      .limit(1)
      .executeTakeFirst(),
  );
  if (isDue === undefined) return { messages: [], parked: [] };
  return db.write(async (tables) => {
    const now = db.now().getTime();
    const due = await dueMessages(tables, wanted, now);
    const exhausted = due.filter(({ attempts }) => attempts >= MAX_ATTEMPTS).map(({ id }) => id);
    const fresh = due.filter(({ attempts }) => attempts < MAX_ATTEMPTS).map(({ id }) => id);
    const parked = await park(tables, exhausted, now);
    if (fresh.length === 0) return { messages: [], parked };
    const rows = await tables
      .updateTable('inbox')
      .set((is) => ({ lease_owner: owner, due_at: now + LEASE_MS, attempts: is('attempts', '+', 1) }))
      .where('id', 'in', fresh)
      .returningAll()
      .execute();
    const marks = await readMarkTimes(
      tables,
      rows.map((row) => row.order_key).filter((key) => key !== null),
    );
    const messages = rows
      .sort((a, b) => a.id - b.id)
      .map((row): ClaimedMessage => {
        const mark = row.order_key === null ? undefined : marks.get(row.order_key);
        return { ...toInboxMessage(row), toldUntil: mark?.at ?? null };
      });
    return { messages, parked };
  });
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

function dueMessages(tables: Transaction<Tables>, { limit, exceptShops }: Wanted, now: number) {
  let due = tables
    .selectFrom('inbox')
    .select(['inbox.id', 'inbox.attempts'])
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
