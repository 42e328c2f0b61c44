import { type ColumnDefinitionBuilder, type Driver, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely';
import { keepingPrepared } from './prepared.js';

/** What the dialect needs of a connection. */
interface Connection extends SqliteDatabase {
  exec(sql: string): void;
}

/** All that is particular to SQLite and not in `open-file.ts`. */
export class StoreDialect extends SqliteDialect {
  constructor(
    private readonly connection: Connection,
    private readonly use: 'read' | 'write',
  ) {
    super({ database: connection });
  }

  override createDriver(): Driver {
    return new StoreDriver(this.connection, this.use);
  }
}

/**
 * Transactions begin and end by `exec`: a prepared statement that met a lock stays "in progress" in libsql until it is
 * collected as garbage, and no later transaction of the connection could be committed.
 */
class StoreDriver extends SqliteDriver {
  constructor(
    private readonly connection: Connection,
    private readonly use: 'read' | 'write',
  ) {
    super({ database: keepingPrepared(connection) });
  }

  /** A writer takes the lock at once: one that reads first and then writes would fail when another was faster. */
  override async beginTransaction(): Promise<void> {
    this.connection.exec(this.use === 'write' ? 'begin immediate' : 'begin');
  }

  override async commitTransaction(): Promise<void> {
    this.connection.exec('commit');
  }

  /** SQLite has rolled back by itself after a full disk; the second rollback must not hide the first error. */
  override async rollbackTransaction(): Promise<void> {
    try {
      this.connection.exec('rollback');
    } catch (error) {
      if (!String(error).includes('no transaction is active')) throw error;
    }
  }
}

/** A number that rises by itself. */
export const risingId = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.primaryKey().autoIncrement();

/** What kind of failure an error of the database is; null for a mistake in our own statements. */
export function storageFailure(error: unknown): 'busy' | 'broken' | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy';
    if (/^SQLITE_(FULL|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|AUTH|PROTOCOL|NOLFS)/.test(code)) {
      return 'broken';
    }
  }
  return /connection is not open|driver has already been destroyed/.test(String(message)) ? 'broken' : null;
}
