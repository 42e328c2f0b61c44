/** The emulator's clock: the given one, moved forward at will. */
export class Clock {
  private aheadMs = 0;

  /** @param base epoch milliseconds */
  constructor(private readonly base: () => number) {}

  /** Epoch milliseconds. */
  now(): number {
    return this.base() + this.aheadMs;
  }

  /** Epoch seconds. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the clock forward by so many milliseconds. */
  advance(ms: number): void {
    this.aheadMs += ms;
  }

  /** Back to the given clock. */
  reset(): void {
    this.aheadMs = 0;
  }
}
