import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
} from 'graphql';
import type { RequestContext } from '../request-context.js';
import { isPromise, type MaybePromise } from './maybe-promise.js';
import { OperationPlan, type Refusal } from './operation-plan.js';
import type { Variables } from './plan.js';
import { Run } from './run.js';

/** An operation to execute; its document has been validated against the schema. */
export interface ExecutorRequest {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As the caller gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Of a subscription: the event. */
  readonly rootValue?: unknown;
}

/** Settings of an executor. */
export interface ExecutorOptions {
  /** Told of each operation that graphql-js had to execute. */
  readonly onInterpreted?: (why: Refusal) => void;
}

/** Executes operations of one schema. The answer's errors are those of graphql-js. */
export interface Executor {
  execute(request: ExecutorRequest): MaybePromise<ExecutionResult>;
  /** The plan of an operation; or why graphql-js has to execute it. */
  planOf(document: DocumentNode, operationName: string | undefined): OperationPlan | Refusal;
  /** Executes a plan, with variables that were coerced. */
  run(plan: OperationPlan, coerced: Variables, context: RequestContext): MaybePromise<ExecutionResult>;
}

/** Errors of variables told at most; graphql-js adds one more to say that it stopped: five in all. */
const MAX_COERCION_ERRORS = 4;

/**
 * Makes the executor of a schema: a plan is kept for as long as its document is (decision 014); what has none is executed
 * by graphql-js itself.
 */
export function createExecutor(schema: GraphQLSchema, options: ExecutorOptions = {}): Executor {
  const plans = new WeakMap<DocumentNode, Map<string | undefined, OperationPlan | Refusal>>();
  const planOf = (document: DocumentNode, operationName: string | undefined): OperationPlan | Refusal => {
    const named = plans.get(document) ?? new Map<string | undefined, OperationPlan | Refusal>();
    plans.set(document, named);
    const known = named.get(operationName);
    if (known !== undefined) return known;
    const made = OperationPlan.of(schema, document, operationName);
    // A name that the document does not have is the caller's text: it is not kept.
    if (made !== 'no operation') named.set(operationName, made);
    return made;
  };
  const interpreted = ({ document, operationName, variables, context, rootValue }: ExecutorRequest) =>
    whole(
      execute({
        schema,
        document,
        operationName,
        rootValue,
        contextValue: context,
        variableValues: variables,
        options: { maxCoercionErrors: MAX_COERCION_ERRORS },
      }),
      context,
    );
  return {
    planOf,
    run: runPlan,
    execute(request) {
      const plan = planOf(request.document, request.operationName);
      if (typeof plan === 'string') {
        options.onInterpreted?.(plan);
        return interpreted(request);
      }
      const definitions = plan.operation.variableDefinitions ?? [];
      const given = getVariableValues(schema, definitions, request.variables, { maxErrors: MAX_COERCION_ERRORS });
      return given.errors === undefined ? runPlan(plan, given.coerced, request.context) : { errors: given.errors };
    },
  };
}

function runPlan(plan: OperationPlan, coerced: Variables, context: RequestContext): MaybePromise<ExecutionResult> {
  const run = new Run(plan, coerced, context);
  const answered = (data: Record<string, unknown> | null): ExecutionResult => {
    context.trace.objects += run.objects;
    run.errors.push(...missingOf(context));
    return run.errors.length === 0 ? { data } : { errors: run.errors, data };
  };
  const failed = (error: unknown): ExecutionResult => answered(run.failedWhole(error as GraphQLError));
  try {
    const selection = plan.rootFor(coerced);
    const data =
      plan.operation.operation === 'mutation'
        ? run.serially(selection, undefined)
        : run.object(selection, undefined, undefined);
    return isPromise(data) ? data.then(answered, failed) : answered(data);
  } catch (error) {
    return failed(error);
  }
}

/** The result of graphql-js, its objects counted: it makes them without a prototype, what a JSON scalar brings has one. */
function whole(result: MaybePromise<ExecutionResult>, context: RequestContext): MaybePromise<ExecutionResult> {
  const counted = (one: ExecutionResult): ExecutionResult => {
    context.trace.objects += countObjects(one.data);
    const missing = missingOf(context);
    return missing.length === 0 ? one : { ...one, errors: [...(one.errors ?? []), ...missing] };
  };
  return isPromise(result) ? result.then(counted) : counted(result);
}

/** What lists were given without; the rest of the answer stands. */
const missingOf = ({ trace: { missing } }: RequestContext): readonly GraphQLError[] =>
  missing === undefined ? NOTHING : (missing.splice(0) as GraphQLError[]);

const NOTHING: readonly GraphQLError[] = [];

function countObjects(data: unknown): number {
  const open: unknown[] = [data];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Object.getPrototypeOf(value) === Object.prototype) continue;
    if (!Array.isArray(value)) count++;
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return count;
}
