import type { Clock } from '../state/clock.js';

/** Token buckets by (app_key, method): so many calls a second, and so many at once. */
export class Throttle {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Takes one call out of a bucket; false when it is empty. */
  take(key: string, { perSecond, burst }: { readonly perSecond: number; readonly burst: number }): boolean {
    const at = this.clock.now();
    const bucket = this.buckets.get(key) ?? { left: burst, at };
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    this.buckets.set(key, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  clear(): void {
    this.buckets.clear();
  }
}
