/** Milliseconds of work after which a turn of the event loop is full. */
const TURN_MS = 6;
/** Milliseconds of a turn after which no more requests begin in it. */
const BEGINNING_MS = 1;

/** What asks for room: a platform's answer to something that was begun, or a request that is new. */
export type Work = 'answer' | 'request';

/**
 * Spreads work over the turns of the event loop. Requests and answers that came together would otherwise be worked on in one
 * turn, and timers, probes and other callers would wait for all of them. While a turn has room the work is done at once, requests
 * for the first millisecond of theirs; what is beyond goes on in the next turns, in the order it came.
 *
 * Answers go before requests: what was begun is finished before more is begun. Under load few requests are half done then,
 * so their objects die young; those of one that waits half done outlive the young generation, and all they come to
 * point at does so with them. In each turn one request begins all the same, however many answers wait.
 */
export class Turns {
  private readonly answers: (() => void)[] = [];
  private readonly requests: (() => void)[] = [];
  private fullAt: number | null = null;
  /** When no more requests begin in this turn; null while none has begun. */
  private beginsUntil: number | null = null;

  /** @param now milliseconds on a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** How much work waits for room. */
  get size(): number {
    return this.answers.length + this.requests.length;
  }

  /** Resolves when there is room. Null: there is room now. */
  room(work: Work): Promise<void> | null {
    if (this.fullAt === null) this.begin();
    if (this.size === 0 && this.now() < (this.fullAt ?? 0) && this.hasRoom(work)) return null;
    const queue = work === 'answer' ? this.answers : this.requests;
    return new Promise((resolve) => queue.push(resolve));
  }

  /** Whether this turn has room for more; the first request that asks has, and its time begins. */
  private hasRoom(work: Work): boolean {
    const now = this.now();
    if (work === 'request' && this.beginsUntil === null) {
      this.beginsUntil = now + BEGINNING_MS;
      return true;
    }
    return now < (this.fullAt ?? 0) && (work === 'answer' || now < (this.beginsUntil ?? 0));
  }

  private begin(): void {
    this.fullAt = this.now() + TURN_MS;
    this.beginsUntil = null;
    setImmediate(this.next);
  }

  /** What goes on next; undefined when this turn has no room for what waits. */
  private take(): (() => void) | undefined {
    if (this.answers.length > 0 && this.hasRoom('answer')) return this.answers.shift();
    return this.requests.length > 0 && this.hasRoom('request') ? this.requests.shift() : undefined;
  }

  /** A new turn, after all that came in the one before. */
  private readonly next = (): void => {
    this.fullAt = null;
    if (this.size === 0) return;
    this.begin();
    this.goOn();
  };

  private readonly goOn = (): void => {
    const work = this.take();
    if (work === undefined) return;
    work();
    // A tick that a microtask asks for comes when there are no more microtasks: when that piece of work is done.
    if (this.size > 0) queueMicrotask(() => process.nextTick(this.goOn));
  };
}

/** One for the process, as its event loop is. */
export const turns = new Turns();
