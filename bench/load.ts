import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Load, LoadReport } from './generator.js';
import type { LoadRequest } from './load-request.js';
import { nodeOn, type Worker } from './worker.js';

/** What is asked, over and over. */
export interface Target {
  readonly name: string;
  readonly worker: Worker;
  readonly url: string;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
}

/** How much to ask, and how strictly. */
export interface LoadOptions {
  readonly amount: number;
  /** A cold server on a busy machine may run into its own deadlines: failures are let pass where nothing is measured. */
  readonly warmingUp?: boolean;
}

/** One round of load against one target. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the target's process; null where it cannot be told. */
  readonly cpuMsPerRequest: number | null;
  readonly upstreamCallsPerRequest: number;
  /** Resident memory of the target's process after the round, in MiB. */
  readonly rssMiB: number | null;
  /** Event loop of the target, where it watches it. */
  readonly stallMs: { readonly p99: number; readonly max: number } | null;
  /** Share of the other core that upstream and generator took, 0 to 1: near 1, they are what limits. */
  readonly loadShare: number;
}

const run = promisify(execFile);
const GENERATOR = fileURLToPath(new URL('./generator.js', import.meta.url));
const MEBIBYTE = 1024 * 1024;

/**
 * Loads a target from a process of its own with so many requests, all of which are answered: none is left behind to
 * spoil the next round, or to be counted upstream alone.
 * @throws Error when any answer was not complete, or a message was acknowledged and lost: figures of refusals say nothing
 */
export async function load(
  target: Target,
  upstream: Worker,
  { amount, warmingUp = false }: LoadOptions,
): Promise<Round> {
  const before = [await target.worker.measure(), await upstream.measure()] as const;
  const asked: Load = { url: target.url, connections: target.connections, amount, requests: target.requests };
  const { stdout } = await run(...nodeOn(1, [GENERATOR, JSON.stringify(asked)]));
  const after = [await target.worker.measure(), await upstream.measure()] as const;
  const result = JSON.parse(stdout) as LoadReport;
  const requests = result['2xx'];
  const failed = (after[0].failed ?? 0) - (before[0].failed ?? 0);
  if (!warmingUp && (requests < amount || failed + result.non2xx + result.errors + result.timeouts > 0))
    throw new Error(
      `${target.name}: of ${amount} requests ${failed} failed, ${result.non2xx} were refused, ` +
        `${result.errors} broke, ${result.timeouts} timed out`,
    );
  const told = (after[0].told ?? result.messages) - (before[0].told ?? 0);
  if (!warmingUp && told !== result.messages)
    throw new Error(`${target.name}: of ${result.messages} acknowledged messages ${told} are in the feed`);
  const cpu = between(before[0].cpuMicros, after[0].cpuMicros);
  const othersCpu = result.cpuMicros + (between(before[1].cpuMicros, after[1].cpuMicros) ?? 0);
  return {
    requestsPerSecond: requests / result.seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMsPerRequest: cpu === null ? null : cpu / 1000 / requests,
    upstreamCallsPerRequest: ((after[1].calls ?? 0) - (before[1].calls ?? 0)) / requests,
    rssMiB: after[0].rssBytes === null ? null : after[0].rssBytes / MEBIBYTE,
    stallMs: after[0].stallMs ?? null,
    loadShare: othersCpu / 1e6 / result.seconds,
  };
}

const between = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;
