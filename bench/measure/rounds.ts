import { load, type Round, type Target } from '../load.js';
import type { Worker } from '../worker.js';
import type { Workload } from '../workloads/workload.js';
import { requireWholeAnswers } from './same-answer.js';
import { type Summary, summarise } from './summary.js';

/** How long to measure. */
export interface Plan {
  readonly rounds: number;
  /** Length of a round. */
  readonly seconds: number;
  /** How long each target gets warm. A large program takes thousands of requests until its code is compiled. */
  readonly warmUpSeconds: number;
}

/** A target in a workload. The yardstick is what the others are compared with, and runs first. */
export interface Contestant {
  readonly target: Target;
  readonly isYardstick: boolean;
}

/** What a workload gave, in the order of the contestants. */
export interface Outcome {
  readonly workload: Workload;
  readonly summaries: readonly Summary[];
}

/**
 * Measures a workload: all contestants get warm, then rounds go turn about.
 * @throws Error when the answers differ, before or after, or when one was not whole
 */
export async function measure(
  workload: Workload,
  contestants: readonly Contestant[],
  plan: Plan,
  upstream: Worker,
): Promise<Outcome> {
  const targets = contestants.map(({ target }) => target);
  await requireWholeAnswers(workload, targets);
  const amounts = new Map<Target, number>();
  for (const target of targets) amounts.set(target, await warmUp(target, plan, upstream));
  const rounds = new Map<Target, Round[]>(targets.map((target) => [target, []]));
  for (let number = 0; number < plan.rounds; number += 1)
    // Turn about, so that a slow moment of the machine does not always meet the same one.
    for (const target of number % 2 === 0 ? targets : [...targets].reverse()) {
      const amount = amounts.get(target) ?? 0;
      // Not counted: while the others ran, this one gave memory back, and forgot code that nobody ran.
      await load(target, upstream, { amount, warmingUp: true });
      rounds.get(target)?.push(await load(target, upstream, { amount }));
    }
  await requireWholeAnswers(workload, targets);
  const yardstick = contestants.find(({ isYardstick }) => isYardstick)?.target;
  const against = yardstick === undefined ? null : (rounds.get(yardstick) ?? null);
  return {
    workload,
    summaries: targets.map((target) => summarise(target.name, rounds.get(target) ?? [], against)),
  };
}

/**
 * Looks at a workload for a moment: whether all answer alike, and with how many calls. Its times are those of a cold program, and
 * compared with nobody's.
 */
export async function glance(
  workload: Workload,
  contestants: readonly Contestant[],
  upstream: Worker,
): Promise<Outcome> {
  const targets = contestants.map(({ target }) => target);
  await requireWholeAnswers(workload, targets);
  const summaries: Summary[] = [];
  for (const target of targets) {
    const amount = target.connections;
    await load(target, upstream, { amount, warmingUp: true });
    summaries.push(summarise(target.name, [await load(target, upstream, { amount })], null));
  }
  return { workload, summaries };
}

/** Lets a target get warm. @returns how many requests make a round of the planned length */
export async function warmUp(target: Target, { seconds, warmUpSeconds }: Plan, upstream: Worker): Promise<number> {
  const worth = (requestsPerSecond: number, length: number): number =>
    Math.max(2, Math.round((requestsPerSecond * length) / target.connections)) * target.connections;
  const until = performance.now() + warmUpSeconds * 1000;
  let amount = 2 * target.connections;
  do {
    const { requestsPerSecond } = await load(target, upstream, { amount, warmingUp: true });
    amount = worth(requestsPerSecond, seconds);
  } while (performance.now() < until);
  return amount;
}
