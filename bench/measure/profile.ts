import { type Profiler, Session } from 'node:inspector/promises';

/** Where the CPU of a process went. */
export interface ProfileReport {
  /** Shares of the time it was busy, largest first. */
  readonly steps: readonly (readonly [step: string, share: number])[];
  /** The functions that took most by themselves. */
  readonly functions: readonly (readonly [name: string, share: number])[];
}

type Frame = Profiler.ProfileNode['callFrame'];

const FUNCTIONS = 12;
const SAMPLING_MICROS = 500;

/** Which step of a query's way a file belongs to; the first that fits. */
const STEPS: readonly (readonly [files: RegExp, step: string])[] = [
  [/src\/upstream\/(read-json|long-integers|repeated-objects)|^node:buffer/, 'read the JSON of answers'],
  [/node_modules\/undici\/|^wasm:/, 'undici'],
  [/src\/upstream\//, 'outbound pipe'],
  [/src\/platforms\/\w+\/upstream\/(sign|signed|canonical)/, 'sign calls'],
  [/src\/(push|platforms\/\w+\/push)\/|src\/server\/push/, 'take messages and tell changes'],
  [/src\/platforms\/|@sinclair\/typebox/, 'check and map what the platform answered'],
  [/src\/subgraph\/(execution|ahead)|node_modules\/(graphql|type-graphql|class-validator)\//, 'execute the plan'],
  [/src\/server\/graphql-endpoint|src\/subgraph\/shared-queries/, 'endpoint, with the JSON of the answer'],
  [/src\/(subgraph|registry)\//, 'plan cache, cost, behaviours'],
  [/src\/(server|app)|node_modules\/(fastify|find-my-way)/, 'HTTP routes, authentication'],
  [/src\/store\/|node_modules\/(kysely|libsql|@libsql|detect-libc)/, 'store'],
  [/src\/(tenants|ledger)\/|node_modules\/lru-cache/, 'tenants, keys, revisions'],
  [/src\/log\/|node_modules\/(pino|prom-client)/, 'logs and metrics'],
  [/^node:/, 'Node: sockets, HTTP, timers, promises'],
];
const REST = 'all other';

/** Watches where the CPU of this process goes, from `start` to `stop`. */
export class CpuProfile {
  private readonly session = new Session();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS });
    await this.session.post('Profiler.start');
  }

  async stop(): Promise<ProfileReport> {
    const { profile } = await this.session.post('Profiler.stop');
    this.session.disconnect();
    return reportOf(profile);
  }
}

function reportOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ProfileReport {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const steps = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, at) => {
    const frame = byId.get(id)?.callFrame;
    const micros = Math.max(0, timeDeltas[at] ?? 0);
    if (frame === undefined || frame.functionName === '(idle)' || /inspector/.test(frame.url)) return;
    busy += micros;
    add(functions, nameOf(frame), micros);
    add(steps, stepOf(id), micros);
  });

  /** What has no file, a built-in function, is part of what called it. */
  function stepOf(id: number): string {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = byId.get(at)?.callFrame;
      if (frame?.functionName === '(garbage collector)') return 'collect garbage';
      if (frame !== undefined && frame.url !== '') return STEPS.find(([files]) => files.test(frame.url))?.[1] ?? REST;
    }
    return REST;
  }

  const largest = (found: ReadonlyMap<string, number>): [string, number][] =>
    [...found].map(([name, micros]): [string, number] => [name, micros / busy]).sort((a, b) => b[1] - a[1]);
  return { steps: largest(steps), functions: largest(functions).slice(0, FUNCTIONS) };
}

const add = (to: Map<string, number>, name: string, micros: number): void =>
  void to.set(name, (to.get(name) ?? 0) + micros);

const nameOf = ({ functionName, url }: Frame): string => {
  const file = /(?:node_modules|dist\/bench)\/(.*)$/.exec(url)?.[1] ?? url;
  return `${functionName === '' ? '(anonymous)' : functionName}${file === '' ? '' : ` in ${file}`}`;
};
