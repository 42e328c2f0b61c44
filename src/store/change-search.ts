import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Kysely, Selectable } from 'kysely';
import type { Change } from '../push/change.js';
import type { ChangeQuery } from '../push/change-feed.js';
import { toChange } from './change-rows.js';
import { inChunks } from './chunks.js';
import type { Database } from './database.js';
import type { ChangeFeedRow, Tables } from './tables.js';

/** Rows of a tenant that are looked through in one statement: a filter that few fit must not hold up the process. */
const WINDOW = 5_000;
/** Lanes that are searched before others have their turn. */
const LANES_AT_ONCE = 32;

type Reading = Pick<Kysely<Tables>, 'selectFrom'>;

/** Changes that an index has in order. */
interface Lane {
  readonly shopKey: string | null;
  readonly kind: string | null;
}

/**
 * The oldest changes that match after a position, in order. A filter of one lane is answered by an index. For others what
 * follows the position is looked through, where most readers find all there is; those that have more before them search lane by
 * lane, and pass no row that they do not want.
 */
export async function listChanges(db: Database, query: ChangeQuery): Promise<Change[]> {
  const lanes = lanesOf(query);
  const [only, ...others] = lanes;
  if (only === undefined) return [];
  if (others.length === 0) return db.query((tables) => readLane(tables, only, query));
  const { changes, end, newest } = await readWindow(db, query);
  if (end === null || changes.length === query.limit) return changes;
  return [
    ...changes,
    ...(await readLanes(db, lanes, query, { from: end, newest, limit: query.limit - changes.length })),
  ];
}

const lanesOf = ({ shopKeys, kinds }: ChangeQuery): Lane[] =>
  (shopKeys ?? [null]).flatMap((shopKey) => (kinds ?? [null]).map((kind) => ({ shopKey, kind })));

/** Changes of a tenant, or of a lane of it. */
export function inOrder(tables: Reading, tenantId: string, { shopKey, kind }: Lane) {
  let rows = tables.selectFrom('change_feed').where('tenant_id', '=', tenantId);
  if (shopKey !== null) rows = rows.where('shop_key', '=', shopKey);
  if (kind !== null) rows = rows.where('kind', '=', kind);
  return rows;
}

const COLUMNS = [
  'position',
  'tenant_id',
  'shop_key',
  'kind',
  'subject_type',
  'subject_id',
  'tag',
  'source',
  'occurred_at',
  'received_at',
  'recorded_at',
  'is_repeat',
] as const satisfies readonly (keyof ChangeFeedRow)[];

const columnsOf = ({ withoutRaw }: ChangeQuery): readonly (keyof ChangeFeedRow)[] =>
  withoutRaw === true ? COLUMNS : [...COLUMNS, 'raw'];

const changesOf = (rows: readonly Partial<Selectable<ChangeFeedRow>>[]): Change[] =>
  rows.map((row) => toChange({ raw: null, ...row } as Selectable<ChangeFeedRow>));

async function readLane(tables: Reading, lane: Lane, query: ChangeQuery): Promise<Change[]> {
  const rows = await inOrder(tables, query.tenantId, lane)
    .where('position', '>', query.after)
    .select(columnsOf(query))
    .orderBy('position')
    .limit(query.limit)
    .execute();
  return changesOf(rows);
}

/** Where a window ends; null when the feed does. */
export async function endOfWindow(
  tables: Reading,
  tenantId: string,
  lane: Lane,
  { after, until }: { readonly after: number; readonly until?: number },
): Promise<number | null> {
  let rows = inOrder(tables, tenantId, lane).where('position', '>', after);
  if (until !== undefined) rows = rows.where('position', '<=', until);
  const row = await rows
    .select('position')
    .orderBy('position')
    .limit(1)
    .offset(WINDOW - 1)
    .executeTakeFirst();
  return row?.position ?? null;
}

interface Window {
  readonly changes: Change[];
  /** Null when the feed ended in it. */
  readonly end: number | null;
  /** Where the feed ended when it was read. */
  readonly newest: number;
}

const readWindow = (db: Database, query: ChangeQuery): Promise<Window> =>
  db.read(async (tables) => {
    const { tenantId, shopKeys, kinds, after, limit } = query;
    const whole = { shopKey: null, kind: null };
    const end = await endOfWindow(tables, tenantId, whole, { after });
    let rows = inOrder(tables, tenantId, whole).where('position', '>', after);
    if (end !== null) rows = rows.where('position', '<=', end);
    if (shopKeys !== null) rows = rows.where('shop_key', 'in', shopKeys);
    if (kinds !== null) rows = rows.where('kind', 'in', kinds);
    const found = await rows.select(columnsOf(query)).orderBy('position').limit(limit).execute();
    const last =
      end === null
        ? undefined
        : await tables
            .selectFrom('change_feed')
            .select('position')
            .orderBy('position', 'desc')
            .limit(1)
            .executeTakeFirst();
    return { changes: changesOf(found), end, newest: last?.position ?? 0 };
  });

/** Goes no further than the feed went at one moment: of two lanes the one that was read later has no more than the other. */
async function readLanes(
  db: Database,
  lanes: readonly Lane[],
  query: ChangeQuery,
  { from, newest, limit }: { readonly from: number; readonly newest: number; readonly limit: number },
): Promise<Change[]> {
  for (;;) {
    let positions: number[] = [];
    let until = newest;
    for (const [index, lane] of lanes.entries()) {
      const rows = await db.query((tables) =>
        inOrder(tables, query.tenantId, lane)
          .select('position')
          .where('position', '>', from)
          .where('position', '<=', until)
          .orderBy('position')
          .limit(limit)
          .execute(),
      );
      positions = [...positions, ...rows.map(({ position }) => position)].sort((a, b) => a - b).slice(0, limit);
      if (positions.length === limit) until = positions.at(-1) ?? until;
      if (index % LANES_AT_ONCE === LANES_AT_ONCE - 1) await othersTurn();
    }
    const changes = await readPositions(db, positions, query);
    // Some were removed meanwhile, as too old: others are the next then.
    if (changes.length === positions.length) return changes;
  }
}

const readPositions = (db: Database, positions: readonly number[], query: ChangeQuery): Promise<Change[]> =>
  inChunks(positions, async (some) => {
    const rows = await db.query((tables) =>
      tables
        .selectFrom('change_feed')
        .select(columnsOf(query))
        .where('position', 'in', some)
        .orderBy('position')
        .execute(),
    );
    return changesOf(rows);
  });
