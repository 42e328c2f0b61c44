import { AppError } from '../../../errors/app-error.js';
import { type BatchResult, type RefusedRow, runBatch } from '../../../subgraph/batch-write.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import { toUserError } from '../../../subgraph/user-errors.js';
import { RowStatus } from '../../../subgraph/vocabulary/row-outcome.type.js';
import type { PlannedCall } from '../../../subgraph/vocabulary/upstream-plan.type.js';
import type { UserError } from '../../../subgraph/vocabulary/user-error.type.js';
import type { WriteOptions } from '../../../subgraph/vocabulary/write-options.input.js';
import type { Reconcile } from '../../../subgraph/write.js';
import type { Secret } from '../../../tenants/secret.js';
import { failureOf } from '../../../upstream/upstream-error.js';
import type { JsonObject } from '../upstream/canonical-json.js';
import type { MethodWrite } from '../upstream/endpoints/product-write.js';
import { type RefusalPaths, refusedAs, type WriteRefusals } from '../upstream/endpoints/write-refusals.js';
import type { ShopScope } from './context.js';
import { planned } from './planned.js';

/** One of the calls that a change of an object takes. */
export interface Part {
  /** What of the arguments it carries out, e.g. `['input', 'postage']`. */
  readonly path: readonly string[];
  /** The call; asked for after `before`. */
  readonly write: () => MethodWrite;
  /** What a plan shows in place of parameters that hold personal data. */
  readonly shown?: (parameters: JsonObject) => JsonObject;
  /** Personal data in the parameters: no text made from the answer may hold them, and none of its own words are passed on. */
  readonly secrets?: readonly Secret[];
  /** Checks the `data` of a success. @throws Misfit for one that does not hold what the call promises */
  readonly verify?: (data: unknown) => void;
  readonly refusals: WriteRefusals;
  readonly paths: RefusalPaths;
  /** Plain JSON by which it is looked for on the platform; nothing personal. */
  readonly intent: object;
}

/** A part that cannot be sent, by its place among the parts. */
export interface StoppedPart {
  readonly index: number;
  readonly error: AppError;
}

/** A change of one object that takes several calls. */
export interface PartsWrite {
  readonly mutation: string;
  /** The input without personal data. */
  readonly input: object;
  readonly options: WriteOptions | null | undefined;
  /** Global id of the object. */
  readonly nodeId: string;
  /** In the order in which they are sent. */
  readonly parts: readonly Part[];
  /**
   * Reads what parts are made of, and checks the expected version, before the first byte and in a dry run too. What it throws
   * ends all of it unsent.
   */
  readonly before?: () => Promise<readonly StoppedPart[]>;
  readonly readsBefore: () => PlannedCall[];
  readonly readsAfter: () => PlannedCall[];
  readonly reconcile: Reconcile;
}

/** What became of it. */
export interface PartsResult extends BatchResult {
  /** One for each part that failed. */
  readonly failures: readonly UserError[];
  /** Whether anything of the object was changed, now or by the write that this is a repeat of. */
  readonly isChanged: boolean;
}

/**
 * Sends the parts one after the other. A part that is refused does not stop those behind it, unless the object itself is not
 * there; each has an outcome of its own in one row of the journal, which a repeat of the key gets again.
 * @throws AppError, InputErrors what concerns the whole
 */
export async function runParts(ctx: RequestContext, scope: ShopScope, write: PartsWrite): Promise<PartsResult> {
  const { parts, nodeId, options } = write;
  let missing: AppError | null = null;
  const result = await runBatch(ctx, scope.deps.writes, {
    mutation: write.mutation,
    shopKey: scope.shop.key,
    input: write.input,
    options,
    isSandbox: scope.shop.isSandbox,
    rows: parts.map((part, index) => ({ index, nodeId, part })),
    check: async () =>
      ((await write.before?.()) ?? []).map(({ index, error }): RefusedRow => ({ index, nodeId, error })),
    group: (rows) => rows.map((row) => [row]),
    plan: (rows) =>
      rows.flatMap(({ index, part }) => {
        const { method, parameters } = part.write();
        const call = planned(scope, method, part.shown?.(parameters) ?? parameters);
        return [...(index === 0 ? write.readsBefore() : []), call];
      }),
    planAround: write.readsAfter,
    send: async (rows, { beforeFirstByte }) => {
      if (missing !== null) throw missing;
      for (const { part } of rows) {
        try {
          await send(scope, part, beforeFirstByte);
        } catch (error) {
          const told = withPath(part, error);
          if (isObjectMissing(told)) missing = told;
          throw told;
        }
      }
      return rows.map(({ index }) => ({ index }));
    },
    intent: (rows) => rows[0]?.part.intent ?? {},
    reconcile: write.reconcile,
    width: 1,
  });
  return {
    ...result,
    failures: result.ends.flatMap(({ errors }) => errors.map(toUserError)),
    isChanged: result.ends.some(({ status }) => status === RowStatus.SUCCEEDED),
  };
}

function send(
  { client }: ShopScope,
  { write, secrets, verify, refusals, paths }: Part,
  beforeFirstByte: () => Promise<void>,
): Promise<void> {
  const { method, parameters } = write();
  const call = { method, parameters, beforeFirstByte, ...(secrets === undefined ? {} : { secrets }) };
  return refusedAs(
    refusals,
    paths,
    client.call(call, (data) => verify?.(data)),
  );
}

/** The failure of a part as the caller is told of it. */
function withPath({ path, secrets }: Part, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const told = secrets === undefined ? error : withoutWords(error);
  return told.detail.path === undefined ? told.with({ path }) : told;
}

/**
 * The platform's words may name the person whom the call named, and a short name is not found in them: they are dropped as a
 * whole. What the gateway says itself, and the platform's numbers, stay.
 */
function withoutWords(error: AppError): AppError {
  const { fault, ...detail } = error.detail;
  if (fault === undefined) return error;
  const says = error.code === 'UPSTREAM_REJECTED' ? undefined : error.message;
  return new AppError(error.code, says, { ...detail, fault: { ...fault, message: null }, cause: failureOf(error) });
}

/** The path of the object itself is `input.id`: then what is left of the parts is senseless. */
const isObjectMissing = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'NOT_FOUND' && error.detail.path?.join('.') === 'input.id';
