import type { Clock } from './clock.js';

const WINDOW_MS = 5 * 60_000;
const MOST_SAMPLES = 1024;

/** Latencies of the last five minutes, at most the newest 1 024 of them. */
export class LatencyWindow {
  private readonly samples: { readonly at: number; readonly ms: number }[] = [];
  private next = 0;
  private lastAt: number | null = null;

  constructor(private readonly clock: Clock) {}

  /** Notes one successful call. */
  note(ms: number): void {
    this.samples[this.next] = { at: this.clock.now(), ms };
    this.next = (this.next + 1) % MOST_SAMPLES;
    this.lastAt = this.clock.wall();
  }

  /** When a call last succeeded. */
  get lastSuccessAt(): Date | null {
    return this.lastAt === null ? null : new Date(this.lastAt);
  }

  /** Percentiles (0 to 1) in whole milliseconds; null without a sample. */
  percentiles(shares: readonly number[]): (number | null)[] {
    const since = this.clock.now() - WINDOW_MS;
    const recent = this.samples.flatMap(({ at, ms }) => (at >= since ? [ms] : [])).sort((a, b) => a - b);
    return shares.map((share) => {
      const value = recent[Math.max(0, Math.ceil(share * recent.length) - 1)];
      return value === undefined ? null : Math.round(value);
    });
  }
}
