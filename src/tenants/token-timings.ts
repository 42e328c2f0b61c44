import { createHash } from 'node:crypto';
import { tupleKey } from './key-tuple.js';
import type { TokenPlace } from './token-store.js';

/** Both clocks (reliability R36): durations on the monotonic one, the ends of tokens on the wall clock. */
export interface TokenClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds. */
  wall(): number;
}

/** The times of renewal, in milliseconds. */
export interface TokenTimings {
  /** A pair is renewed at an instant of its own between these two before its end. */
  readonly earliestMs: number;
  readonly latestMs: number;
  /** How long a caller without a token waits for one. */
  readonly waitMs: number;
  /** How long one process has to renew a pair before another may; 60 000 at most. */
  readonly leaseMs: number;
  /** Between two looks at what another process is renewing; grows to ten times as much. */
  readonly pollMs: number;
  /** Before the platform is asked again after "another client is at it"; doubles, three times. */
  readonly busyMs: number;
  /** Before the next try after a failure; doubles up to five times as much. */
  readonly retryMs: number;
  /** Between two questions to a platform that gives no tokens: at most two a minute (reliability R23). */
  readonly probeEveryMs: number;
}

/** What holds where nothing else is told: reliability R23, conventions D5. */
export const TOKEN_TIMINGS: TokenTimings = {
  earliestMs: 55 * 60_000,
  latestMs: 5 * 60_000,
  waitMs: 3_000,
  leaseMs: 15_000,
  pollMs: 20,
  busyMs: 200,
  retryMs: 1_000,
  probeEveryMs: 30_000,
};

/**
 * When a pair is renewed ahead of its end, epoch milliseconds. Which instant of the span it is depends on shop and version
 * alone: many shops registered together are spread, and every process comes to the same. Never in the first half of the
 * pair's life, or a platform with short tokens would be asked at each call.
 */
export function renewalDue(
  place: TokenPlace,
  tokens: { readonly version: number; readonly accessEndsAt: number; readonly refreshedAt: number },
  { earliestMs, latestMs }: TokenTimings,
): number {
  const name = tupleKey([place.tenantId, place.shopKey, place.environment, String(tokens.version)]);
  const part = createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32;
  const ahead = latestMs + part * (earliestMs - latestMs);
  return Math.max(tokens.accessEndsAt - ahead, (tokens.refreshedAt + tokens.accessEndsAt) / 2);
}
