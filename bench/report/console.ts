import type { Outcome } from '../measure/rounds.js';
import type { Spread } from '../measure/summary.js';
import type { RunResult } from '../run.js';
import { titleOf } from '../workloads/workload.js';
import { claimsOf, loadShareOf, noiseOf } from './claims.js';

const HEAD = ['requests/s', 'p50 ms', 'p99 ms', 'cpu ms/req', 'calls/req', 'rss MiB', 'stall ms', 'ratio', 'cpu ratio'];

/** Prints what a run gave, for people. */
export class ConsoleReport {
  constructor(private readonly print: (line: string) => void) {}

  /** One workload as a table. */
  outcome({ workload, summaries }: Outcome): void {
    this.print(`\n${titleOf(workload)}: ${workload.about}`);
    this.row('', HEAD);
    for (const one of summaries)
      this.row(one.target, [
        one.requestsPerSecond.median.toFixed(0),
        one.p50Ms.median.toFixed(0),
        one.p99Ms.median.toFixed(0),
        one.cpuMsPerRequest?.median.toFixed(3) ?? '-',
        one.upstreamCallsPerRequest.median.toFixed(2),
        one.rssMiB === null ? '-' : `${one.rssMiB.first.toFixed(0)}>${one.rssMiB.last.toFixed(0)}`,
        one.stallMs === null ? '-' : `${one.stallMs.p99.toFixed(0)}/${one.stallMs.max.toFixed(0)}`,
        ratioText(one.ratio?.requests ?? null),
        ratioText(one.ratio?.cpu ?? null),
      ]);
  }

  /** What is left to say at the end. */
  end(result: RunResult): void {
    const { plan, outcomes, manyShops, start } = result;
    const noise = noiseOf(outcomes);
    const share = loadShareOf(outcomes);
    this.print('');
    if (noise !== null)
      this.print(
        `two equal proxies differ by ${percent(noise.requests)} in requests/s and ${percent(noise.cpu)} in cpu`,
      );
    if (share !== null) this.print(`upstream and load take ${percent(share)} of their core while the proxy is asked`);
    if (manyShops !== null)
      this.print(
        `${manyShops.shops} shops, ${manyShops.requests} reads, heap limit ${manyShops.heapLimitMiB} MiB; after each pass rss/heap MiB, connections: ` +
          manyShops.passes
            .map((pass) => `${pass.rssMiB.toFixed(0)}/${pass.heapMiB.toFixed(0)}, ${pass.connections}`)
            .join('; '),
      );
    if (start !== null)
      this.print(`start to ready: ${start.median.toFixed(0)} ms (${start.least.toFixed(0)}-${start.most.toFixed(0)})`);
    // A short run is too short to say whether a claim holds.
    if (!plan.again) return;
    for (const { claim, wanted, measured, holds, ofProxy } of claimsOf(result))
      this.print(
        `${holds ? 'holds ' : 'misses'}  ${claim}: ${measured}, wanted ${wanted}${ofProxy === undefined ? '' : `, the proxy ${ofProxy}`}`,
      );
  }

  private row(name: string, cells: readonly string[]): void {
    this.print(`${name.padEnd(40)}${cells.map((cell, at) => cell.padStart(at < 7 ? 11 : 18)).join('')}`);
  }
}

const ratioText = (spread: Spread | null): string =>
  spread === null ? '-' : `${spread.median.toFixed(3)} (${spread.least.toFixed(2)}-${spread.most.toFixed(2)})`;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
