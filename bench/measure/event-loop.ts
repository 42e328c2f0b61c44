import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks at the event loop. */
const RESOLUTION = 10;
const NANOSECONDS = 1e6;

/**
 * Watches the event loop of this process. Node's meter tells the time between two looks; what is over the interval it
 * was set to is the stall.
 * @returns a function that tells the 99th percentile and the maximum since it was last called, in milliseconds
 */
export function watchEventLoop(): () => { p99: number; max: number } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  const over = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION);
  return () => {
    const stall = { p99: over(delay.percentile(99)), max: over(delay.max) };
    delay.reset();
    return stall;
  };
}
