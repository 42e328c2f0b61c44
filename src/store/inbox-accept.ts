import type { Transaction } from 'kysely';
import type { NewMessage } from '../push/inbox.js';
import { toInboxRow } from './inbox-row.js';
import { insertEach } from './insert-each.js';
import type { Tables } from './tables.js';

/** Unreadable bodies kept for a shop; the oldest go first. */
const MAX_UNREADABLE = 1_000;

/**
 * Stores the messages of bodies in a transaction of the caller's. Of two with one id the first is stored.
 * @returns of each body the places of those that were not there
 */
export async function storeBodies(
  tables: Transaction<Tables>,
  bodies: readonly (readonly NewMessage[])[],
): Promise<number[][]> {
  const rows = bodies.map((messages) => messages.map(toInboxRow));
  const inserted = new Set(
    await insertEach(tables, rows.flat(), (row) =>
      tables
        .insertInto('inbox')
        .values(row)
        .onConflict((conflict) => conflict.columns(['tenant_id', 'platform', 'app', 'message_id']).doNothing()),
    ),
  );
  for (const viaShopKey of shopsWithUnreadable(bodies)) await forgetOldest(tables, viaShopKey);
  return rows.map((ofBody) => ofBody.flatMap((row, place) => (inserted.has(row) ? [place] : [])));
}

const shopsWithUnreadable = (bodies: readonly (readonly NewMessage[])[]): Set<string> =>
  new Set(
    bodies
      .flat()
      .filter(({ quarantine }) => quarantine === 'UNREADABLE')
      .map(({ viaShopKey }) => viaShopKey),
  );

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
