import type { Insertable, Selectable, Transaction } from 'kysely';
import { type Change, type ChangeKind, type ChangeSubject, type NewChange, orderKeyOf } from '../push/change.js';
import { judge, type Mark, markAfter, type Standing } from '../push/watermark.js';
import type { ChangeFeedRow, Tables } from './tables.js';

/** Rows in one statement; SQLite takes 32 766 values. */
const CHUNK = 500;

/**
 * Appends changes in a transaction of the caller's, and leaves out what was told before.
 * @returns how each of them stood
 */
export async function appendChanges(
  tables: Transaction<Tables>,
  changes: readonly NewChange[],
  now: Date,
): Promise<Standing[]> {
  const marks = await readMarks(tables, changes);
  const touched = new Map<string, Mark>();
  const rows: Insertable<ChangeFeedRow>[] = [];
  const standings = changes.map((change) => {
    const key = orderKeyOf(change);
    const mark = key === null ? undefined : marks.get(key);
    const standing = judge(change, mark);
    if (standing !== 'news') return standing;
    rows.push(toRow(change, now));
    const next = markAfter(change, mark);
    if (key !== null && next !== undefined) {
      marks.set(key, next);
      touched.set(key, next);
    }
    return standing;
  });
  for (const some of chunksOf(rows)) await tables.insertInto('change_feed').values(some).execute();
  for (const some of chunksOf([...touched])) await keepMarks(tables, some, now);
  return standings;
}

/** How far each object's changes have been told, by order key. */
export async function readMarkTimes(
  tables: Pick<Transaction<Tables>, 'selectFrom'>,
  orderKeys: readonly string[],
): Promise<Map<string, Mark>> {
  const marks = new Map<string, Mark>();
  for (const some of chunksOf([...new Set(orderKeys)])) {
    const rows = await tables.selectFrom('change_marks').selectAll().where('order_key', 'in', some).execute();
    for (const { order_key, at, source, fingerprint } of rows)
      marks.set(order_key, { at, source: source as Mark['source'], fingerprint });
  }
  return marks;
}

const readMarks = (tables: Transaction<Tables>, changes: readonly NewChange[]): Promise<Map<string, Mark>> =>
  readMarkTimes(
    tables,
    changes.map(orderKeyOf).filter((key) => key !== null),
  );

async function keepMarks(tables: Transaction<Tables>, marks: readonly (readonly [string, Mark])[], now: Date) {
  const rows = marks.map(([order_key, mark]) => ({ order_key, ...mark, touched_at: now.getTime() }));
  await tables
    .insertInto('change_marks')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('order_key').doUpdateSet((given) => ({
        at: given.ref('excluded.at'),
        source: given.ref('excluded.source'),
        fingerprint: given.ref('excluded.fingerprint'),
        touched_at: given.ref('excluded.touched_at'),
      })),
    )
    .execute();
}

/** Pieces that fit into one statement. */
export function chunksOf<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < all.length; start += CHUNK) chunks.push(all.slice(start, start + CHUNK));
  return chunks;
}

/** The two columns of a subject. */
export const subjectOf = (row: { subject_type: string | null; subject_id: string | null }): ChangeSubject | null =>
  row.subject_type === null || row.subject_id === null ? null : { type: row.subject_type, nativeId: row.subject_id };

const toRow = (change: NewChange, now: Date): Insertable<ChangeFeedRow> => ({
  tenant_id: change.tenantId,
  shop_key: change.shopKey,
  kind: change.kind,
  subject_type: change.subject?.type ?? null,
  subject_id: change.subject?.nativeId ?? null,
  tag: change.tag,
  source: change.source,
  raw: change.raw,
  occurred_at: (change.occurredAt ?? change.receivedAt).getTime(),
  received_at: change.receivedAt.getTime(),
  recorded_at: now.getTime(),
  is_repeat: 0,
});

/** A row as the change it is. */
export const toChange = (row: Selectable<ChangeFeedRow>): Change => ({
  position: row.position,
  tenantId: row.tenant_id,
  shopKey: row.shop_key,
  kind: row.kind as ChangeKind,
  subject: subjectOf(row),
  tag: row.tag,
  source: row.source as Change['source'],
  raw: row.raw,
  occurredAt: new Date(row.occurred_at),
  receivedAt: new Date(row.received_at),
});
