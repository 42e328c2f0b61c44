import type { RepeatQuery } from '../push/change-feed.js';
import { endOfWindow, inOrder } from './change-search.js';
import { chunksOf } from './chunks.js';
import type { Database } from './database.js';

/** Changes of about the same time that are looked at for the first of them: clocks are set back a little now and then. */
const LOOKED_AT = 1_000;

/** A position after which all is that was received at an instant or later. */
export async function beginningOf(db: Database, from: Date): Promise<number> {
  // Nothing is appended before it was received: what was appended earlier need not be looked through.
  const rows = await db.query((tables) =>
    tables
      .selectFrom('change_feed')
      .select('position')
      .where('recorded_at', '>=', from.getTime())
      .orderBy('recorded_at')
      .limit(LOOKED_AT)
      .execute(),
  );
  const first = rows.reduce((least, { position }) => Math.min(least, position), Number.POSITIVE_INFINITY);
  if (first !== Number.POSITIVE_INFINITY) return first - 1;
  const last = await db.query((tables) =>
    tables.selectFrom('change_feed').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst(),
  );
  return last?.position ?? 0;
}

/** Tells changes again. They are looked for where others read, so that writers wait for no more than the copies. */
export async function repeatChanges(
  db: Database,
  query: RepeatQuery,
): Promise<{ readonly count: number; readonly next: number | null }> {
  const { rows, end } = await findPast(db, query);
  const recorded_at = db.now().getTime();
  const copies = rows.map(({ position: _, ...row }) => ({ ...row, recorded_at, is_repeat: 1 }));
  if (copies.length > 0)
    await db.write(async (tables) => {
      for (const some of chunksOf(copies)) await tables.insertInto('change_feed').values(some).execute();
    });
  return { count: rows.length, next: rows.length < query.limit ? end : (rows.at(-1)?.position ?? null) };
}

const findPast = (db: Database, { tenantId, shopKey, from, to, kinds, after, until, limit }: RepeatQuery) =>
  db.read(async (tables) => {
    const ofShop = { shopKey, kind: null };
    const end = await endOfWindow(tables, tenantId, ofShop, { after, until });
    const rows = inOrder(tables, tenantId, ofShop)
      .where('position', '>', after)
      .where('position', '<=', end ?? until)
      .where('received_at', '>=', from.getTime())
      .where('received_at', '<', to.getTime())
      .where('is_repeat', '=', 0);
    const wanted = kinds === null ? rows : rows.where('kind', 'in', kinds);
    return { rows: await wanted.selectAll().orderBy('position').limit(limit).execute(), end };
  });
