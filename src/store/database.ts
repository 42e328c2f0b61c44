import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { AppError } from '../errors/app-error.js';
import { storageFailure } from './sqlite.dialect.js';
import type { ChangingSubject, Tables } from './tables.js';

/** How long another process may hold the write lock before a write is given up. */
const PATIENCE_MS = 5_000;

/**
 * The two lines into the database: one that reads, one that writes. Reads go on while a write waits for its lock, and
 * when nothing can be written.
 */
export class Database {
  constructor(
    private readonly reader: Kysely<Tables>,
    private readonly writer: Kysely<Tables>,
    /** Wall clock of stored times. */
    readonly now: () => Date,
    /** Called before the last connection closes, when no work is under way. */
    private readonly release: () => void,
  ) {}

  /** Runs reads on one snapshot. @throws AppError STORAGE_UNAVAILABLE */
  read<T>(work: (tables: Transaction<Tables>) => Promise<T>): Promise<T> {
    return patiently(() => this.reader.transaction().execute(work));
  }

  /** Runs one statement that reads. @throws AppError STORAGE_UNAVAILABLE */
  query<T>(work: (tables: Kysely<Tables>) => Promise<T>): Promise<T> {
    return patiently(() => work(this.reader));
  }

  /**
   * Runs a transaction, which is on disk when this returns. `work` does nothing but database work, since it is run
   * again when another process held the lock.
   * @throws AppError STORAGE_UNAVAILABLE, and nothing is changed then
   */
  write<T>(work: (tables: Transaction<Tables>) => Promise<T>): Promise<T> {
    return patiently(() => this.writer.transaction().execute(work));
  }

  /**
   * Runs what writes on another connection, in the turn that a transaction of this one would have: the writers of a process
   * wait for each other here, and not for the database's lock.
   * @throws AppError STORAGE_UNAVAILABLE after `close`, and what `work` throws
   */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return patiently(() => this.writer.connection().execute(work));
  }

  /** Runs a transaction like `write`, counting a change of what other processes keep copies of. @throws AppError STORAGE_UNAVAILABLE */
  change<T>(subject: ChangingSubject, work: (tables: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.write(async (tables) => {
      const result = await work(tables);
      await tables
        .updateTable('changes')
        .set((is) => ({ count: is('count', '+', 1) }))
        .where('subject', '=', subject)
        .execute();
      return result;
    });
  }

  /** How many changes of a subject there were. @throws AppError STORAGE_UNAVAILABLE */
  async changesOf(subject: ChangingSubject): Promise<number> {
    const row = await this.query((tables) =>
      tables.selectFrom('changes').select('count').where('subject', '=', subject).executeTakeFirstOrThrow(),
    );
    return row.count;
  }

  /** Ends after the work that was asked for before. */
  async close(): Promise<void> {
    if (this.reader !== this.writer) {
      await this.reader.connection().execute(async () => undefined);
      await this.reader.destroy();
    }
    await this.writer.connection().execute(async () => this.release());
    await this.writer.destroy();
  }
}

/** Repeats what met another process's lock, without blocking this one, and names what the store cannot do. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      const failure = storageFailure(cause);
      if (failure === null) throw cause;
      if (failure === 'broken' || performance.now() > end)
        throw new AppError('STORAGE_UNAVAILABLE', undefined, { cause });
    }
    await sleep(2 + Math.random() * 18);
  }
}
