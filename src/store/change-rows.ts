import type { Insertable, Selectable, Transaction } from 'kysely';
import { type Change, type ChangeKind, type ChangeSubject, type NewChange, orderKeyOf } from '../push/change.js';
import { judge, type Mark, markAfter, type Standing } from '../push/watermark.js';
import { chunksOf } from './chunks.js';
import { insertEach } from './insert-each.js';
import type { ChangeFeedRow, ChangeMarkRow, Tables } from './tables.js';

/**
 * Appends changes in a transaction of the caller's, and leaves out what was told before.
 * @returns how each of them stood
 */
export async function appendChanges(
  tables: Transaction<Tables>,
  changes: readonly NewChange[],
  now: Date,
): Promise<Standing[]> {
  const telling = await Telling.of(tables, changes);
  const { standings, keep } = telling.weigh(changes);
  keep();
  await telling.write(tables, now);
  return standings;
}

/** Changes on their way into the feed, within one transaction: first all are weighed, then what is kept of them is written. */
export class Telling {
  private readonly touched = new Map<string, Mark>();
  private readonly told: NewChange[] = [];

  private constructor(private readonly marks: Map<string, Mark>) {}

  /** @param changes all that will be weighed */
  static async of(tables: Transaction<Tables>, changes: readonly NewChange[]): Promise<Telling> {
    const keys = changes.map(orderKeyOf).filter((key) => key !== null);
    return new Telling(await readMarkTimes(tables, keys));
  }

  /**
   * Judges changes that are told together or not at all.
   * @returns how each of them stands after what was kept before, and `keep`, which tells what is news
   */
  weigh(changes: readonly NewChange[]): { readonly standings: Standing[]; readonly keep: () => void } {
    const moved = new Map<string, Mark>();
    const news: NewChange[] = [];
    const standings = changes.map((change) => {
      const key = orderKeyOf(change);
      const mark = key === null ? undefined : (moved.get(key) ?? this.marks.get(key));
      const standing = judge(change, mark);
      if (standing !== 'news') return standing;
      news.push(change);
      const next = markAfter(change, mark);
      if (key !== null && next !== undefined) moved.set(key, next);
      return standing;
    });
    const keep = (): void => {
      this.told.push(...news);
      for (const [key, mark] of moved) {
        this.marks.set(key, mark);
        this.touched.set(key, mark);
      }
    };
    return { standings, keep };
  }

  /** The tenants with something new. */
  tenants(): Set<string> {
    return new Set(this.told.map(({ tenantId }) => tenantId));
  }

  /** Writes what was kept. */
  async write(tables: Transaction<Tables>, now: Date): Promise<void> {
    const rows = this.told.map((change) => toRow(change, now));
    await insertEach(tables, rows, (row) => tables.insertInto('change_feed').values(row));
    const marks = [...this.touched].map(([order_key, mark]): Insertable<ChangeMarkRow> => {
      const { at, source, fingerprint } = mark;
      return { order_key, at, source, fingerprint, touched_at: now.getTime() };
    });
    await insertEach(tables, marks, (row) =>
      tables
        .insertInto('change_marks')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('order_key').doUpdateSet((given) => ({
            at: given.ref('excluded.at'),
            source: given.ref('excluded.source'),
            fingerprint: given.ref('excluded.fingerprint'),
            touched_at: given.ref('excluded.touched_at'),
          })),
        ),
    );
  }
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
