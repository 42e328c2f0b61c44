import type { Clock } from './clock.js';

/** What is learned is never further off than that (reliability R24); beyond it, our own clock is to be set right. */
const MOST_MS = 15 * 60_000;
/** Answers whose clocks are remembered: the median of an odd number is one of them. */
const SAMPLES = 5;
/** A smaller change makes no refused time a good one. */
const NOTICEABLE_MS = 1_000;

/**
 * How far a platform's clock is before ours, learned from the `date` of its answers when it refuses our time. Whoever signs
 * with a time takes it from here.
 */
export class ClockOffset {
  private readonly samples: number[] = [];
  private offset = 0;
  private changes = 0;

  constructor(private readonly clock: Clock) {}

  /** The platform's time, epoch milliseconds. */
  now(): number {
    return this.clock.wall() + this.offset;
  }

  /** Rises when the offset changes noticeably: a call signed before may be signed anew. */
  get version(): number {
    return this.changes;
  }

  /** Notes an answer's `date`. One without a date, or with no date in it, says nothing. */
  learn(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(at)) return;
    const before = this.offset;
    this.samples.push(Math.max(-MOST_MS, Math.min(MOST_MS, at - this.clock.wall())));
    if (this.samples.length > SAMPLES) this.samples.shift();
    const sorted = [...this.samples].sort((a, b) => a - b);
    this.offset = sorted[Math.floor(sorted.length / 2)] ?? 0;
    if (Math.abs(this.offset - before) >= NOTICEABLE_MS) this.changes += 1;
  }
}
