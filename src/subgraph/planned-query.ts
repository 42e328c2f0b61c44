import { type GraphQLError, type GraphQLFormattedError, getVariableValues } from 'graphql';
import type { Behaviour, OperationAnswer, OperationRun } from './behaviour.js';
import type { Executor } from './execution/executor.js';
import type { PlanCache } from './plan-cache.js';
import type { RequestContext } from './request-context.js';
import type { Executed, SharedQueries } from './shared-queries.js';

/** A request as the endpoint read it. */
export interface QueryRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A header of the request, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly context: RequestContext;
}

/**
 * Answers queries whose plan is kept; null for any other request, which is then the engine's: also one that is going to be
 * refused, by its variables or by a behaviour, so that every refusal is worded in one place.
 */
export type AnswerPlanned = (request: QueryRequest) => Promise<OperationAnswer> | null;

/** What the short way is made of. */
export interface PlannedQueriesParts {
  readonly plans: PlanCache;
  readonly executor: Executor;
  readonly shared: SharedQueries;
  readonly behaviours: readonly Behaviour[];
}

/** Joins plan cache, executor and behaviours to the way that an operation takes when it was seen before. */
export function plannedQueries({ plans, executor, shared, behaviours }: PlannedQueriesParts): AnswerPlanned {
  return ({ query, operationName, variables = {}, header, context }) => {
    const plan = plans.find(query, operationName);
    if (plan === undefined) return null;
    const { document, operation, schema } = plan;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
    if (coerced === undefined) return null;
    const startedAt = performance.now();
    const run: OperationRun = {
      ...{ context, header, variables, coerced, startedAt, way: 'plan-cache' },
      ...{ document, operation, requestedCost: 0, isAdmitted: false },
    };
    if (!isAdmitted(run, behaviours)) return null;
    for (const behaviour of behaviours) behaviour.start?.(run);
    return finished(run, behaviours, () => shared.execute(plan, run, () => executor.run(plan, coerced, context)));
  };
}

/** A refusal takes nothing out of a budget, so the engine may ask the same again. */
function isAdmitted(run: OperationRun, behaviours: readonly Behaviour[]): boolean {
  try {
    for (const behaviour of behaviours) behaviour.admit?.(run);
    return true;
  } catch {
    return false;
  }
}

async function finished(
  run: OperationRun,
  behaviours: readonly Behaviour[],
  execute: () => Promise<Executed>,
): Promise<OperationAnswer> {
  let executed: Executed;
  try {
    executed = await execute();
  } catch (error) {
    for (const behaviour of behaviours) behaviour.abandon?.(run);
    throw error;
  }
  const { data, errors } = executed;
  const answer: OperationAnswer = { data: data.value, dataJson: data };
  if (errors !== undefined) answer.errors = errors.map(formOf);
  for (const behaviour of behaviours) behaviour.finish?.(run, answer, errors ?? []);
  return answer;
}

/** As Apollo Server hands an error on; the behaviours make the public form of it. */
export function formOf(error: GraphQLError): GraphQLFormattedError {
  const { http: _http, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions: { ...extensions, code: extensions['code'] ?? 'INTERNAL_SERVER_ERROR' } };
}
