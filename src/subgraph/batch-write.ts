import { AppError, InputErrors } from '../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../errors/stored-error.js';
import type { Logger } from '../log/logger.js';
import { boundedParallel } from './loader.js';
import { toUserError } from './user-errors.js';
import { BatchErrorPolicy } from './vocabulary/batch-error-policy.enum.js';
import { RowOutcome, RowStatus } from './vocabulary/row-outcome.type.js';
import type { PlannedCall } from './vocabulary/upstream-plan.type.js';
import type { WriteOptions } from './vocabulary/write-options.input.js';
import {
  type HeldTurn,
  type PayloadBase,
  planOf,
  type Reconcile,
  runWrite,
  type SafeWrites,
  type Standing,
  type WriteContext,
} from './write.js';

/** A row of a batch that may be sent. */
export interface BatchRow {
  /** Position in the input list. */
  readonly index: number;
  /** Global id of its object; null for one that does not exist yet. */
  readonly nodeId: string | null;
}

/** A row that is not sent, and why. */
export interface RefusedRow extends BatchRow {
  readonly error: AppError;
  /** SKIPPED for one that would change nothing; FAILED unless told. */
  readonly status?: RowStatus;
  /** What was seen of it; plain JSON, nothing secret or personal. */
  readonly told?: unknown;
}

/** What the platform answered of one row of a call. */
export interface RowTold {
  readonly index: number;
  /** Why it was refused; absent for one that was done. */
  readonly error?: AppError;
  /** Of one that is not done: SKIPPED where it was not even sent. FAILED unless told. */
  readonly status?: RowStatus;
  /** Plain JSON that is kept with the row, e.g. the number of a waybill; nothing secret or personal. */
  readonly told?: unknown;
  /** Global id of what was made of it. */
  readonly nodeId?: string;
}

/** What became of one row. */
export interface RowEnd extends BatchRow {
  readonly status: RowStatus;
  readonly errors: readonly AppError[];
  /** What the platform answered of it, or what was noted of one that is open, plain JSON; null for nothing. */
  readonly told: unknown;
}

/** How a call of a batch is sent. */
export interface Sending {
  /** Awaited right before the first byte of each call. */
  readonly beforeFirstByte: () => Promise<void>;
  /** Names this call among all calls ever made: the platform's idempotency parameter, at most 40 characters. */
  readonly callId: string;
  /**
   * Says before the first byte what is to be kept of a row whose outcome stays open, beside the intent: its settlement gets it,
   * unless the process ends first. Plain JSON, nothing secret or personal.
   */
  readonly note: (index: number, told: unknown) => void;
}

/** A mutation of several rows as data (conventions C10): one row of the journal, one outcome per row of the input. */
export interface BatchWrite<R extends BatchRow> {
  readonly mutation: string;
  readonly shopKey: string;
  readonly input: object;
  readonly options: WriteOptions | null | undefined;
  readonly isSandbox: boolean;
  /** BEST_EFFORT unless told. */
  readonly errorPolicy?: BatchErrorPolicy;
  /** All rows of the input: those that may be sent, and those that cannot be. */
  readonly rows: readonly (R | RefusedRow)[];
  /**
   * Looks at the platform for what forbids a row, before anything is sent and in a dry run too. What it throws ends the
   * whole write unsent.
   */
  readonly check?: (rows: readonly R[]) => Promise<readonly RefusedRow[]>;
  /** Which rows go together in one call. */
  readonly group: (rows: readonly R[]) => readonly (readonly R[])[];
  /** The call of a group, and what is read around it. */
  readonly plan: (rows: readonly R[]) => PlannedCall[];
  /** Reads before and after all calls. */
  readonly planAround?: () => PlannedCall[];
  /**
   * Sends the call of a group. A row that it does not answer for is unknown. What it throws is the failure of all its rows.
   */
  readonly send: (rows: readonly R[], sending: Sending) => Promise<readonly RowTold[]>;
  /** Plain JSON by which `settleBatch` looks for the group on the platform; nothing secret or personal. */
  readonly intent: (rows: readonly R[]) => unknown;
  readonly reconcile?: Reconcile;
  /** What it holds while it runs; null while it holds nothing. The settlement of a repeat gets it. */
  readonly turn?: () => HeldTurn | null;
  /** Whether answers may be stored for repeats; true unless told. */
  readonly isStored?: boolean;
  /** Calls at a time; 5 unless told. */
  readonly width?: number;
}

