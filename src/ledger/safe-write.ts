import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AppError } from '../errors/app-error.js';
import type { Caller } from '../tenants/tenant.js';
import { canonicalHash } from './canonical-json.js';
import type { WriteJournal, WriteRecord } from './journal.js';
import { commitOutcome, type Outcome } from './late-outcome.js';
import { decodeRefusal, encodeRefusal, isRefusal } from './stored-refusal.js';
import { verdictOf } from './write-verdict.js';

/** How an unknown outcome was settled by looking at the platform. */
export type Settlement =
  | {
      readonly state: 'SUCCEEDED' | 'FAILED';
      /** As `encodeOutcome` writes it; for FAILED as `encodeRefusal` does, null for "not done, and nothing was changed". */
      readonly outcome: string | null;
    }
  /** Of an answer in parts some more are known, as `encodeOutcome` writes it, and others are still open. */
  | { readonly state: 'UNKNOWN'; readonly outcome: string };

/** Looks at the platform for what became of a write; null when that cannot be told (yet). */
export type Reconcile = (record: WriteRecord) => Promise<Settlement | null>;

/** What an answer came to: all of it certain, some of it not known, or nothing of it sent. */
export type Standing = 'done' | 'unknown' | 'unsent';

/** One write to be made safely. */
export interface SafeWrite<T> {
  readonly journal: WriteJournal;
  readonly caller: Caller;
  /** Key of the shop written to; empty for a write that is about none yet. */
  readonly shopKey: string;
  readonly mutation: string;
  /** The mutation's input as plain JSON; a secret in it is replaced by a digest before. */
  readonly input: unknown;
  /** JSON value that settling an unknown outcome needs; no secret, no personal data. */
  readonly intent: unknown;
  /** Made in the platform's sandbox: part of what a repeat has to equal (reliability R1, R5). */
  readonly isSandbox?: boolean;
  readonly idempotencyKey?: string | null | undefined;
  /** Monotonic instant (`performance.now()`) at which the request's deadline passes. */
  readonly deadlineAt: number;
  /**
   * Sends the write and judges the answer. Awaits `beforeFirstByte` before each call of the write; to the first one it may give
   * what is known of an answer in parts by then, which is what stands after a crash. Reading the object back is not part of it: a failed read-back must not make a write that was done unknown. The operation id is the
   * journal's: where the platform takes an idempotency parameter of ours, it is made of it.
   */
  readonly send: (beforeFirstByte: (known?: string) => Promise<void>, operationId: string) => Promise<T>;
  /**
   * What an answer in parts came to, where some may be known and others not; 'done' unless told. Of one that is 'unknown'
   * a repeat gets the parts as they are, until it is settled; one that is 'unsent' leaves its key free.
   */
  readonly standing?: (value: T) => Standing;
  /** The answer's text for replays; null for an answer that must not be stored (clear personal data). */
  readonly encodeOutcome: (value: T) => string | null;
  readonly reconcile?: Reconcile;
  readonly log: Logger;
}

/** What a safe write came to; failures are thrown. */
export type SafeWriteResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** A repeat: `outcome` is the stored text, null when none was stored. */
  | { readonly kind: 'replayed'; readonly outcome: string | null; readonly record: WriteRecord };

/** Longest wait for a write with the same key that is running. */
const MAX_WAIT_MS = 5_000;
const MAX_KEY = 255;

/**
 * Makes a write at most once (reliability section 4): PENDING on disk first, SENT on disk before the first byte, the
 * outcome on disk before the answer.
 * @throws AppError INVALID_INPUT for the idempotency key, IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS,
 * STORAGE_UNAVAILABLE before anything was sent, OUTCOME_UNKNOWN (not retryable, with the fault) for a sent write that
 * failed in transport, and what `send` throws otherwise. `isReplayed` tells the errors that answer a repeat.
 */
export async function runSafeWrite<T>(write: SafeWrite<T>): Promise<SafeWriteResult<T>> {
  const key = write.idempotencyKey ?? null;
  if (key !== null && (key === '' || key.length > MAX_KEY)) {
    const constraint = `1 to ${MAX_KEY} characters`;
    const path = ['options', 'idempotencyKey'];
    throw new AppError('INVALID_INPUT', `An idempotency key has ${constraint}.`, { path, constraint });
  }
  const inputHash = canonicalHash([write.shopKey, write.input, ...(write.isSandbox === true ? ['sandbox'] : [])]);
  const waitUntil = Math.min(performance.now() + MAX_WAIT_MS, write.deadlineAt);
  for (;;) {
    const begun = await write.journal.begin({
      tenantId: write.caller.tenantId,
      keyId: write.caller.keyId,
      shopKey: write.shopKey,
      mutation: write.mutation,
      idempotencyKey: key,
      inputHash,
      intent: JSON.stringify(write.intent ?? null),
    });
    if (begun.kind === 'begun') return { kind: 'done', value: await perform(write, begun.record.id) };
    if (begun.record.inputHash !== inputHash) {
      throw new AppError('IDEMPOTENCY_KEY_REUSED', undefined, { path: ['options', 'idempotencyKey'] });
    }
    const ended = await whenEnded(write, begun.record, waitUntil);
    if (ended !== null) return { kind: 'replayed', outcome: ended.outcome, record: ended };
  }
}

