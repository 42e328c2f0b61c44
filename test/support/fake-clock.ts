import type { Clock } from '../../src/upstream/clock.js';

/** A clock that moves when told. */
export class FakeClock implements Clock {
  private ms = 1_000;

  now(): number {
    return this.ms;
  }

  wall(): number {
    return 1_700_000_000_000 + this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}
