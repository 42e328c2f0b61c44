import type { ObjectLock } from '../../../../subgraph/object-write.js';

interface Place {
  /** Monotonic instant of the turn; rejects when there will be none. */
  readonly turn: Promise<number>;
  readonly leave: () => void;
  /** Whether the turn has come. */
  isHeld: boolean;
}

/**
 * Places in the queues of several objects, taken in one go: writes come to every object in the order in which they arrived, no
 * two wait for each other in a circle, and each object is free again as soon as its own write is made.
 */
export class Places {
  private readonly places = new Map<string, Place>();

  constructor(
    private readonly lock: ObjectLock,
    private readonly signal: AbortSignal,
  ) {}

  /** Queues for all of them now, before anything else runs. Those that have a place keep it. */
  take(keys: readonly string[]): void {
    for (const key of keys) if (!this.places.has(key)) this.places.set(key, this.queue(key));
  }

  /** Whether a place was taken whose turn has not come. */
  isWaiting(key: string): boolean {
    return this.places.get(key)?.isHeld === false;
  }

  /**
   * Waits for the turn.
   * @returns its monotonic instant
   * @throws AppError OVERLOADED when too many wait, DEADLINE_EXCEEDED when the call ends first
   */
  enter(key: string): Promise<number> {
    this.take([key]);
    return this.places.get(key)?.turn ?? Promise.resolve(performance.now());
  }

  /** Gives a place back, whether its turn has come or not. */
  leave(key: string): void {
    this.places.get(key)?.leave();
    this.places.delete(key);
  }

  leaveAll(): void {
    for (const key of [...this.places.keys()]) this.leave(key);
  }

  private queue(key: string): Place {
    const given = new AbortController();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let place: Place | undefined;
    const turn = new Promise<number>((resolve, reject) => {
      const signal = AbortSignal.any([this.signal, given.signal]);
      const begin = (): Promise<void> => {
        if (place !== undefined) place.isHeld = true;
        resolve(performance.now());
        return ended;
      };
      this.lock.run(key, signal, begin).catch(reject);
    });
    // Told to whoever enters; a place that nobody enters may end unheard.
    turn.catch(() => undefined);
    place = {
      turn,
      isHeld: false,
      leave: () => {
        end();
        given.abort();
      },
    };
    return place;
  }
}
