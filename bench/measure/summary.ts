import type { Round } from '../load.js';

/** The middle of some figures, with the least and the most of them. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** All rounds of one target. */
export interface Summary {
  readonly target: string;
  readonly requestsPerSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  readonly cpuMsPerRequest: Spread | null;
  readonly upstreamCallsPerRequest: Spread;
  /** After the first round, and after the last. */
  readonly rssMiB: { readonly first: number; readonly last: number } | null;
  /** 99th percentile: the highest of the rounds. */
  readonly stallMs: { readonly p99: number; readonly max: number } | null;
  readonly loadShare: Spread;
  /** Against the yardstick in the same round; above 1 is better than the yardstick. Null for want of one. */
  readonly ratio: { readonly requests: Spread; readonly cpu: Spread | null } | null;
}

/** Median, least and most. @throws RangeError for no figures */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number): number => {
    const figure = sorted[index];
    if (figure === undefined) throw new RangeError('there is no figure');
    return figure;
  };
  const half = Math.floor((sorted.length - 1) / 2);
  return { median: (at(half) + at(sorted.length - 1 - half)) / 2, least: at(0), most: at(sorted.length - 1) };
}

/** The rounds of a target, compared with those of the yardstick one by one: both of a pair ran right after each other. */
export function summarise(target: string, rounds: readonly Round[], yardstick: readonly Round[] | null): Summary {
  const [first, last] = [rounds[0], rounds.at(-1)];
  const stalls = known(rounds.map(({ stallMs }) => stallMs));
  const cpu = known(rounds.map(({ cpuMsPerRequest }) => cpuMsPerRequest));
  return {
    target,
    requestsPerSecond: spreadOf(rounds.map((round) => round.requestsPerSecond)),
    p50Ms: spreadOf(rounds.map((round) => round.p50Ms)),
    p99Ms: spreadOf(rounds.map((round) => round.p99Ms)),
    cpuMsPerRequest: cpu.length === 0 ? null : spreadOf(cpu),
    upstreamCallsPerRequest: spreadOf(rounds.map((round) => round.upstreamCallsPerRequest)),
    rssMiB: first?.rssMiB == null || last?.rssMiB == null ? null : { first: first.rssMiB, last: last.rssMiB },
    stallMs:
      stalls.length === 0
        ? null
        : { p99: Math.max(...stalls.map(({ p99 }) => p99)), max: Math.max(...stalls.map(({ max }) => max)) },
    loadShare: spreadOf(rounds.map((round) => round.loadShare)),
    ratio: yardstick === null ? null : ratiosOf(rounds, yardstick),
  };
}

function ratiosOf(rounds: readonly Round[], yardstick: readonly Round[]): Summary['ratio'] {
  const pairs = rounds.flatMap((round, at) => {
    const other = yardstick[at];
    return other === undefined ? [] : [{ round, other }];
  });
  const cpu = known(
    pairs.map(({ round: { cpuMsPerRequest: own }, other: { cpuMsPerRequest: other } }) =>
      own === null || other === null ? null : other / own,
    ),
  );
  return {
    requests: spreadOf(pairs.map(({ round, other }) => round.requestsPerSecond / other.requestsPerSecond)),
    cpu: cpu.length === 0 ? null : spreadOf(cpu),
  };
}

const known = <T>(figures: readonly (T | null)[]): T[] => figures.filter((figure) => figure !== null);
