import type { Outcome } from '../measure/rounds.js';
import type { Summary } from '../measure/summary.js';
import { PROXY, PROXY_AGAIN, SERVER_NAMES } from '../processes.js';
import type { RunResult } from '../run.js';

/** One thing the server is to show, and what the run gave for it. */
export interface Claim {
  readonly claim: string;
  readonly wanted: string;
  readonly measured: string;
  readonly holds: boolean;
  /** The hand-written proxy's own figure: nobody who makes and reads the same calls is far above. */
  readonly ofProxy?: string;
}

const MANY_SHOPS_GROWTH = 1.1;

/** What issue and page promise, as far as the run measured it. */
export function claimsOf({ outcomes, manyShops, start }: RunResult): Claim[] {
  const find = (workload: string, target: string): Summary | undefined =>
    outcomes.find((outcome) => outcome.workload.name === workload)?.summaries.find((one) => one.target === target);
  const requests = (workload: string, target: string): number | null =>
    find(workload, target)?.ratio?.requests.median ?? null;
  const quotient = (above: number | null, below: number | null): number | null =>
    above === null || below === null ? null : above / below;
  const claims: Claim[] = [];
  const atLeast = (claim: string, wanted: number, measured: number | null, ofProxy: number | null = null): void => {
    if (measured === null) return;
    const said = { claim, wanted: `>= ${wanted.toFixed(2)}`, measured: measured.toFixed(2), holds: measured >= wanted };
    claims.push(ofProxy === null ? said : { ...said, ofProxy: ofProxy.toFixed(2) });
  };
  const atMost = (
    claim: string,
    wanted: number,
    measured: number | null | undefined,
    unit: string,
    ofProxy: number | null = null,
  ): void => {
    if (measured == null) return;
    const inWords = (value: number): string => `${figure(value)} ${unit}`.trim();
    const said = {
      claim,
      wanted: `<= ${wanted} ${unit}`.trim(),
      measured: inWords(measured),
      holds: measured <= wanted,
    };
    claims.push(ofProxy === null ? said : { ...said, ofProxy: inWords(ofProxy) });
  };
  const { seen, apollo } = SERVER_NAMES;

  atLeast('*list*, all requests through Apollo Server, to the proxy', 0.6, requests('list', apollo));
  atLeast('*list*, operations seen before, to the proxy', 0.85, requests('list', seen));
  const toPeer = (claim: string, wanted: number, peer: string): void => {
    const reached = requests('list', peer);
    atLeast(claim, wanted, quotient(requests('list', seen), reached), quotient(1, reached));
  };
  toPeer('*list* to Tailcall', 2, 'Tailcall');
  toPeer('*list* to plain Apollo Server', 6, 'Apollo Server, type-graphql, DataLoader');
  atLeast('*cached* to the proxy', 1.3, requests('cached', seen));
  const deduplicating = requests('identical', 'Tailcall, de-duplicating');
  atLeast('*identical* to Tailcall, de-duplicating', 1, quotient(requests('identical', seen), deduplicating));
  // Over the proxy's, whose rows cost more in long answers too: two workloads are measured minutes apart, and two figures of
  // different minutes say as much of the machine as of the server.
  const rows = quotient(rowCost(outcomes, seen), rowCost(outcomes, PROXY));
  atMost("cost of a row at 1,000 rows to 50, over the proxy's", 1.15, rows, '');
  const stall = (target: string): number | null => find('list', target)?.stallMs?.max ?? null;
  // The proxy's, which has no long turn, is what the machine takes from whatever runs on it.
  atMost('longest stall of the event loop in *list*', 50, stall(seen), 'ms', stall(PROXY));
  if (manyShops !== null) {
    const [, second, ...rest] = manyShops.passes;
    const last = rest.at(-1);
    const heap = Math.max(...manyShops.passes.map(({ heapMiB }) => heapMiB));
    atMost(`heap with ${manyShops.shops} shops`, manyShops.heapLimitMiB, heap, 'MiB');
    if (second !== undefined && last !== undefined)
      atMost('resident memory of the last pass to the second', MANY_SHOPS_GROWTH, last.rssMiB / second.rssMiB, '');
  }
  atMost('start to ready', 2000, start?.median, 'ms');
  return claims;
}

/** CPU of a row in a long answer through that of a row in a short one; null when it was not measured. */
export function rowCost(outcomes: readonly Outcome[], target: string): number | null {
  const perRow = (workload: string): number | null => {
    const outcome = outcomes.find((one) => one.workload.name === workload);
    const cpu = outcome?.summaries.find((one) => one.target === target)?.cpuMsPerRequest?.median;
    return outcome === undefined || cpu === undefined ? null : cpu / outcome.workload.rows;
  };
  const [long, short] = [perRow('list-1000'), perRow('list')];
  return long === null || short === null ? null : long / short;
}

/** How far two equal proxies differed, at most, over all workloads: as a part of 1. Null without a second proxy. */
export function noiseOf(outcomes: readonly Outcome[]): { requests: number; cpu: number } | null {
  const again = outcomes.flatMap(({ summaries }) => summaries.filter(({ target }) => target === PROXY_AGAIN));
  if (again.length === 0) return null;
  const off = (figures: readonly (number | undefined)[]): number =>
    Math.max(0, ...figures.map((one) => (one === undefined ? 0 : Math.abs(one - 1))));
  return {
    requests: off(again.map(({ ratio }) => ratio?.requests.median)),
    cpu: off(again.map(({ ratio }) => ratio?.cpu?.median)),
  };
}

/** Share of the other core while the proxy was loaded in *list*: the yardstick must not be limited by its load. */
export const loadShareOf = (outcomes: readonly Outcome[]): number | null =>
  outcomes[0]?.summaries.find(({ target }) => target === PROXY)?.loadShare.median ?? null;

const figure = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
