import { type ManyShops, measureManyShops } from './measure/many-shops.js';
import { glance, measure, type Outcome, type Plan } from './measure/rounds.js';
import { measureStart } from './measure/start-time.js';
import type { Spread } from './measure/summary.js';
import { Processes, type ProcessPlan } from './processes.js';
import type { Workload } from './workloads/workload.js';

/** What to measure. */
export interface RunPlan extends Plan, ProcessPlan {
  readonly workloads: readonly Workload[];
  /** Looked at after them, for their answers and their calls alone. */
  readonly glances: readonly Workload[];
  /** Whether a thousand shops and the start are measured too. */
  readonly whole: boolean;
}

/** All that a run gave. */
export interface RunResult {
  readonly plan: RunPlan;
  readonly outcomes: readonly Outcome[];
  readonly manyShops: ManyShops | null;
  /** Milliseconds. */
  readonly start: Spread | null;
}

/** Measures. @param tell called with each outcome as soon as it is there */
export async function runBenchmark(plan: RunPlan, tell: (outcome: Outcome) => void): Promise<RunResult> {
  const processes = await Processes.start(plan);
  try {
    const outcomes: Outcome[] = [];
    const give = (outcome: Outcome): void => {
      tell(outcome);
      outcomes.push(outcome);
    };
    const { upstream } = processes;
    for (const workload of plan.workloads)
      give(await measure(workload, processes.contestants(workload), plan, upstream));
    for (const workload of plan.glances) give(await glance(workload, processes.contestants(workload), upstream));
    const manyShops = plan.whole ? await measureManyShops(upstream, processes.origin) : null;
    return { plan, outcomes, manyShops, start: plan.whole ? await measureStart() : null };
  } finally {
    await processes.stop();
  }
}
