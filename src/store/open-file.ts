import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { patiently } from './database.js';
import { storageFailure } from './sqlite.dialect.js';
import { StoreError } from './store-error.js';

/** Short, since waiting in SQLite holds up the whole process; `patiently` waits longer without that. */
const BUSY_TIMEOUT_MS = 5;

/** One connection, as SQLite's API gives it. */
export type FileConnection = Libsql.Database;

/**
 * Makes the file if there is none, for its owner alone.
 * @throws StoreError when data is there without the database it belongs to
 */
export function prepareFile(file: string): void {
  try {
    const isThere = existsSync(file) && statSync(file).size > 0;
    if (!isThere && existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) {
      throw new StoreError(`${file} is missing or empty, but its log ${file}-wal is there; restore both from a backup`);
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw cause instanceof StoreError ? cause : new StoreError(`${file} cannot be written`, cause);
  }
}

/** Opens a connection of the kind asked for. @throws StoreError */
export async function openConnection(
  file: string,
  use: 'read' | 'write',
  maxBytes: number | undefined,
): Promise<FileConnection> {
  let connection: FileConnection | undefined;
  try {
    const opened = new Libsql(file);
    connection = opened;
    opened.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    if (use === 'write') await patiently(async () => opened.exec('pragma journal_mode = WAL'));
    opened.pragma('synchronous = FULL');
    opened.pragma('foreign_keys = ON');
    opened.pragma('secure_delete = ON');
    if (use === 'read') opened.pragma('query_only = ON');
    if (use === 'write' && maxBytes !== undefined) {
      const [row] = opened.pragma('page_size') as { page_size: number }[];
      opened.pragma(`max_page_count = ${Math.ceil(maxBytes / (row?.page_size ?? 4096))}`);
    }
    return opened;
  } catch (cause) {
    connection?.close();
    throw refusal(file, cause);
  }
}

/** Reads the whole file once. @throws StoreError when it is damaged; it is left as it is */
export async function checkIntegrity(file: string, connection: FileConnection): Promise<void> {
  let findings: string[];
  try {
    const rows = await patiently(async () => connection.pragma('quick_check(5)') as { quick_check: string }[]);
    findings = rows.map((row) => row.quick_check);
  } catch (cause) {
    throw refusal(file, cause);
  }
  if (findings.join() !== 'ok') throw new StoreError(`${file} is damaged; restore it from a backup`, findings);
}

/** Moves the log into the file, if nobody else is using it; otherwise the last process to close does. */
export function tidyLog(connection: FileConnection): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // The log is complete on disk, and read again at the next start.
  }
}

/** The operator's line for what SQLite said. */
export function refusal(file: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const inner = cause instanceof Error && storageFailure(cause) === null ? (cause.cause ?? cause) : cause;
  const { code } = inner as { code?: unknown };
  if (code === 'SQLITE_NOTADB') return new StoreError(`${file} is not a database`, cause);
  if (typeof code === 'string' && code.startsWith('SQLITE_CORRUPT')) {
    return new StoreError(`${file} is damaged; restore it from a backup`, cause);
  }
  return new StoreError(`${file} cannot be used${typeof code === 'string' && code !== '' ? ` (${code})` : ''}`, cause);
}
