import type { AppError, InputErrors } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { Caller } from '../tenants/tenant.js';
import type { RequestContext } from './request-context.js';
import { expectedFailures, toUserError } from './user-errors.js';
import type { PlannedCall, UpstreamPlan } from './vocabulary/upstream-plan.type.js';
import type { UserError } from './vocabulary/user-error.type.js';
import type { WriteOptions } from './vocabulary/write-options.input.js';

/** What the journal of safe writes offers to a mutation (reliability section 4). */
export interface SafeWrites {
  /**
   * Journals, sends once, commits the outcome, or replays the stored one.
   * @throws AppError as the table of section 4 says: OUTCOME_UNKNOWN, IDEMPOTENCY_KEY_REUSED, STORAGE_UNAVAILABLE, ...
   */
  run<T>(write: {
    readonly caller: Caller;
    readonly shopKey: string;
    readonly mutation: string;
    readonly input: unknown;
    readonly intent: unknown;
    readonly isSandbox?: boolean;
    readonly idempotencyKey: string | null;
    readonly deadlineAt: number;
    readonly send: (beforeFirstByte: (known?: string) => Promise<void>, operationId: string) => Promise<T>;
    readonly standing?: (value: T) => Standing;
    readonly encodeOutcome: (value: T) => string | null;
    readonly reconcile?: Reconcile;
    readonly log: Logger;
  }): Promise<
    { readonly kind: 'done'; readonly value: T } | { readonly kind: 'replayed'; readonly outcome: string | null }
  >;
  /** Whether an error is the stored answer to a key used before. */
  isReplayed(error: unknown): boolean;
  /**
   * What the failure of a part of a write came to, and the error to tell.
   * @param calls how many calls of the part had come to their first byte
   */
  verdictOf(
    error: unknown,
    calls: number,
  ): { readonly kind: 'unsent' | 'refused' | 'unknown'; readonly error?: AppError | InputErrors };
}

/** What an answer came to: all of it certain, some of it not known, or nothing of it sent. */
export type Standing = 'done' | 'unknown' | 'unsent';

/** Looks at the platform for what became of a write; null when that cannot be told. */
export type Reconcile = (record: {
  readonly id: string;
  readonly mutation: string;
  readonly tenantId: string;
  readonly shopKey: string;
  readonly intent: string;
  /** What is known so far of an answer in parts, as `encode` wrote it; null, or a refusal, otherwise. */
  readonly outcome: string | null;
  readonly sentAt: Date | null;
  /** When it was answered, or first found open. */
  readonly finishedAt?: Date | null;
  /** What the repeat holds whose settlement this is; absent for one that holds nothing. */
  readonly turn?: HeldTurn | null;
}) => Promise<
  | { readonly state: 'SUCCEEDED' | 'FAILED'; readonly outcome: string | null }
  /** Of an answer in parts some more are known, and others are still open. */
  | { readonly state: 'UNKNOWN'; readonly outcome: string }
  | null
>;

/** Turns that a write has taken before it runs. A settlement within it would wait for itself if it took them too. */
export interface HeldTurn {
  /** Whether the turn of this key was taken. */
  holds(key: string): boolean;
  /** When all of them have come; rejects when they will not. */
  readonly come: Promise<void>;
}

/** A mutation as data: its plan, its one write, and how its answer is kept. */
export interface Write<T> {
  readonly mutation: string;
  readonly shopKey: string;
  readonly input: object;
  readonly options: WriteOptions | null | undefined;
  /** The calls it would make; reads among them have no body. */
  readonly plan: () => PlannedCall[];
  /** What a reconciliation needs to find the object again, without secrets. */
  readonly intent: unknown;
  /** Whether it is made in the platform's sandbox: the same key in the other environment is another write's. */
  readonly isSandbox?: boolean;
  /** The operation id is the journal's; idempotency parameters of the platform are made of it. */
  readonly send: (beforeFirstByte: (known?: string) => Promise<void>, operationId: string) => Promise<T>;
  /** Of an answer in parts; 'done' unless told. */
  readonly standing?: (value: T) => Standing;
  /** Null for an answer that must not be stored: a repeat is told that it was done, and no more. */
  readonly encode: (value: T) => string | null;
  readonly decode: (stored: string) => T;
  readonly reconcile?: Reconcile;
}

/** What a write needs of the request it is made in, or of the job. */
export type WriteContext = Pick<RequestContext, 'caller' | 'deadlineAt' | 'log' | 'trace'>;

/** What every payload holds beside its subject. */
export interface PayloadBase {
  readonly userErrors: UserError[];
  readonly plan: UpstreamPlan | null;
  readonly replayed: boolean;
}

/** What a mutation may build its payload from. */
export interface WriteResult<T> {
  /** Null after a dry run, a replayed refusal, and a replay of an answer that was not stored. */
  readonly value: T | null;
  readonly base: PayloadBase;
}

/**
 * Carries out one mutation: a dry run plans and sends nothing; otherwise the journal comes first.
 * @throws AppError an expected failure, which the guard turns into `userErrors`
 */
export async function runWrite<T>(ctx: WriteContext, writes: SafeWrites, write: Write<T>): Promise<WriteResult<T>> {
  if (write.options?.dryRun === true)
    return { value: null, base: { userErrors: [], plan: planOf(write.plan()), replayed: false } };
  try {
    const result = await writes.run({
      caller: ctx.caller,
      shopKey: write.shopKey,
      mutation: write.mutation,
      input: write.input,
      intent: write.intent,
      isSandbox: write.isSandbox === true,
      idempotencyKey: write.options?.idempotencyKey ?? null,
      deadlineAt: ctx.deadlineAt,
      send: (beforeFirstByte, operationId) =>
        write.send(async (known) => {
          await beforeFirstByte(known);
          ctx.trace.writesSent += 1;
        }, operationId),
      ...(write.standing === undefined ? {} : { standing: write.standing }),
      encodeOutcome: write.encode,
      ...(write.reconcile === undefined ? {} : { reconcile: write.reconcile }),
      log: ctx.log,
    });
    const base = { userErrors: [], plan: null, replayed: result.kind === 'replayed' };
    if (result.kind === 'done') return { value: result.value, base };
    return { value: result.outcome === null ? null : write.decode(result.outcome), base };
  } catch (error) {
    const failures = writes.isReplayed(error) ? expectedFailures(error) : null;
    if (failures === null) throw error;
    return { value: null, base: { userErrors: failures.map(toUserError), plan: null, replayed: true } };
  }
}

/** Milliseconds assumed for a call of which nothing is known yet. */
const ASSUMED_MS = 200;

/** The plan of a dry run. */
export function planOf(calls: PlannedCall[], warnings: string[] = []): UpstreamPlan {
  return {
    calls,
    totalCalls: calls.length,
    totalCost: calls.reduce((sum, { cost }) => sum + cost, 0),
    estimatedMs: calls.length * ASSUMED_MS,
    warnings,
  };
}
