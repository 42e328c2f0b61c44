import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { AppError } from '../../errors/app-error.js';
import type { CallTrace } from '../../log/call-trace.js';
import { pointsOf } from '../cost.js';
import type { CostGate } from '../cost-gate.js';
import type { RequestContext } from '../request-context.js';

/** Estimates an operation's cost in points, before it runs, from its coerced variables. */
export type EstimateCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
) => number;

/** What the cost is measured with. */
export interface AnswerExtensionsOptions {
  readonly gate: CostGate;
  readonly estimate: EstimateCost;
}

/**
 * Admits an operation by its estimated cost, before the first upstream byte (reliability R9, R30), and adds
 * `extensions.requestId`, `extensions.cost` and, with the header `x-shopgraph-trace: 1`, `extensions.upstream`.
 */
export function answerExtensions(options: AnswerExtensionsOptions): ApolloServerPlugin<RequestContext> {
  const { gate, estimate } = options;
  return {
    async requestDidStart({ request, schema }) {
      let requested = 0;
      let isAdmitted = false;
      return {
        async didResolveOperation({ document, operation, contextValue }) {
          const variables = coerce(schema, operation, request.variables);
          // Variables that do not fit are refused by the execution, which calls no one.
          if (variables === null) return;
          try {
            requested = estimate(schema, document, request.operationName, variables);
            gate.admit(contextValue.caller.keyId, requested);
          } catch (error) {
            if (error instanceof GraphQLError) throw badArgument(error);
            throw error instanceof AppError ? refusal(error) : error;
          }
          isAdmitted = true;
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const { caller, requestId, trace } = contextValue;
          const actual = isAdmitted ? costOf(trace, singleResult.data) : 0;
          const status = gate.settle(caller.keyId, isAdmitted ? requested : 0, actual);
          singleResult.extensions = {
            ...singleResult.extensions,
            requestId,
            cost: {
              requested,
              actual,
              remaining: status.remaining,
              restoreRate: status.restoreRate,
              resetsAt: status.resetsAt.toISOString(),
            },
            ...(request.http?.headers.get('x-shopgraph-trace') === '1' ? { upstream: traceOf(trace) } : {}),
          };
        },
      };
    },
  };
}

function coerce(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | null | undefined,
  variables: Record<string, unknown> | undefined,
): Record<string, unknown> | null {
  if (operation == null) return null;
  return getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}).coerced ?? null;
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

function costOf(trace: CallTrace, data: unknown): number {
  const live = trace.calls.filter((call) => call.source === 'LIVE').length;
  return pointsOf(live, countObjects(data));
}

/** Objects of the graph alone: graphql-js makes them without a prototype, what a JSON scalar brings has one. */
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

const traceOf = (trace: CallTrace): object => ({
  calls: trace.calls.map(({ outcome: _, ...call }) => call),
  totalCalls: trace.calls.length,
  unbatched: trace.unbatched,
});