async function perform<T>(write: SafeWrite<T>, id: string): Promise<T> {
  let calls = 0;
  let marking: Promise<void> | undefined;
  let markingError: unknown;
  const beforeFirstByte = async (known?: string): Promise<void> => {
    marking ??= write.journal.markSent(id, known).catch((error: unknown) => {
      markingError = error;
      throw error;
    });
    await marking;
    calls += 1;
  };
  const commit = (outcome: Outcome): Promise<boolean> => commitOutcome(write.journal, id, outcome, write.log);
  let value: T;
  try {
    value = await write.send(beforeFirstByte, id);
  } catch (error) {
    throw await fail(markingError ?? error, calls, commit);
  }
  const standing = write.standing?.(value) ?? 'done';
  if (standing === 'unsent') {
    if (markingError !== undefined) throw await fail(markingError, 0, commit);
    await commit({ state: 'FAILED', sent: false, outcome: null });
    return value;
  }
  const state = standing === 'done' ? 'SUCCEEDED' : 'UNKNOWN';
  const isKept = await commit({ state, sent: calls > 0, outcome: encoded(write, value) });
  // Done, but a repeat could not be told so yet: the caller must not take it for settled.
  if (!isKept) throw new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false });
  return value;
}

async function fail(error: unknown, calls: number, commit: (outcome: Outcome) => Promise<boolean>): Promise<unknown> {
  const verdict = verdictOf(error, calls);
  if (verdict.kind === 'unsent') {
    await commit({ state: 'FAILED', sent: false, outcome: null });
    return error;
  }
  const state = verdict.kind === 'refused' ? 'FAILED' : 'UNKNOWN';
  await commit({ state, sent: true, outcome: encodeRefusal(verdict.error) });
  return verdict.error;
}

function encoded<T>(write: SafeWrite<T>, value: T): string | null {
  try {
    return write.encodeOutcome(value);
  } catch (err) {
    write.log.error({ err, mutation: write.mutation }, 'the answer of a write cannot be stored');
    return null;
  }
}

/**
 * The row once it has succeeded; null when its key has become free. Waits for a write that is running.
 * @throws the stored refusal, OUTCOME_UNKNOWN, IDEMPOTENCY_IN_PROGRESS
 */
async function whenEnded<T>(write: SafeWrite<T>, first: WriteRecord, waitUntil: number): Promise<WriteRecord | null> {
  let record: WriteRecord | null = first;
  for (let pause = 10; ; pause = Math.min(pause * 2, 200)) {
    if (record === null || record.id !== first.id) return null;
    if (record.state === 'UNKNOWN') record = await settle(write, record);
    if (record.state === 'SUCCEEDED' || (record.state === 'UNKNOWN' && !isRefusal(record.outcome))) return record;
    if (record.state === 'FAILED') {
      if (!record.sent) return null;
      throw decodeRefusal(record.outcome, 'UPSTREAM_TIMEOUT');
    }
    const left = waitUntil - performance.now();
    if (left <= 0) throw new AppError('IDEMPOTENCY_IN_PROGRESS', undefined, { retryAfterMs: 1_000 });
    await sleep(Math.min(pause, left));
    record = await write.journal.find(first.tenantId, first.mutation, first.idempotencyKey ?? '');
  }
}

/** The row with its unknown outcome settled, or in parts as it is. @throws OUTCOME_UNKNOWN when nothing can be told */
async function settle<T>(write: SafeWrite<T>, record: WriteRecord): Promise<WriteRecord> {
  const settlement = await write.reconcile?.(record).catch((err: unknown) => {
    write.log.warn({ err, mutation: write.mutation }, 'an unknown outcome could not be looked up');
    return null;
  });
  if (settlement === null || settlement === undefined) {
    if (!isRefusal(record.outcome)) return record;
    throw decodeRefusal(record.outcome, 'OUTCOME_UNKNOWN');
  }
  await keepSettlement(write.journal, record.id, settlement);
  // Somebody else may have settled it first: what is stored counts.
  const stored = await write.journal.find(record.tenantId, record.mutation, record.idempotencyKey ?? '');
  return stored?.id === record.id && stored.state !== 'UNKNOWN' ? stored : { ...record, ...settlement };
}

/** Keeps what a look has told of a write. */
export const keepSettlement = (journal: WriteJournal, id: string, settlement: Settlement): Promise<void> =>
  settlement.state === 'UNKNOWN'
    ? journal.noteFound(id, settlement.outcome)
    : journal.finish(id, { ...settlement, sent: true });
