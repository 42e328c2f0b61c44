import type { Kysely } from 'kysely';
import { type NewChange, orderKeyOf } from '../push/change.js';
import type { ChangeFeed } from '../push/change-feed.js';
import { judge } from '../push/watermark.js';
import { beginningOf, repeatChanges } from './change-repeat.js';
import { appendChanges, readMarkTimes } from './change-rows.js';
import { listChanges } from './change-search.js';
import { chunksOf } from './chunks.js';
import type { Database } from './database.js';
import { type Appended, FeedSignal } from './feed-signal.js';
import type { Tables } from './tables.js';

/** The change feed in the database. SQLite has one writer, so changes become visible in the order of their positions. */
export function changeFeedAdapter(db: Database, signal: FeedSignal): ChangeFeed {
  return {
    append: async (changes) => {
      let count = 0;
      for (const some of chunksOf(changes)) {
        const standings = await db.write((tables) => appendChanges(tables, some, db.now()));
        const told = some.filter((_, index) => standings[index] === 'news');
        count += told.length;
        signal.tell(new Set(told.map(({ tenantId }) => tenantId)));
      }
      return count;
    },
    untold: (changes) => db.read((tables) => untold(tables, changes)),
    list: (query) => listChanges(db, query),
    bounds: async () => {
      const row = await db.query((tables) =>
        tables
          .selectFrom('change_feed')
          .select((is) => [
            is.selectFrom('change_feed').select('position').orderBy('position').limit(1).as('oldest'),
            is.selectFrom('change_feed').select('position').orderBy('position', 'desc').limit(1).as('newest'),
          ])
          .limit(1)
          .executeTakeFirst(),
      );
      return row === undefined || row.oldest === null || row.newest === null
        ? null
        : { oldest: row.oldest, newest: row.newest };
    },
    waitForMore: (filter, after, ended) => signal.wait(filter, after, ended),
    beginningOf: (from) => beginningOf(db, from),
    repeat: async (query) => {
      const result = await repeatChanges(db, query);
      if (result.count > 0) signal.tell([query.tenantId]);
      return result;
    },
    prune: (before, limit) =>
      db.write(async (tables) => {
        const changes = await tables
          .deleteFrom('change_feed')
          .where('position', 'in', (from) =>
            from
              .selectFrom('change_feed')
              .select('position')
              .where('recorded_at', '<', before.getTime())
              // The newest stays, so that a reader can always tell where the feed stands.
              .where('position', '<', (is) =>
                is.selectFrom('change_feed').select((last) => last.fn.max('position').as('newest')),
              )
              .orderBy('recorded_at')
              .limit(limit),
          )
          .executeTakeFirst();
        const marks = await tables
          .deleteFrom('change_marks')
          .where('order_key', 'in', (from) =>
            from.selectFrom('change_marks').select('order_key').where('touched_at', '<', before.getTime()).limit(limit),
          )
          .executeTakeFirst();
        return Number(changes.numDeletedRows + marks.numDeletedRows);
      }),
  };
}

async function untold(tables: Pick<Kysely<Tables>, 'selectFrom'>, changes: readonly NewChange[]): Promise<NewChange[]> {
  const keys = changes.map(orderKeyOf);
  const marks = await readMarkTimes(
    tables,
    keys.filter((key) => key !== null),
  );
  return changes.filter((change, index) => judge(change, marks.get(keys[index] ?? '')) === 'news');
}

/** A signal that finds what was appended, by this process and by others, in the database. */
export const feedSignal = (db: Database): FeedSignal =>
  new FeedSignal(async (position): Promise<Appended> => {
    if (position === null) {
      const last = await db.query((tables) =>
        tables.selectFrom('change_feed').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst(),
      );
      return { kinds: [], newest: last?.position ?? 0 };
    }
    const rows = await db.query((tables) =>
      tables
        .selectFrom('change_feed')
        .select((is) => ['tenant_id', 'shop_key', 'kind', is.fn.max('position').as('newest')])
        .where('position', '>', position)
        .groupBy(['tenant_id', 'shop_key', 'kind'])
        .execute(),
    );
    const kinds = rows.map(({ tenant_id, shop_key, kind, newest }) => ({
      ...{ tenantId: tenant_id, shopKey: shop_key, kind },
      newest: Number(newest),
    }));
    return { kinds, newest: kinds.reduce((most, { newest }) => Math.max(most, newest), position) };
  });
