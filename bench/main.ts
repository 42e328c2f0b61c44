import { isDeepStrictEqual } from 'node:util';
import { load, medians, type Round, type Target } from './load.js';
import { canPin, startWorker, type Worker } from './worker.js';
import { CONNECTIONS, FIRST, OPERATION, TENANTS, UPSTREAM_LATENCY_MS } from './workload.js';

/** Requests per second of the server as a ratio to a hand-written proxy, in the same run. Writes nothing. */
const isShort = process.argv.includes('--short');
const PLAN = isShort ? { rounds: 2, seconds: 2 } : { rounds: 5, seconds: 6 };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const workers: Worker[] = [];
const started = async (...words: Parameters<typeof startWorker>): Promise<Worker> => {
  const worker = await startWorker(...words);
  workers.push(worker);
  return worker;
};

try {
  const upstream = await started('./upstream.js', 1);
  const seen = [upstream.told.url, JSON.stringify(upstream.told.shop)];
  const server = await started('./server.js', 0, seen);
  const proxy = await started('./proxy.js', 0, seen);
  const requests = (server.told.callers ?? []).map(({ shopKey, apiKey }) => ({
    body: JSON.stringify({ query: OPERATION, variables: { shop: `gid://v1/Shop/${shopKey}/${shopKey}` } }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
  }));
  const targets: Target[] = [
    { name: 'shopgraph', worker: server, url: `${server.told.url}/graphql`, requests },
    { name: 'proxy', worker: proxy, url: proxy.told.url, requests },
  ];
  await requireSameAnswer(targets);
  print(
    `${FIRST} commodities with shop and categories; upstream with ${UPSTREAM_LATENCY_MS} ms; ${CONNECTIONS} connections of ${TENANTS} tenants;`,
  );
  print(
    `server on ${canPin ? 'a core of its own' : 'a shared core'}, node ${process.versions.node}, ${PLAN.rounds} rounds of about ${PLAN.seconds} s\n`,
  );
  const amounts = new Map<string, number>();
  for (const target of targets) amounts.set(target.name, await warmUp(target, upstream));
  const rounds = new Map<string, Round[]>(targets.map(({ name }) => [name, []]));
  for (let number = 0; number < PLAN.rounds; number += 1)
    // Turn about, so that a slow moment of the machine does not always meet the same one.
    for (const target of number % 2 === 0 ? targets : [...targets].reverse())
      rounds.get(target.name)?.push(await load(amounts.get(target.name) ?? 0, target, upstream));
  report(medians(rounds.get('shopgraph') ?? []), medians(rounds.get('proxy') ?? []));
} finally {
  await Promise.all(workers.map((worker) => worker.stop()));
}

/** Lets a target get warm. @returns how many requests make a round of the planned length */
async function warmUp(target: Target, upstream: Worker): Promise<number> {
  const worth = ({ requestsPerSecond }: Round): number =>
    Math.max(4, Math.round((requestsPerSecond * PLAN.seconds) / CONNECTIONS)) * CONNECTIONS;
  const first = worth(await load(4 * CONNECTIONS, target, upstream));
  return worth(await load(first, target, upstream));
}

/** A proxy that answered something else would be no measure. */
async function requireSameAnswer(targets: readonly Target[]): Promise<void> {
  const answers = await Promise.all(
    targets.map(async ({ url, requests: [request] }) => {
      const response = await fetch(url, { method: 'POST', ...request });
      return ((await response.json()) as { data?: { shop?: { commodities?: { nodes?: unknown[] } } } }).data;
    }),
  );
  const [first, ...others] = answers;
  if (first?.shop?.commodities?.nodes?.length !== FIRST)
    throw new Error(`the server did not answer with ${FIRST} rows`);
  if (others.some((other) => !isDeepStrictEqual(other, first))) throw new Error('the answers differ');
}

function report(server: Round, proxy: Round): void {
  const row = (name: string, cells: readonly string[]): void =>
    print(`${name.padEnd(12)}${cells.map((cell) => cell.padStart(16)).join('')}`);
  const figures = (round: Round): string[] => [
    round.requestsPerSecond.toFixed(0),
    round.p50Ms.toFixed(0),
    round.p99Ms.toFixed(0),
    round.cpuMsPerRequest.toFixed(3),
    round.upstreamCallsPerRequest.toFixed(2),
  ];
  row('', ['requests/s', 'p50 ms', 'p99 ms', 'cpu ms/request', 'calls/request']);
  row('shopgraph', figures(server));
  row('proxy', figures(proxy));
  print(
    `\nratio ${(server.requestsPerSecond / proxy.requestsPerSecond).toFixed(3)} (cpu ${(proxy.cpuMsPerRequest / server.cpuMsPerRequest).toFixed(3)})`,
  );
}
