import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { type Change, type NewChange, orderKeyOf } from '../push/change.js';
import type { ChangeFeed, ChangeFilter, ChangeQuery, RepeatQuery } from '../push/change-feed.js';
import { judge } from '../push/watermark.js';
import { appendChanges, chunksOf, readMarkTimes, toChange } from './change-rows.js';
import type { Database } from './database.js';
import { type Appended, FeedSignal } from './feed-signal.js';
import type { Tables } from './tables.js';

/** Rows of a tenant that are looked through in one statement: a filter that nothing fits must not hold up the process. */
const WINDOW = 5_000;

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
    list: async (query) => {
      const changes: Change[] = [];
      if (query.shopKeys?.length === 0 || query.kinds?.length === 0) return changes;
      let after: number | null = query.after;
      while (after !== null && changes.length < query.limit) {
        const window: Window = await readWindow(db, { ...query, after, limit: query.limit - changes.length });
        changes.push(...window.changes);
        after = window.end;
      }
      return changes;
    },
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
    waitForMore: (tenantId, after, ended) =>
      signal.wait(
        tenantId,
        async () => {
          const row = await db.query((tables) =>
            tables
              .selectFrom('change_feed')
              .select('position')
              .where('tenant_id', '=', tenantId)
              .where('position', '>', after)
              .limit(1)
              .executeTakeFirst(),
          );
          return row !== undefined;
        },
        ended,
      ),
    repeat: async (query) => {
      const result = await db.write(async (tables) => {
        const rows = await rowsToRepeat(tables, query);
        const recorded_at = db.now().getTime();
        const copies = rows.map(({ position: _, ...row }) => ({ ...row, recorded_at, is_repeat: 1 }));
        for (const some of chunksOf(copies)) await tables.insertInto('change_feed').values(some).execute();
        return { count: rows.length, next: rows.length < query.limit ? null : (rows.at(-1)?.position ?? null) };
      });
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

/** A signal that finds the changes of other processes in the database. */
export const feedSignal = (db: Database): FeedSignal =>
  new FeedSignal(async (position): Promise<Appended> => {
    const newest = await db.query((tables) =>
      tables.selectFrom('change_feed').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst(),
    );
    if (position === null || newest === undefined) return { tenants: [], newest: newest?.position ?? 0 };
    const rows = await db.query((tables) =>
      tables
        .selectFrom('change_feed')
        .select('tenant_id')
        .distinct()
        .where('position', '>', position)
        .where('position', '<=', newest.position)
        .execute(),
    );
    return { tenants: rows.map((row) => row.tenant_id), newest: newest.position };
  });

type Feed<O> = SelectQueryBuilder<Tables, 'change_feed', O>;

/** The changes that a window is counted in: an index has them in order. */
function inOrder(tables: Pick<Kysely<Tables>, 'selectFrom'>, { tenantId, shopKeys }: ChangeFilter) {
  const ofTenant = tables.selectFrom('change_feed').where('tenant_id', '=', tenantId);
  const [only, ...others] = shopKeys ?? [];
  return only === undefined || others.length > 0 ? ofTenant : ofTenant.where('shop_key', '=', only);
}

/** The last position of the window that begins after a position; null when the feed ends in it. */
async function endOfWindow(tables: Pick<Kysely<Tables>, 'selectFrom'>, query: ChangeQuery): Promise<number | null> {
  const row = await inOrder(tables, query)
    .select('position')
    .where('position', '>', query.after)
    .orderBy('position')
    .limit(1)
    .offset(WINDOW - 1)
    .executeTakeFirst();
  return row?.position ?? null;
}

interface Window {
  readonly changes: readonly Change[];
  /** Where the next one begins; null when the feed ended in this one. */
  readonly end: number | null;
}

const readWindow = (db: Database, query: ChangeQuery): Promise<Window> =>
  db.read(async (tables) => {
    const { shopKeys, kinds, after, limit } = query;
    const end = await endOfWindow(tables, query);
    let rows: Feed<object> = inOrder(tables, query).where('position', '>', after);
    if (end !== null) rows = rows.where('position', '<=', end);
    if (shopKeys !== null) rows = rows.where('shop_key', 'in', shopKeys);
    if (kinds !== null) rows = rows.where('kind', 'in', kinds);
    const found = await rows.selectAll().orderBy('position').limit(limit).execute();
    return { changes: found.map(toChange), end };
  });

function rowsToRepeat(tables: Pick<Kysely<Tables>, 'selectFrom'>, query: RepeatQuery) {
  const { tenantId, shopKey, from, to, kinds, after, limit } = query;
  // Nothing is appended before it was received: what was appended earlier need not be looked through.
  const begin = sql<number>`(select min(position) from change_feed where recorded_at >= ${from.getTime()})`;
  const rows = inOrder(tables, { tenantId, shopKeys: [shopKey], kinds: null })
    .where('position', '>', after)
    .where('position', '>=', begin)
    .where('received_at', '>=', from.getTime())
    .where('received_at', '<', to.getTime())
    .where('is_repeat', '=', 0);
  const wanted = kinds === null ? rows : rows.where('kind', 'in', kinds);
  return wanted.selectAll().orderBy('position').limit(limit).execute();
}
