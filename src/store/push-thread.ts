import { once } from 'node:events';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { AppError } from '../errors/app-error.js';
import type { Database } from './database.js';
import type { PushCommit, PushWrite } from './push-writes.js';
import { ThreadState } from './thread-state.js';

/** The database that the thread opens. */
export interface PushThreadData {
  readonly file: string;
  readonly maxBytes: number | undefined;
  /** Of the thread's `ThreadState`. */
  readonly shared: SharedArrayBuffer;
}

/** Writes to be committed together; null: the thread is to end. */
export type PushRequest = { readonly writes: readonly PushWrite[]; readonly now: Date } | null;

/** What became of them, or the failure: of the store (`isStore`), or of what was written. */
export type PushResponse =
  | { readonly commit: PushCommit }
  | { readonly problem: { readonly isStore: boolean; readonly message: string } };

/** Starts the program of the thread, `push-writer.thread.ts`, wherever it is. */
export type StartThread = (options: WorkerOptions) => Worker;

/** Where the thread's program is: beside this file, or, in the bundle, as far from its parts as it is from here. */
export const startThread: StartThread = (options) =>
  new Worker(new URL('../store/push-writer.thread.js', import.meta.url), options);

/**
 * Commits what pushed messages have written in a thread of its own with a connection of its own, so that the event loop waits for
 * no disk (docs/decisions/031). It has its turn among the writers of this process, like any transaction: they never meet at the
 * database's lock. The thread begins with the first message, and again after it broke.
 */
export class PushThread {
  private worker: Worker | undefined;
  private isClosed = false;

  constructor(
    private readonly db: Database,
    private readonly place: Omit<PushThreadData, 'shared'>,
    private readonly start: StartThread,
  ) {}

  /** Returns when the writes are on disk. @throws AppError STORAGE_UNAVAILABLE, and an Error for what cannot be written */
  readonly commit = (writes: readonly PushWrite[]): Promise<PushCommit> =>
    this.db.exclusively(() => this.ask({ writes, now: this.db.now() }));

  /** Ends the thread after the work under way; nothing can be committed any more. */
  async close(): Promise<void> {
    await this.db.exclusively(async () => {
      this.isClosed = true;
      const { worker } = this;
      if (worker === undefined) return;
      const ended = once(worker, 'exit');
      worker.ref();
      worker.postMessage(null satisfies PushRequest);
      await ended;
    });
  }

  private async ask(request: PushRequest): Promise<PushCommit> {
    if (this.isClosed) throw new AppError('STORAGE_UNAVAILABLE');
    const worker = this.running();
    worker.ref();
    try {
      const response = await responseOf(worker, request);
      if ('commit' in response) return response.commit;
      const { isStore, message } = response.problem;
      const cause = new Error(message);
      throw isStore ? new AppError('STORAGE_UNAVAILABLE', undefined, { cause }) : cause;
    } finally {
      worker.unref();
    }
  }

  private running(): Worker {
    if (this.worker !== undefined) return this.worker;
    const state = new ThreadState();
    const workerData: PushThreadData = { ...this.place, shared: state.shared };
    const worker = this.start({ workerData });
    const onExit = (): void => state.endOfProcess();
    process.once('exit', onExit);
    this.worker = worker;
    // An error is followed by the end, and told to who waits.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      process.off('exit', onExit);
      this.worker = undefined;
    });
    return worker;
  }
}

/** The answer to a request, the only one under way. @throws AppError STORAGE_UNAVAILABLE when the thread ends without one */
function responseOf(worker: Worker, request: PushRequest): Promise<PushResponse> {
  return new Promise((resolve, reject) => {
    let cause: unknown;
    const onError = (error: unknown): void => {
      cause = error;
    };
    const onMessage = (response: PushResponse): void => {
      leave();
      resolve(response);
    };
    // What it was doing is committed or not: messages that come again are doubles, ended tries are found to be ended.
    const onExit = (): void => {
      leave();
      reject(new AppError('STORAGE_UNAVAILABLE', undefined, { cause }));
    };
    function leave(): void {
      worker.off('error', onError).off('message', onMessage).off('exit', onExit);
    }
    worker.on('error', onError).on('message', onMessage).on('exit', onExit);
    worker.postMessage(request);
  });
}
