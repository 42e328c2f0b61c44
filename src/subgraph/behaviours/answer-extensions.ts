import { HeaderMap } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { AppError } from '../../errors/app-error.js';
import type { CallTrace } from '../../log/call-trace.js';
import type { Behaviour } from '../behaviour.js';
import { pointsOf } from '../cost.js';
import type { CostGate } from '../cost-gate.js';

/** Estimates an operation's cost in points, before it runs, from its coerced variables. */
export type EstimateCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
) => number;

/** What the cost is measured with. */
export interface AnswerExtensionsOptions {
  readonly schema: GraphQLSchema;
  readonly gate: CostGate;
  readonly estimate: EstimateCost;
}

/**
 * Admits an operation by its estimated cost, before the first upstream byte (reliability R9, R30), and adds
 * `extensions.requestId`, `extensions.cost` and, with the header `x-shopgraph-trace: 1`, `extensions.upstream`.
 */
export function answerExtensions({ schema, gate, estimate }: AnswerExtensionsOptions): Behaviour {
  return {
    admit(run) {
      const { document, operation, context } = run;
      if (document === null || operation === null) return;
      const variables =
        run.coerced ?? getVariableValues(schema, operation.variableDefinitions ?? [], run.variables).coerced;
      // Variables that do not fit are refused by the execution, which calls no one.
      if (variables === undefined) return;
      try {
        run.requestedCost = estimate(schema, document, operation, variables);
        gate.admit(context.caller.keyId, run.requestedCost);
        run.isAdmitted = true;
      } catch (error) {
        if (error instanceof GraphQLError) throw badArgument(error);
        throw error instanceof AppError ? refusal(error) : error;
      }
    },
    finish({ context, requestedCost, isAdmitted, header }, answer) {
      const { caller, requestId, trace } = context;
      const actual = isAdmitted ? pointsOf(trace.made, trace.objects) : 0;
      const status = gate.settle(caller.keyId, isAdmitted ? requestedCost : 0, actual);
      answer.extensions = {
        ...answer.extensions,
        requestId,
        cost: {
          requested: requestedCost,
          actual,
          remaining: status.remaining,
          restoreRate: status.restoreRate,
          resetsAt: status.resetsAt.toISOString(),
        },
        ...(header('x-shopgraph-trace') === '1' ? { upstream: traceOf(trace) } : {}),
      };
    },
  };
}

/** A variable that is null where an argument forbids it: graphql-js finds that out only when it reads the argument. */
const badArgument = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });

/** An empty budget is a wholly throttled answer, 429; an operation that is too dear is an answer like any other. */
function refusal(error: AppError): GraphQLError {
  const { retryAfterMs } = error.detail;
  const http =
    error.code === 'RATE_LIMITED'
      ? { status: 429, headers: new HeaderMap([['retry-after', String(Math.ceil((retryAfterMs ?? 1000) / 1000))]]) }
      : { status: 200 };
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code, http } });
}

const traceOf = (trace: CallTrace): object => ({
  calls: trace.calls.map(({ outcome: _, ...call }) => call),
  totalCalls: trace.made,
  unbatched: trace.unbatched,
});
