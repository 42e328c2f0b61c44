import type { ExecutionResult } from 'graphql';
import type { CallTrace } from '../log/call-trace.js';
import type { OperationRun } from './behaviour.js';
import type { MaybePromise } from './execution/maybe-promise.js';
import type { OperationPlan } from './execution/operation-plan.js';

/** The `data` of an answer, and its JSON text, which all who send it make once. */
export class AnswerData {
  private bytes: Buffer | undefined;

  constructor(readonly value: Record<string, unknown> | null) {}

  /** UTF-8. */
  get json(): Buffer {
    this.bytes ??= Buffer.from(JSON.stringify(this.value));
    return this.bytes;
  }
}

/** What an execution gave. */
export interface Executed {
  readonly data: AnswerData;
  readonly errors: ExecutionResult['errors'];
}

/** One execution that others may wait for. */
interface Running {
  readonly result: Promise<Executed>;
  readonly run: OperationRun;
  readonly mark: number;
}

/** The place of an execution in the map; empty when it is over, for the reason that `SharedRead` gives. */
interface Place {
  running: Running | null;
}

/** Longest an execution may have run when another request joins it, in milliseconds. */
const JOINED_WITHIN_MS = 250;
/** Longest variables, as JSON, that are compared. */
const MAX_VARIABLES = 1000;
/** Milliseconds that are worth another try. */
const WORTH_A_TRY_MS = 50;

/**
 * Executes a query once for all requests of one API key that ask the same at the same time, one level above identical
 * reads (decision 013): they wait for one answer, and one JSON text is made of it. What follows the execution, budget,
 * extensions and log, is each one's own.
 *
 * An execution is joined only if nothing was written since it began, if it ends no later than the one that joins, and if
 * both take answers of the same age. One that was cut short, since its caller left or was out of time, is nobody else's: the
 * others execute for themselves, if they have more time.
 */
export class SharedQueries {
  private readonly running = new Map<OperationPlan, Map<string, Place>>();
  private present = 0;

  /** @param mark another number after each write that began or ended, of whatever tenant */
  constructor(private readonly mark: () => number) {}

  /** How many wait for another's. */
  get waiting(): number {
    return this.present;
  }

  /** The result of the query, executed for this request or for another. */
  async execute(
    plan: OperationPlan,
    run: OperationRun,
    execute: () => MaybePromise<ExecutionResult>,
  ): Promise<Executed> {
    const { reads, caller } = run.context;
    if (!reads.mayJoin) return executed(await execute());
    const variables = JSON.stringify(run.variables);
    if (variables.length > MAX_VARIABLES) return executed(await execute());
    const key = `${caller.keyId} ${reads.maxAgeMs} ${reads.staleIfErrorMs} ${variables}`;
    const other = this.running.get(plan)?.get(key)?.running ?? null;
    if (other === null || !this.isGoodFor(run, other)) return this.begin(plan, key, run, execute);
    this.present += 1;
    const result = await other.result.catch(() => null);
    this.present -= 1;
    if (result === null || wasCutShort(result, other, run)) return executed(await execute());
    noteJoined(run.context.trace, other.run.context.trace);
    return result;
  }

  private begin(
    plan: OperationPlan,
    key: string,
    run: OperationRun,
    execute: () => MaybePromise<ExecutionResult>,
  ): Promise<Executed> {
    const mark = this.mark();
    const result = Promise.resolve(execute()).then(executed);
    const place: Place = { running: { result, run, mark } };
    const ofPlan = this.running.get(plan) ?? new Map<string, Place>();
    this.running.set(plan, ofPlan.set(key, place));
    const over = (): void => {
      place.running = null;
      if (ofPlan.get(key) === place) ofPlan.delete(key);
      if (ofPlan.size === 0 && this.running.get(plan) === ofPlan) this.running.delete(plan);
    };
    result.then(over, over);
    return result;
  }

  private isGoodFor({ context, startedAt }: OperationRun, { run, mark }: Running): boolean {
    return (
      mark === this.mark() &&
      run.context.caller === context.caller &&
      run.context.deadlineAt <= context.deadlineAt &&
      !run.context.signal.aborted &&
      startedAt - run.startedAt < JOINED_WITHIN_MS
    );
  }
}

/** Whether it failed for want of time that this one has. */
function wasCutShort({ errors }: Executed, other: Running, { context }: OperationRun): boolean {
  if (errors === undefined) return false;
  const { signal, deadlineAt } = other.run.context;
  const isLate = performance.now() >= deadlineAt - WORTH_A_TRY_MS;
  return isLate ? context.deadlineAt - deadlineAt >= WORTH_A_TRY_MS : signal.aborted;
}

const executed = ({ data, errors }: ExecutionResult): Executed => ({ data: new AnswerData(data ?? null), errors });

/** The calls of the one that executed, as those that another's answer was good for; those from the cache as they are. */
function noteJoined(own: CallTrace, other: CallTrace): void {
  own.objects += other.objects;
  for (const path of other.unbatched) own.noteUnbatched(path);
  for (const call of other.calls) own.record(call.source === 'LIVE' ? { ...call, attempts: 0, joined: true } : call);
}
