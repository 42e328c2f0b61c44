import { parentPort, workerData } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { AppError } from '../errors/app-error.js';
import { Database } from './database.js';
import { openConnection } from './open-file.js';
import type { PushRequest, PushResponse, PushThreadData } from './push-thread.js';
import { writePush } from './push-writes.js';
import { StoreDialect } from './sqlite.dialect.js';
import type { Tables } from './tables.js';
import { ThreadState } from './thread-state.js';

/** The program of the thread that writes what is pushed; see `PushThread`. */
const { file, maxBytes, shared } = workerData as PushThreadData;
const state = new ThreadState(shared);
const connection = await openConnection(file, 'write', maxBytes);
const tables = new Kysely<Tables>({ dialect: new StoreDialect(connection, 'write') });
const now = (): Date => new Date();
const db = new Database(tables, tables, now, () => undefined);
state.end();

async function answerTo({ writes, now }: NonNullable<PushRequest>): Promise<PushResponse> {
  try {
    return { commit: await db.write((open) => writePush(open, writes, now)) };
  } catch (error) {
    const { cause = error } = error as Error;
    return { problem: { isStore: error instanceof AppError, message: String(cause) } };
  }
}

parentPort?.on('message', async (request: PushRequest) => {
  if (!state.begin()) return;
  if (request === null) await db.close();
  else parentPort?.postMessage(await answerTo(request));
  state.end();
  if (request === null) parentPort?.close();
});
