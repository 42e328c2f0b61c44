/** Milliseconds of work after which a turn of the event loop is full. */
const TURN_MS = 6;

/**
 * Spreads work over the turns of the event loop. Requests and answers that came together would otherwise be worked on in one
 * turn, and timers, probes and other callers would wait for all of them. While a turn has room the work is done at once;
 * what is beyond goes on in the next turns, in the order it came.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private fullAt: number | null = null;

  /** @param now milliseconds on a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** How much work waits for room. */
  get size(): number {
    return this.waiting.length;
  }

  /** Resolves when there is room. Null: there is room now. */
  room(): Promise<void> | null {
    if (this.fullAt === null) this.begin();
    if (this.waiting.length === 0 && this.now() < (this.fullAt ?? 0)) return null;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begin(): void {
    this.fullAt = this.now() + TURN_MS;
    setImmediate(this.next);
  }

  /** A new turn, after all that came in the one before. */
  private readonly next = (): void => {
    this.fullAt = null;
    if (this.waiting.length === 0) return;
    this.begin();
    this.goOn();
  };

  private readonly goOn = (): void => {
    if (this.now() >= (this.fullAt ?? 0)) return;
    this.waiting.shift()?.();
    // A tick that a microtask asks for comes when there are no more microtasks: when that piece of work is done.
    if (this.waiting.length > 0) queueMicrotask(() => process.nextTick(this.goOn));
  };
}

/** One for the process, as its event loop is. */
export const turns = new Turns();
