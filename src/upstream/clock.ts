/** The two clocks of the pipe (reliability R36): durations on the monotonic one, stored times on the wall clock. */
export interface Clock {
  /** Monotonic milliseconds, the scale of `performance.now()`. */
  now(): number;
  /** Epoch milliseconds. */
  wall(): number;
}

/** The machine's clocks. */
export const systemClock: Clock = { now: () => performance.now(), wall: () => Date.now() };
