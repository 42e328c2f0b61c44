import { type Kysely, sql, type Transaction } from 'kysely';
import {
  READING_LEASE_MS,
  type ReadingTurn,
  type ReadingTurns,
  type StreamNames,
  type WantedTurns,
} from '../push/reading-turns.js';
import type { Database } from './database.js';
import type { ChangeReadingRow, Tables } from './tables.js';

/** Shops that are begun with in one transaction. */
const ENROLLED_AT_ONCE = 500;
/** What was read so far beyond the present was noted by a clock that has been set back since. */
const AHEAD_MS = 60_000;

/** The turns of reconciling reads in the database. Leases are counted by the store's own clock, under its write lock. */
export function readingTurnsAdapter(db: Database): ReadingTurns {
  const now = (): number => db.now().getTime();
  return {
    enrol: async (names, beginning) => {
      const missing = await db.query((tables) => notEnrolled(tables, names));
      if (missing.length === 0) return;
      const at = now();
      const rows = missing.flatMap(({ key, tenant_id, created_at }) => {
        const { readUntil, waitMs } = beginning(new Date(created_at));
        return names.streams.map((stream) => ({
          shop_key: key,
          stream,
          tenant_id,
          read_until: readUntil.getTime(),
          due_at: Math.round(at + waitMs(stream)),
          lease_owner: null,
          lease_ends_at: 0,
          failures: 0,
          failure: null,
        }));
      });
      await db.write(async (tables) => {
        // One that was removed meanwhile has nobody to be read for.
        const present = await tables
          .selectFrom('shops')
          .select('key')
          .where(
            'key',
            'in',
            missing.map(({ key }) => key),
          )
          .execute();
        const keys = new Set(present.map(({ key }) => key));
        const wanted = rows.filter(({ shop_key }) => keys.has(shop_key));
        if (wanted.length > 0)
          await tables
            .insertInto('change_readings')
            .values(wanted)
            .onConflict((conflict) => conflict.columns(['shop_key', 'stream']).doNothing())
            .execute();
      });
    },
    claim: async (owner, wanted) => {
      const { names, limit, longestWaitMs } = wanted;
      const due = (tables: Pick<Kysely<Tables>, 'selectFrom'>) => dueShops(tables, wanted, now());
      // Nothing is written when nothing is due.
      if (limit <= 0 || (await db.query(due)).length === 0) return [];
      return db.write(async (tables) => {
        const shops = await due(tables);
        if (shops.length === 0) return [];
        const rows = await tables
          .updateTable('change_readings')
          .set({ lease_owner: owner, lease_ends_at: now() + READING_LEASE_MS })
          .where('shop_key', 'in', shops)
          .where('stream', 'in', [...new Set(names.flatMap(({ streams }) => streams))])
          .where((is) => is.or([is('due_at', '<=', now()), is('due_at', '>', now() + longestWaitMs)]))
          .returningAll()
          .execute();
        return shops.map((shop) => toTurn(rows.filter((row) => row.shop_key === shop))).filter((turn) => turn !== null);
      });
    },
    renew: async (owner, shopKeys) => {
      await db.write((tables) =>
        tables
          .updateTable('change_readings')
          .set({ lease_ends_at: now() + READING_LEASE_MS })
          .where('shop_key', 'in', shopKeys)
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
    advance: async (owner, shopKey, stream, readUntil) => {
      const { numUpdatedRows } = await db.write((tables) =>
        held(tables, owner, shopKey, stream).set(readTo(readUntil, now())).executeTakeFirst(),
      );
      return numUpdatedRows > 0;
    },
    finish: (owner, shopKey, ends) =>
      db.write(async (tables) => {
        // One instant for all, so that what is due together stays together.
        const at = now();
        for (const { stream, readUntil, waitMs, failure } of ends)
          await held(tables, owner, shopKey, stream)
            .set((is) => ({
              ...readTo(readUntil, at),
              due_at: Math.round(at + waitMs),
              failure,
              failures: failure === null ? 0 : is('failures', '+', 1),
            }))
            .execute();
        await tables
          .updateTable('change_readings')
          .set({ lease_owner: null, lease_ends_at: 0 })
          .where('shop_key', '=', shopKey)
          .where('lease_owner', '=', owner)
          .execute();
      }),
    oldest: async () => {
      const row = await db.query((tables) =>
        tables
          .selectFrom('change_readings as reading')
          .innerJoin('shops', 'shops.key', 'reading.shop_key')
          .where('shops.status', '!=', 'SUSPENDED')
          .where('shops.is_sandbox', '=', 0)
          .select((is) => is.fn.min('reading.read_until').as('oldest'))
          .executeTakeFirst(),
      );
      return row?.oldest == null ? null : new Date(Number(row.oldest));
    },
  };
}

/** Shops of a platform that lack one of its streams. */
const notEnrolled = (tables: Pick<Kysely<Tables>, 'selectFrom'>, { platform, streams }: StreamNames) =>
  tables
    .selectFrom('shops')
    .select(['key', 'tenant_id', 'created_at'])
    .where('platform', '=', platform)
    .where(
      (is) =>
        is
          .selectFrom('change_readings')
          .select((count) => count.fn.countAll<number>().as('count'))
          .whereRef('shop_key', '=', 'shops.key')
          .where('stream', 'in', streams),
      '<',
      streams.length,
    )
    .limit(ENROLLED_AT_ONCE)
    .execute();

/** Keys of shops that may be read and have something due, without those that a process has. */
async function dueShops(
  tables: Pick<Kysely<Tables>, 'selectFrom'>,
  { names, exceptShops, limit, longestWaitMs }: WantedTurns,
  at: number,
): Promise<string[]> {
  let due = tables
    .selectFrom('change_readings as reading')
    .innerJoin('shops', 'shops.key', 'reading.shop_key')
    .where((is) => is.or([is('reading.due_at', '<=', at), is('reading.due_at', '>', at + longestWaitMs)]))
    .where('shops.status', '!=', 'SUSPENDED')
    .where('shops.is_sandbox', '=', 0)
    .where((is) =>
      is.or(
        names.map(({ platform, streams }) =>
          is.and([is('shops.platform', '=', platform), is('reading.stream', 'in', streams)]),
        ),
      ),
    )
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('change_readings as other')
            .select('other.stream')
            .whereRef('other.shop_key', '=', 'reading.shop_key')
            // A lease that ends later than one can was taken by a clock that was set back since.
            .where('other.lease_ends_at', '>', at)
            .where('other.lease_ends_at', '<=', at + READING_LEASE_MS),
        ),
      ),
    );
  if (exceptShops.length > 0) due = due.where('reading.shop_key', 'not in', exceptShops);
  const rows = await due
    .groupBy('reading.shop_key')
    .select((is) => ['reading.shop_key', is.fn.min('reading.due_at').as('since')])
    .orderBy('since')
    .limit(limit)
    .execute();
  return rows.map((row) => row.shop_key);
}

function toTurn(rows: readonly ChangeReadingRow[]): ReadingTurn | null {
  const [first] = rows;
  if (first === undefined) return null;
  return {
    tenantId: first.tenant_id,
    shopKey: first.shop_key,
    streams: rows.map(({ stream, read_until, failures, failure }) => ({
      stream,
      readUntil: new Date(read_until),
      failures,
      failure,
    })),
  };
}

/** The row of a stream while the process has it. */
const held = (tables: Transaction<Tables>, owner: string, shopKey: string, stream: string) =>
  tables
    .updateTable('change_readings')
    .where('shop_key', '=', shopKey)
    .where('stream', '=', stream)
    .where('lease_owner', '=', owner);

/** Never less far than before, unless a clock that was set back since was ahead then. */
const readTo = (readUntil: Date, now: number) => {
  const at = readUntil.getTime();
  return {
    read_until: sql<number>`case when read_until < ${at} or read_until > ${now + AHEAD_MS} then ${at} else read_until end`,
  };
};
