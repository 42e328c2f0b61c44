import { type Compilable, CompiledQuery, type Transaction } from 'kysely';
import type { Tables } from './tables.js';

/**
 * Inserts one row after another. It is built and prepared once for all of them, which makes a row cost a third of
 * what it costs in one statement with many.
 * @param rows with the same columns in the same order
 * @param insert of one row, its values the only ones in it
 * @returns the rows that were inserted
 */
export async function insertEach<Row extends object>(
  tables: Transaction<Tables>,
  rows: readonly Row[],
  insert: (row: Row) => Compilable,
): Promise<Row[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const { sql } = insert(first).compile();
  const inserted: Row[] = [];
  for (const row of rows) {
    const { numAffectedRows } = await tables.executeQuery(CompiledQuery.raw(sql, Object.values(row)));
    if (numAffectedRows === 1n) inserted.push(row);
  }
  return inserted;
}