/** What a payload of a batch is built from. */
export interface BatchResult {
  /** In the order of the input; empty after a replay of an answer that was not stored. */
  readonly ends: readonly RowEnd[];
  readonly rows: readonly RowOutcome[];
  readonly base: PayloadBase;
}

const WIDTH = 5;

/** The row as a payload tells it. */
export function rowOutcome({ index, nodeId, status, errors }: RowEnd): RowOutcome {
  return Object.assign(new RowOutcome(), { index, nodeId, status, userErrors: errors.map(toUserError) });
}

/**
 * Carries out a batch: a dry run checks, plans, and sends nothing; otherwise the journal comes first, the groups are sent side
 * by side, and each row has an outcome of its own. A row whose outcome is open is settled later, under the same key.
 * @throws AppError what concerns the whole: an expected failure, which the guard turns into `userErrors`
 */
export async function runBatch<R extends BatchRow>(
  ctx: WriteContext,
  writes: SafeWrites,
  batch: BatchWrite<R>,
): Promise<BatchResult> {
  if (batch.rows.length === 0) {
    const constraint = 'at least one row';
    throw new AppError('INVALID_INPUT', `A batch has ${constraint}.`, { path: ['input', 'rows'], constraint });
  }
  const refused = batch.rows.filter(isRefused);
  const ready = batch.rows.filter((row): row is R => !isRefused(row));
  if (batch.options?.dryRun === true) return dryRun(batch, ready, refused);
  const groups = isHeldBack(batch, refused) ? [] : batch.group(ready);
  const { value, base } = await runWrite<BatchEnds>(ctx, writes, {
    mutation: batch.mutation,
    shopKey: batch.shopKey,
    input: batch.input,
    options: batch.options,
    plan: () => [],
    intent: intentOf(batch, refused, groups),
    isSandbox: batch.isSandbox,
    send: async (beforeFirstByte, operationId) => {
      const late = groups.length === 0 ? [] : ((await batch.check?.(ready)) ?? []);
      const stopped = [...refused, ...late];
      if (groups.length === 0 || isHeldBack(batch, stopped))
        return { rows: heldBack(batch.rows, stopped), wasSent: false };
      const isStopped = new Set(late.map(({ index }) => index));
      const known = batch.isStored === false ? undefined : encodeEnds(endsAtFirstByte(batch.rows, stopped));
      const sent = await boundedParallel([...groups.entries()], batch.width ?? WIDTH, async ([number, group]) => {
        const left = group.filter(({ index }) => !isStopped.has(index));
        const call = { beforeFirstByte: () => beforeFirstByte(known), callId: callIdOf(operationId, number) };
        return left.length === 0 ? NOTHING : sendGroup(batch, { writes, log: ctx.log }, left, call);
      });
      const ends = sent.map((result) => (result.status === 'fulfilled' ? result.value : NOTHING));
      return {
        rows: [...stopped.map(refusedEnd), ...ends.flatMap(({ rows }) => rows)].sort(byIndex),
        wasSent: ends.some(({ wasSent }) => wasSent),
      };
    },
    standing: standingOf,
    encode: ({ rows }) => (batch.isStored === false ? null : encodeEnds(rows)),
    decode: (stored) => ({ rows: decodeEnds(stored), wasSent: true }),
    ...(batch.reconcile === undefined ? {} : { reconcile: inTurnOf(batch, batch.reconcile) }),
  });
  const ends = value?.rows ?? [];
  return { ends, rows: ends.map(rowOutcome), base };
}

