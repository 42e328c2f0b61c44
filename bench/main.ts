import { parseArgs } from 'node:util';
import { problemsOf } from './floors.js';
import type { Plan } from './measure/rounds.js';
import { printProfile } from './profile.js';
import { ConsoleReport } from './report/console.js';
import { writePage } from './report/page.js';
import { type RunPlan, runBenchmark } from './run.js';
import { canPin } from './worker.js';
import { GLANCED, SHORT, WORKLOADS } from './workloads/index.js';
import { UPSTREAM_LATENCY_MS, type Workload } from './workloads/workload.js';

/**
 * The benchmark. Prints what it measures; writes nothing but with `--page`, and then `docs/performance.*` only.
 * Ends with 1 when a floor is not reached or calls are made that need not be.
 */
const { values } = parseArgs({
  options: {
    /** Some seconds of the two workloads that have floors, and a glance at some others' calls, for every change. */
    short: { type: 'boolean', default: false },
    /** The peers too; they must be installed. */
    peers: { type: 'boolean', default: false },
    /** File of the platform's OpenAPI description, for the peers that need it. */
    openapi: { type: 'string' },
    /** Writes the page. */
    page: { type: 'boolean', default: false },
    /** Prints where the server's CPU goes in the one workload of this name, and measures nothing else. */
    profile: { type: 'string' },
    /** Names of workloads, with commas between them. */
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    'warm-up': { type: 'string' },
  },
});

const SHORT_PLAN: Plan = { rounds: 5, seconds: 1, warmUpSeconds: 4 };
const LONG_PLAN: Plan = { rounds: 7, seconds: 2, warmUpSeconds: 20 };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const usual = values.short ? SHORT_PLAN : LONG_PLAN;
const names = values.only?.split(',').map((name) => name.trim());
const unknown = names?.filter((name) => !WORKLOADS.some((workload) => workload.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`--only names no workload: ${unknown.join(', ')}`);
const atLeastOne = (text: string | undefined, otherwise: number): number => {
  const number = Number(text ?? otherwise);
  if (!(number >= 1)) throw new Error(`--rounds, --seconds and --warm-up are 1 or more, not ${text}`);
  return number;
};
const plan: RunPlan = {
  rounds: atLeastOne(values.rounds, usual.rounds),
  seconds: atLeastOne(values.seconds, usual.seconds),
  warmUpSeconds: atLeastOne(values['warm-up'], usual.warmUpSeconds),
  workloads:
    names === undefined ? (values.short ? SHORT : WORKLOADS) : WORKLOADS.filter(({ name }) => names.includes(name)),
  glances: values.short && names === undefined ? GLANCED : [],
  peers: values.peers,
  description: values.openapi ?? null,
  again: !values.short,
  whole: !values.short && names === undefined,
};

if (values.profile !== undefined && (values.page || values.peers || values.rounds !== undefined || names !== undefined))
  throw new Error('--profile measures one workload by itself: no --page, --peers, --rounds or --only');
if (values.profile === undefined) await compare();
else await printProfile(named(values.profile), plan, print);

async function compare(): Promise<void> {
  print(
    `upstream with ${UPSTREAM_LATENCY_MS} ms; server on ${canPin ? 'a core of its own' : 'a shared core'}; ` +
      `node ${process.versions.node}; ${plan.rounds} rounds of about ${plan.seconds} s, medians (least-most)`,
  );
  const report = new ConsoleReport(print);
  const result = await runBenchmark(plan, (outcome) => report.outcome(outcome));
  report.end(result);
  if (values.page) writePage(result);
  const problems = result.outcomes.flatMap(problemsOf);
  for (const problem of problems) print(`FAILS  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function named(name: string): Workload {
  const found = WORKLOADS.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`there is no workload ${name}`);
  return found;
}
