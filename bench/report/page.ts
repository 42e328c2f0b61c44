import { readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';
import type { ManyShops } from '../measure/many-shops.js';
import type { Outcome } from '../measure/rounds.js';
import type { Spread, Summary } from '../measure/summary.js';
import { peerVersions } from '../peers.js';
import { PROXY, SERVER_NAMES } from '../processes.js';
import { ROOT } from '../root.js';
import type { RunResult } from '../run.js';
import { titleOf } from '../workloads/workload.js';
import { type Bar, drawChart, type Panel } from './chart.js';
import { claimsOf, loadShareOf, noiseOf } from './claims.js';

const OWN_PACKAGES = ['@apollo/server', 'type-graphql', 'graphql', 'graphql-jit', 'undici', 'fastify'];

/** Writes `docs/performance.md` out of its template, and the chart beside it. */
export function writePage(result: RunResult): void {
  const { outcomes } = result;
  const parts: Readonly<Record<string, string>> = {
    machine: machineText(result),
    claims: table(
      ['', 'wanted', 'measured', ''],
      claimsOf(result).map(({ claim, wanted, measured, holds, ofProxy }) => [
        claim,
        wanted,
        measured,
        `${holds ? 'yes' : '**no**'}${ofProxy === undefined ? '' : ` (the proxy: ${ofProxy})`}`,
      ]),
    ),
    outcomes: outcomes.map(outcomeText).join('\n\n'),
    rest: restText(result),
    workloads: outcomes.map(({ workload }) => `- **${titleOf(workload)}.** ${workload.about}`).join('\n'),
  };
  const template = readFileSync(new URL('bench/report/page.template.md', ROOT), 'utf8');
  const page = template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`the page has no part ${name}`);
    return part;
  });
  writeFileSync(new URL('docs/performance.md', ROOT), page);
  writeFileSync(new URL('docs/performance.svg', ROOT), drawChart(panelsOf(outcomes)));
}

function machineText({ plan, outcomes }: RunResult): string {
  const { version, dependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const own = OWN_PACKAGES.filter((name) => name in dependencies).map((name) => `${name} ${dependencies[name]}`);
  const peers = plan.peers ? Object.entries(peerVersions()).map(([name, pinned]) => `${name} ${pinned}`) : [];
  const noise = noiseOf(outcomes);
  const share = loadShareOf(outcomes);
  const lines = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model ?? 'unknown processor'}, ` +
      `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${arch()}; Node ${process.versions.node}; ` +
      `${plan.rounds} rounds of about ${plan.seconds} s.`,
    `Shopgraph ${version} with ${own.join(', ')}.`,
    ...(peers.length === 0 ? [] : [`Peers: ${peers.join(', ')}.`]),
    ...(noise === null
      ? []
      : [`Two equal proxies differed by ${percent(noise.requests)} in requests, ${percent(noise.cpu)} in CPU.`]),
    ...(share === null ? [] : [`Upstream and load took ${percent(share)} of their core while the proxy was asked.`]),
  ];
  return lines.join('\n');
}

function outcomeText({ workload, summaries }: Outcome): string {
  const head = ['', 'ratio', 'CPU ratio', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms', 'calls', 'MiB', 'stall ms'];
  return `### ${titleOf(workload)}\n\n${table(head, summaries.map(cellsOf))}`;
}

const cellsOf = (one: Summary): string[] => [
  one.target === SERVER_NAMES.seen || one.target === SERVER_NAMES.apollo ? `**${one.target}**` : one.target,
  spread(one.ratio?.requests ?? null),
  spread(one.ratio?.cpu ?? null),
  one.requestsPerSecond.median.toFixed(0),
  one.p50Ms.median.toFixed(0),
  one.p99Ms.median.toFixed(0),
  one.cpuMsPerRequest?.median.toFixed(3) ?? 'not measured',
  one.upstreamCallsPerRequest.median.toFixed(2),
  one.rssMiB === null ? 'not measured' : `${one.rssMiB.first.toFixed(0)} → ${one.rssMiB.last.toFixed(0)}`,
  one.stallMs === null ? '' : `${one.stallMs.p99.toFixed(0)} / ${one.stallMs.max.toFixed(0)}`,
];

function restText({ manyShops, start }: RunResult): string {
  const parts: string[] = [];
  if (manyShops !== null) parts.push(manyShopsText(manyShops));
  if (start !== null)
    parts.push(
      `### Start\n\nFrom the start of \`shopgraph serve\` on one core until \`/readyz\` says 200: ${start.median.toFixed(0)} ms ` +
        `(${start.least.toFixed(0)}-${start.most.toFixed(0)}).`,
    );
  return parts.join('\n\n');
}

function manyShopsText({ shops, heapLimitMiB, requests, passes }: ManyShops): string {
  const rows = passes.map(({ rssMiB, heapMiB, connections }, at) => [
    String(at + 1),
    rssMiB.toFixed(0),
    heapMiB.toFixed(0),
    String(connections),
  ]);
  return (
    `### ${shops} shops in one process\n\nRegistered with one server of \`--max-old-space-size=${heapLimitMiB}\`, then each read by a ` +
    `*list* of its own once a pass, ${requests} reads in all. Connections are those open at the upstream: ` +
    `the server keeps the pools of the shops used last.\n\n${table(['pass', 'resident MiB', 'heap MiB', 'connections'], rows)}`
  );
}

/** The peers in *list*, and the server in all workloads. */
function panelsOf(outcomes: readonly Outcome[]): Panel[] {
  const ours: readonly string[] = Object.values(SERVER_NAMES);
  const bar = (label: string, { target, ratio }: Summary): Bar[] =>
    ratio === null ? [] : [{ label, ratio: ratio.requests, isOurs: ours.includes(target) }];
  const [first] = outcomes;
  const beside = first?.summaries.flatMap((one) => bar(one.target, one)) ?? [];
  const everywhere = outcomes.flatMap(({ workload, summaries }) =>
    summaries.filter(({ target }) => target === SERVER_NAMES.seen).flatMap((one) => bar(titleOf(workload), one)),
  );
  return [
    {
      title: `${first === undefined ? '' : titleOf(first.workload)}: requests per second, hand-written ${PROXY} = 1`,
      bars: beside,
    },
    { title: `${SERVER_NAMES.seen} in each workload, hand-written ${PROXY} = 1`, bars: everywhere },
  ];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const spread = (one: Spread | null): string =>
  one === null ? '' : `${one.median.toFixed(2)} (${one.least.toFixed(2)}-${one.most.toFixed(2)})`;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
