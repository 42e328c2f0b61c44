/** How long the end of the process waits for the thread; a commit takes milliseconds. */
const LONGEST_END_MS = 2_000;

const BUSY = 0;
const ENDING = 1;

/**
 * What a thread with a database and the thread that started it know of each other without a message. Node breaks threads off when
 * the process exits, and libsql ends a process whose thread is broken off inside it with an abort instead of its exit code.
 */
export class ThreadState {
  private readonly flags: Int32Array;

  /** @param shared nothing for a new one, of a thread that is busy with its start */
  constructor(readonly shared: SharedArrayBuffer = newState()) {
    this.flags = new Int32Array(shared);
  }

  /** Of the thread: begins to use the database. @returns false when the process is at its end */
  begin(): boolean {
    Atomics.store(this.flags, BUSY, 1);
    if (Atomics.load(this.flags, ENDING) === 0) return true;
    this.end();
    return false;
  }

  /** Of the thread: the database is not in use. */
  end(): void {
    Atomics.store(this.flags, BUSY, 0);
    Atomics.notify(this.flags, BUSY);
  }

  /** Of who started it: waits until the database is not in use, and never will be. It holds up the event loop. */
  endOfProcess(): void {
    Atomics.store(this.flags, ENDING, 1);
    Atomics.wait(this.flags, BUSY, 1, LONGEST_END_MS);
  }
}

function newState(): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(shared)[BUSY] = 1;
  return shared;
}
