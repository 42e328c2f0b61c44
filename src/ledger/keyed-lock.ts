import { AppError } from '../errors/app-error.js';

/** Bounds of a lock. */
export interface KeyedLockOptions {
  /** Waiting for one key; 50 unless told. */
  readonly maxWaiting?: number;
  /** Keys held at a time; 10 000 unless told. */
  readonly maxKeys?: number;
}

/** One write per object at a time, in the order asked. Keys are made by `tupleKey`. */
export class KeyedLock {
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly options: KeyedLockOptions = {}) {}

  /** How many keys are held. */
  get size(): number {
    return this.waiting.size;
  }

  /**
   * Runs `work` alone under its key.
   * @param signal ends the waiting, not the work
   * @throws AppError OVERLOADED when too many wait, DEADLINE_EXCEEDED when `signal` ends first; `work` has not begun then
   */
  async run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.acquire(key, signal);
    try {
      return await work();
    } finally {
      this.release(key);
    }
  }

  private async acquire(key: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AppError('DEADLINE_EXCEEDED', undefined, { cause: signal.reason });
    const queue = this.waiting.get(key);
    if (queue === undefined) {
      if (this.waiting.size >= (this.options.maxKeys ?? 10_000)) throw new AppError('OVERLOADED');
      this.waiting.set(key, []);
      return;
    }
    if (queue.length >= (this.options.maxWaiting ?? 50)) throw new AppError('OVERLOADED');
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        queue.splice(queue.indexOf(enter), 1);
        reject(new AppError('DEADLINE_EXCEEDED', undefined, { cause: signal.reason }));
      };
      queue.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private release(key: string): void {
    const next = this.waiting.get(key)?.shift();
    if (next === undefined) this.waiting.delete(key);
    else next();
  }
}
