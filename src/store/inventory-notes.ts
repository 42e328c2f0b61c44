import type { Transaction } from 'kysely';
import type { OnHandChange, OnHandChanged, SeenNote, WriteNote } from '../inventory/ports.js';
import { hasDrift } from '../inventory/ports.js';
import { toListing } from './inventory-row.js';
import type { StockListingRow, StockOperationRow, Tables } from './tables.js';

type Tx = Transaction<Tables>;

/** How long operations are known, in milliseconds: longer than idempotency keys and pushed messages are. */
const OPERATION_MS = 30 * 24 * 3600_000;
/** Most operations that are forgotten along with a new one. */
const FORGOTTEN_AT_ONCE = 500;

/** Notes what became of writes; the transaction is the caller's. */
export async function noteWrites(tables: Tx, tenantId: string, notes: readonly WriteNote[]): Promise<void> {
  for (const { listingId, status, quantity, at } of notes) {
    const time = at.getTime();
    const isThere = status === 'SUCCEEDED' || status === 'UNKNOWN';
    await tables
      .updateTable('stock_listings')
      .set({
        last_status: status,
        last_status_at: time,
        ...(isThere ? { last_written: quantity, last_written_at: time } : {}),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', listingId)
      .where((is) => is.or([is('last_status_at', 'is', null), is('last_status_at', '<=', time)]))
      .execute();
  }
}

/** A listing and what is to be noted as seen of it. */
export interface SeenChange {
  readonly id: string;
  readonly seen: number;
  readonly seen_at: number;
}

/** What of the notes is worth a write: another quantity than is known, or one that makes or ends a drift. */
export function seenChanges(rows: readonly StockListingRow[], notes: readonly SeenNote[]): SeenChange[] {
  const newest = new Map<string, SeenNote>();
  for (const note of notes) {
    const known = newest.get(note.unitId);
    if (known === undefined || known.at <= note.at) newest.set(note.unitId, note);
  }
  return rows.flatMap((row) => {
    const note = newest.get(row.unit_id);
    if (note === undefined || note.at.getTime() <= (row.seen_at ?? Number.NEGATIVE_INFINITY)) return [];
    const change = { seen: note.quantity, seen_at: note.at.getTime() };
    const isNews =
      row.seen !== note.quantity || hasDrift(toListing(row)) !== hasDrift(toListing({ ...row, ...change }));
    return isNews ? [{ id: row.id, ...change }] : [];
  });
}

/** Notes what was seen, unless something newer was meanwhile; the transaction is the caller's. */
export async function noteSeen(tables: Tx, changes: readonly SeenChange[]): Promise<void> {
  for (const { id, ...change } of changes)
    await tables
      .updateTable('stock_listings')
      .set(change)
      .where('id', '=', id)
      .where((is) => is.or([is('seen_at', 'is', null), is('seen_at', '<', change.seen_at)]))
      .execute();
}

type Applied = Pick<StockOperationRow, 'count_before' | 'count_after'>;

/** Changes counts, each once under the operation's id; the transaction is the caller's. @param at epoch milliseconds */
export async function changeCounts(
  tables: Tx,
  tenantId: string,
  operationId: string,
  changes: readonly OnHandChange[],
  at: number,
): Promise<OnHandChanged[]> {
  const ids = changes.map(({ stockItemId }) => stockItemId);
  if (ids.length === 0) return [];
  const items = await tables
    .selectFrom('stock_items')
    .select(['id', 'on_hand'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .execute();
  const done = await tables
    .selectFrom('stock_operations')
    .selectAll()
    .where('operation_id', '=', operationId)
    .where('stock_item_id', 'in', ids)
    .execute();
  const counts = new Map(items.map(({ id, on_hand }) => [id, on_hand]));
  const known = new Map<string, Applied>(done.map((row) => [row.stock_item_id, row]));
  const results: OnHandChanged[] = [];
  for (const { stockItemId, change } of changes) {
    const before = counts.get(stockItemId);
    if (before === undefined) continue;
    const first = known.get(stockItemId);
    if (first !== undefined) {
      results.push({ stockItemId, before: first.count_before, after: first.count_after, isRepeat: true });
      continue;
    }
    const after = 'setTo' in change ? change.setTo : before === null ? null : before + change.changeBy;
    const row = {
      operation_id: operationId,
      stock_item_id: stockItemId,
      count_before: before,
      count_after: after,
      applied_at: at,
    };
    await tables.insertInto('stock_operations').values(row).execute();
    if (after !== before)
      await tables
        .updateTable('stock_items')
        .set((is) => ({ on_hand: after, version: is('version', '+', 1), updated_at: at }))
        .where('id', '=', stockItemId)
        .execute();
    counts.set(stockItemId, after);
    known.set(stockItemId, row);
    results.push({ stockItemId, before, after, isRepeat: false });
  }
  await forgetOld(tables, at);
  return results;
}

const forgetOld = (tables: Tx, at: number) =>
  tables
    .deleteFrom('stock_operations')
    .where('id', 'in', (from) =>
      from
        .selectFrom('stock_operations')
        .select('id')
        .where('applied_at', '<', at - OPERATION_MS)
        .limit(FORGOTTEN_AT_ONCE),
    )
    .execute();
