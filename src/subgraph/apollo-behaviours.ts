import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { Behaviour, OperationRun } from './behaviour.js';
import type { PlanCache } from './plan-cache.js';
import type { RequestContext } from './request-context.js';

/**
 * Where a context remembers its operation. A property and not a `WeakMap`: the young collector takes the values of an old
 * map for alive, here the whole request.
 */
const RUN = Symbol('operation run');

interface WithRun {
  [RUN]?: OperationRun;
}

/** Runs the behaviours around each operation that goes through Apollo Server, and teaches the plan cache what it let in. */
export function apolloBehaviours(
  behaviours: readonly Behaviour[],
  plans: PlanCache | null,
): ApolloServerPlugin<RequestContext> {
  return {
    async unexpectedErrorProcessingRequest({ requestContext }) {
      const run = (requestContext.contextValue as WithRun)[RUN];
      if (run !== undefined) for (const behaviour of behaviours) behaviour.abandon?.(run);
    },
    async requestDidStart({ request, contextValue }) {
      const run: OperationRun = {
        context: contextValue,
        header: (name) => request.http?.headers.get(name),
        variables: request.variables ?? {},
        startedAt: performance.now(),
        way: 'engine',
        document: null,
        operation: null,
        requestedCost: 0,
        isAdmitted: false,
      };
      (contextValue as WithRun)[RUN] = run;
      for (const behaviour of behaviours) behaviour.start?.(run);
      return {
        async didResolveOperation(resolved) {
          run.document = resolved.document;
          run.operation = resolved.operation ?? null;
          for (const behaviour of behaviours) behaviour.admit?.(run);
          plans?.remember(resolved.source, request.operationName, resolved.document);
        },
        async willSendResponse({ response, errors }: GraphQLRequestContext<RequestContext>) {
          if (response.body?.kind !== 'single') return;
          for (const behaviour of behaviours) behaviour.finish?.(run, response.body.singleResult, errors ?? []);
        },
      };
    },
  };
}