/** A batch whose outcome is open, as a settlement sees it. */
export interface OpenBatch {
  /** That of the journal. */
  readonly id: string;
  readonly mutation: string;
  readonly tenantId: string;
  readonly shopKey: string;
  readonly isSandbox: boolean;
  /** When its first call was sent. */
  readonly sentAt: Date | null;
  /** When it was answered, or first found open: no call of it was sent later. */
  readonly finishedAt: Date | null;
  /** What the repeat holds whose settlement this is; null in the background. */
  readonly turn: HeldTurn | null;
}

/** One call of a batch as a settlement sees it. */
export interface OpenCall {
  /** The id it was sent with. */
  readonly callId: string;
  readonly intent: unknown;
  /** Its rows whose outcome is open. */
  readonly rows: readonly OpenRow[];
  readonly batch: OpenBatch;
}

/** A row whose outcome is open. */
export interface OpenRow extends BatchRow {
  /** What was noted of it before it was sent; null for nothing, and after a crash. */
  readonly told: unknown;
}

/** What a look at the platform tells of an open row: it was done, or it was not and never will be. */
export interface RowSettled {
  readonly index: number;
  readonly isDone: boolean;
  /** Why it was not done; that it was not carried out, and may be tried again, unless told. */
  readonly error?: AppError;
  readonly told?: unknown;
}

/**
 * Settles a batch row by row: what is found of some is kept though others stay open, and a call that cannot be looked for holds
 * back no other.
 * @param look of one call; rows it does not tell of stay open, and so does the batch
 */
export const settleBatch =
  (look: (call: OpenCall, batch: OpenBatch) => Promise<readonly RowSettled[]>): Reconcile =>
  async ({ outcome, turn = null, finishedAt = null, ...record }) => {
    const intent = JSON.parse(record.intent) as BatchIntent;
    const ends = new Map(knownEnds(intent, outcome).map((end) => [end.index, end]));
    const { id, mutation, tenantId, shopKey, sentAt } = record;
    const batch = { id, mutation, tenantId, shopKey, isSandbox: intent.isSandbox, sentAt, finishedAt, turn };
    const failures: unknown[] = [];
    let found = 0;
    for (const [number, call] of intent.calls.entries()) {
      const rows = call.rows
        .filter(({ index }) => ends.get(index)?.status === RowStatus.UNKNOWN)
        .map((row) => ({ ...row, told: ends.get(row.index)?.told ?? null }));
      if (rows.length === 0) continue;
      const open = { callId: callIdOf(id, number), intent: call.intent, rows, batch };
      const settled = await look(open, batch).catch((error: unknown) => {
        failures.push(error);
        return [];
      });
      for (const { index, isDone, error = notCarriedOut(), told = null } of settled) {
        const end = ends.get(index);
        if (end?.status !== RowStatus.UNKNOWN) continue;
        found += 1;
        ends.set(index, {
          ...end,
          status: isDone ? RowStatus.SUCCEEDED : RowStatus.FAILED,
          errors: isDone ? [] : [error],
          told,
        });
      }
    }
    const all = [...ends.values()].sort(byIndex);
    if (all.every(({ status }) => status !== RowStatus.UNKNOWN))
      return { state: 'SUCCEEDED', outcome: encodeEnds(all) };
    if (found > 0) return { state: 'UNKNOWN', outcome: encodeEnds(all) };
    // Told to whoever keeps the log; where anything was found, the next look meets it again.
    if (failures.length > 0) throw failures[0];
    return null;
  };

const notCarriedOut = (): AppError => new AppError('UPSTREAM_TIMEOUT', 'It was not carried out.', { retryable: true });

/** What the journal has of a batch: the ends of its rows as far as they are known, and the intents of its calls. */
export function recordedBatch({ intent, outcome }: { readonly intent: string; readonly outcome: string | null }): {
  readonly ends: readonly RowEnd[];
  readonly intents: readonly unknown[];
  readonly isSandbox: boolean;
} {
  const batch = JSON.parse(intent) as BatchIntent;
  const intents = batch.calls.map((call) => call.intent);
  return { ends: knownEnds(batch, outcome), intents, isSandbox: batch.isSandbox };
}

