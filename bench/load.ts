import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Result } from 'autocannon';
import type { Load } from './generator.js';
import { nodeOn, type Worker } from './worker.js';
import { CONNECTIONS } from './workload.js';

/** What is asked, over and over. */
export interface Target {
  readonly name: string;
  readonly worker: Worker;
  readonly url: string;
  readonly requests: Load['requests'];
}

/** One round of load against one target. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the target's process. */
  readonly cpuMsPerRequest: number;
  readonly upstreamCallsPerRequest: number;
}

const run = promisify(execFile);
const GENERATOR = fileURLToPath(new URL('./generator.js', import.meta.url));

/**
 * Loads a target from a process of its own with so many requests, all of which are answered: none is left behind to
 * spoil the next round, or to be counted upstream alone.
 * @throws Error when any answer was not complete: figures of refusals say nothing
 */
export async function load(amount: number, target: Target, upstream: Worker): Promise<Round> {
  const before = [await target.worker.measure(), await upstream.measure()] as const;
  const asked: Load = { url: target.url, connections: CONNECTIONS, amount, requests: target.requests };
  const { stdout } = await run(...nodeOn(1, [GENERATOR, JSON.stringify(asked)]));
  const after = [await target.worker.measure(), await upstream.measure()] as const;
  const result = JSON.parse(stdout) as Result;
  const requests = result['2xx'];
  const failed = (after[0].failed ?? 0) - (before[0].failed ?? 0);
  if (requests < amount || failed + result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(
      `${target.name}: of ${amount} requests ${failed} failed, ${result.non2xx} were refused, ` +
        `${result.errors} broke, ${result.timeouts} timed out`,
    );
  return {
    requestsPerSecond: requests / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMsPerRequest: (after[0].cpuMicros - before[0].cpuMicros) / 1000 / requests,
    upstreamCallsPerRequest: ((after[1].calls ?? 0) - (before[1].calls ?? 0)) / requests,
  };
}

/** The middle one of each figure over some rounds. */
export function medians(rounds: readonly Round[]): Round {
  const middle = (pick: (round: Round) => number): number => {
    const sorted = rounds.map(pick).sort((a, b) => a - b);
    const half = Math.floor((sorted.length - 1) / 2);
    const [low = 0, high = low] = [sorted[half], sorted[sorted.length - 1 - half]];
    return (low + high) / 2;
  };
  return {
    requestsPerSecond: middle((round) => round.requestsPerSecond),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    cpuMsPerRequest: middle((round) => round.cpuMsPerRequest),
    upstreamCallsPerRequest: middle((round) => round.upstreamCallsPerRequest),
  };
}
