import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';

/** Statements of one connection that are kept; those with lists of changing length come and go. */
const MAX_KEPT = 200;
/** Longer ones are lists of rows, hardly the same twice. */
const MAX_LENGTH = 2_000;

/**
 * A connection that prepares a statement once, and not each time it is run: preparing takes as long as running. Only for
 * statements that are run to their end before the next begins, as all of Kysely's are. One that failed is forgotten: it may
 * still be "in progress" for the database.
 */
export function keepingPrepared(connection: SqliteDatabase): SqliteDatabase {
  const kept = new LRUCache<string, SqliteStatement>({ max: MAX_KEPT });
  return {
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const made = forgetting(connection.prepare(sql), () => kept.delete(sql));
      if (sql.length <= MAX_LENGTH) kept.set(sql, made);
      return made;
    },
    close: () => {
      kept.clear();
      connection.close();
    },
  };
}

function forgetting(statement: SqliteStatement, forget: () => void): SqliteStatement {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      forget();
      throw error;
    }
  };
  return {
    reader: statement.reader,
    all: (parameters) => guarded(() => statement.all(parameters)),
    run: (parameters) => guarded(() => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
