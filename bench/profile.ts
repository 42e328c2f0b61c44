import { load } from './load.js';
import { type Plan, warmUp } from './measure/rounds.js';
import { Processes, SERVER_NAMES } from './processes.js';
import type { Workload } from './workloads/workload.js';

/** Prints where the CPU of a warm server goes in a workload: steps of a query's way, and functions. */
export async function printProfile(workload: Workload, plan: Plan, print: (line: string) => void): Promise<void> {
  const processes = await Processes.start({ peers: false, description: null, again: false });
  try {
    const { upstream } = processes;
    const contestants = processes.contestants(workload);
    const target = contestants.find((one) => one.target.name === SERVER_NAMES.seen)?.target;
    if (target === undefined) throw new Error(`${workload.name} does not ask the server`);
    const amount = await warmUp(target, plan, upstream);
    await target.worker.profile();
    const { cpuMsPerRequest } = await load(target, upstream, { amount: 4 * amount });
    const report = await target.worker.profile();
    print(`${workload.name}: ${cpuMsPerRequest?.toFixed(2)} ms of CPU a request while it was watched`);
    for (const [step, share] of report?.steps ?? []) print(`${percent(share)}  ${step}`);
    print('functions, by themselves:');
    for (const [name, share] of report?.functions ?? []) print(`${percent(share)}  ${name}`);
  } finally {
    await processes.stop();
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`;