interface BatchIntent {
  readonly isSandbox: boolean;
  /** Rows that were not to be sent. */
  readonly stopped: readonly StoredEnd[];
  readonly calls: readonly { readonly rows: readonly BatchRow[]; readonly intent: unknown }[];
}

interface StoredEnd extends BatchRow {
  readonly status: RowStatus;
  readonly errors: readonly StoredError[];
  readonly told: unknown;
}

/** Ends of rows, and whether a byte may have left for any of them. */
interface BatchEnds {
  readonly rows: readonly RowEnd[];
  readonly wasSent: boolean;
}

const NOTHING: BatchEnds = { rows: [], wasSent: false };

/** Ids of calls are told apart by their number: a UUID and a few characters. */
const callIdOf = (operationId: string, number: number): string => `${operationId}-${number}`;

const byIndex = (a: BatchRow, b: BatchRow): number => a.index - b.index;

const standingOf = ({ rows, wasSent }: BatchEnds): Standing => {
  if (!wasSent) return 'unsent';
  return rows.some(({ status }) => status === RowStatus.UNKNOWN) ? 'unknown' : 'done';
};

function intentOf<R extends BatchRow>(
  batch: BatchWrite<R>,
  refused: readonly RefusedRow[],
  groups: readonly (readonly R[])[],
): BatchIntent {
  return {
    isSandbox: batch.isSandbox,
    stopped: refused.map((row) => toStored(refusedEnd(row))),
    calls: groups.map((rows) => ({
      rows: rows.map(({ index, nodeId }) => ({ index, nodeId })),
      intent: batch.intent(rows),
    })),
  };
}

/**
 * Ends as they were stored: from the first byte on those that were refused, and the others as open. Of a batch that nobody
 * stores answers of, all that may have been sent is open.
 */
function knownEnds({ stopped, calls }: BatchIntent, outcome: string | null): readonly RowEnd[] {
  if (outcome?.startsWith('{"rows":') === true) return decodeEnds(outcome);
  const open = calls.flatMap(({ rows }) => rows.map((row) => endOf(row, undefined)));
  return [...stopped.map(fromStored), ...open];
}

const toStored = ({ errors, ...end }: RowEnd): StoredEnd => ({ ...end, errors: errors.map(toStoredError) });
const fromStored = ({ errors, ...end }: StoredEnd): RowEnd => ({ ...end, errors: errors.map(fromStoredError) });

const encodeEnds = (ends: readonly RowEnd[]): string => JSON.stringify({ rows: ends.map(toStored) });
const decodeEnds = (text: string): RowEnd[] =>
  (JSON.parse(text) as { readonly rows: readonly StoredEnd[] }).rows.map(fromStored);

async function dryRun<R extends BatchRow>(
  batch: BatchWrite<R>,
  ready: readonly R[],
  refused: readonly RefusedRow[],
): Promise<BatchResult> {
  const late = ready.length === 0 || isHeldBack(batch, refused) ? [] : ((await batch.check?.(ready)) ?? []);
  const stopped = [...refused, ...late];
  const isStopped = new Set(stopped.map(({ index }) => index));
  const left = isHeldBack(batch, stopped) ? [] : ready.filter(({ index }) => !isStopped.has(index));
  const calls = batch.group(left).flatMap((rows) => batch.plan(rows));
  const around = calls.length === 0 ? [] : (batch.planAround?.() ?? []);
  const warnings = stopped.map(({ index, error }) => `Row ${index}: ${error.message}`);
  const plan = planOf([...calls, ...around], warnings);
  const rows = heldBack(batch.rows, stopped).map(rowOutcome);
  return { ends: [], rows, base: { userErrors: [], plan, replayed: false } };
}

