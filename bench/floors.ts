import type { Outcome } from './measure/rounds.js';
import type { Spread } from './measure/summary.js';
import { PROXY, SERVER_NAMES } from './processes.js';
import type { Mode, Workload } from './workloads/workload.js';

/** Least CPU ratio (proxy's CPU per request through the server's, in the same round) that a change may reach. */
interface Floor {
  readonly workload: string;
  readonly mode: Mode;
  readonly cpu: number;
  readonly reason: string;
}

/**
 * Well below what the server reaches, since other work on the machine has moved the ratio of two equal proxies by half in
 * one run; still above what it reached before its operations had plans. Ratios only: a time says as much of the machine
 * as of the change.
 */
export const FLOORS: readonly Floor[] = [
  { workload: 'list', mode: 'seen', cpu: 0.2, reason: 'operations seen before' },
  { workload: 'list', mode: 'apollo', cpu: 0.2, reason: 'every request through Apollo Server' },
  { workload: 'cached', mode: 'seen', cpu: 0.4, reason: 'answers of the platform kept, the rest done anew' },
];

/** How far the mean of calls may be off an exact number: rounding, nothing else. */
const EXACT = 0.001;

/** What an outcome breaks: a floor, or the least possible number of upstream calls. Empty when it holds all. */
export function problemsOf({ workload, summaries }: Outcome): string[] {
  const problems: string[] = [];
  for (const { target, upstreamCallsPerRequest: calls, ratio } of summaries) {
    const mode = workload.modes.find((one) => SERVER_NAMES[one] === target);
    const of = `${workload.name}, ${target}`;
    if (mode === undefined) {
      if (target === PROXY && Math.abs(calls.least - workload.proxyCalls) > EXACT)
        problems.push(`${of}: ${calls.least.toFixed(3)} upstream calls a request, not ${workload.proxyCalls}`);
      continue;
    }
    const wrong = callsProblem(workload, calls);
    if (wrong !== null) problems.push(`${of}: ${wrong}`);
    const floor = FLOORS.find((one) => one.workload === workload.name && one.mode === mode);
    const reached = ratio?.cpu?.median;
    if (floor !== undefined && reached !== undefined && reached < floor.cpu)
      problems.push(`${of} (${floor.reason}): CPU ratio to the proxy ${reached.toFixed(3)}, floor ${floor.cpu}`);
  }
  return problems;
}

/**
 * Of exact numbers the best round counts: a retry on a busy machine adds calls to one round, a call too many is made in
 * each. Of shared answers the middle one.
 */
function callsProblem({ calls }: Workload, { least, median }: Spread): string | null {
  if ('exactly' in calls)
    return Math.abs(least - calls.exactly) > EXACT
      ? `${least.toFixed(3)} upstream calls a request, the least possible is ${calls.exactly}`
      : null;
  return median > calls.atMost
    ? `${median.toFixed(3)} upstream calls a request, at most ${calls.atMost} expected`
    : null;
}