async function sendGroup<R extends BatchRow>(
  batch: BatchWrite<R>,
  { writes, log }: { readonly writes: SafeWrites; readonly log: Logger },
  rows: readonly R[],
  { beforeFirstByte, callId }: Omit<Sending, 'note'>,
): Promise<BatchEnds> {
  let calls = 0;
  const noted = new Map<number, unknown>();
  const begin = async (): Promise<void> => {
    await beforeFirstByte();
    calls += 1;
  };
  try {
    const note = (index: number, told: unknown): void => void noted.set(index, told);
    const rowsTold = await batch.send(rows, { beforeFirstByte: begin, callId, note });
    const told = new Map(rowsTold.map((row) => [row.index, row]));
    return { rows: rows.map((row) => endOf(row, told.get(row.index), noted)), wasSent: calls > 0 };
  } catch (error) {
    if (!(error instanceof AppError || error instanceof InputErrors))
      log.error({ err: error, mutation: batch.mutation }, 'a call of a batch failed');
    const verdict = writes.verdictOf(error, calls);
    const errors = errorsOf(verdict.error ?? error);
    const isOpen = verdict.kind === 'unknown';
    const status = isOpen ? RowStatus.UNKNOWN : RowStatus.FAILED;
    const keptOf = (index: number): unknown => (isOpen ? (noted.get(index) ?? null) : null);
    return {
      rows: rows.map(({ index, nodeId }) => ({ index, nodeId, status, errors, told: keptOf(index) })),
      wasSent: verdict.kind !== 'unsent',
    };
  }
}

function endOf({ index, nodeId }: BatchRow, told: RowTold | undefined, noted?: ReadonlyMap<number, unknown>): RowEnd {
  if (told === undefined) {
    const error = new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false });
    return { index, nodeId, status: RowStatus.UNKNOWN, errors: [error], told: noted?.get(index) ?? null };
  }
  const status = told.error === undefined ? RowStatus.SUCCEEDED : (told.status ?? RowStatus.FAILED);
  const errors = told.error === undefined ? [] : [told.error];
  return { index, nodeId: told.nodeId ?? nodeId, status, errors, told: told.told ?? null };
}

/** What is no AppError is a bug of ours: told as such, row by row, since other rows may have been done. */
function errorsOf(error: unknown): readonly AppError[] {
  if (error instanceof InputErrors) return error.errors;
  return [error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error })];
}

const isRefused = (row: BatchRow | RefusedRow): row is RefusedRow => 'error' in row;

/** Whether rows that fail hold back the others. A row that would change nothing fails nobody. */
const isHeldBack = (batch: Pick<BatchWrite<BatchRow>, 'errorPolicy'>, stopped: readonly RefusedRow[]): boolean =>
  batch.errorPolicy === BatchErrorPolicy.VALIDATE_ALL_FIRST &&
  stopped.some(({ status }) => status !== RowStatus.SKIPPED);

const refusedEnd = ({ index, nodeId, error, status = RowStatus.FAILED, told = null }: RefusedRow): RowEnd => ({
  index,
  nodeId,
  status,
  errors: [error],
  told,
});

/** What is known when the first byte leaves: those that are refused, and nothing of the others. */
function endsAtFirstByte(rows: readonly BatchRow[], stopped: readonly RefusedRow[]): RowEnd[] {
  const byRow = new Map(stopped.map((row) => [row.index, row]));
  return rows.map((row) => {
    const refused = byRow.get(row.index);
    return refused === undefined ? endOf(row, undefined) : refusedEnd(refused);
  });
}

const inTurnOf =
  ({ turn }: Pick<BatchWrite<BatchRow>, 'turn'>, reconcile: Reconcile): Reconcile =>
  (record) =>
    reconcile({ ...record, turn: turn?.() ?? null });

/** All rows where nothing is sent: those that are refused, and the others, which are left out for their sake. */
function heldBack(rows: readonly BatchRow[], stopped: readonly RefusedRow[]): RowEnd[] {
  const byRow = new Map(stopped.map((row) => [row.index, row]));
  return rows.map(({ index, nodeId }) => {
    const row = byRow.get(index);
    return row === undefined ? { index, nodeId, status: RowStatus.SKIPPED, errors: [], told: null } : refusedEnd(row);
  });
}
