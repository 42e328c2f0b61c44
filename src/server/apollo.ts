import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, type GraphQLSchema, getOperationAST, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import { apolloBehaviours } from '../subgraph/apollo-behaviours.js';
import type { Behaviour } from '../subgraph/behaviour.js';
import { documentLimits } from '../subgraph/behaviours/limits.js';
import { knownOperationTypes } from '../subgraph/behaviours/operation-types.js';
import type { Executor } from '../subgraph/execution/executor.js';
import type { PlanCache } from '../subgraph/plan-cache.js';
import type { RequestContext } from '../subgraph/request-context.js';
import { openSource } from '../subgraph/subscription.js';
import { MAX_TOKENS } from './graphql-body.js';

/** What the GraphQL engine is made of. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly behaviours: readonly Behaviour[];
  /** Learns the operations that were let in; null: none is kept. */
  readonly plans: PlanCache | null;
  readonly log: Logger;
}

/** Makes the GraphQL engine. The caller starts and stops it. */
export function createApollo(options: ApolloOptions): ApolloServer<RequestContext> {
  const { schema, executor, behaviours, plans, log } = options;
  return new ApolloServer<RequestContext>({
    gateway: engineOf(schema, executor),
    // Who may introspect is decided per caller by a plugin; the engine itself must not refuse it.
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    // graphql-js adds one more to say that it stopped: five in all.
    validationOptions: { maxErrors: 4 },
    validationRules: [documentLimits(), knownOperationTypes],
    logger: {
      debug: (message: string) => log.debug(message),
      info: (message: string) => log.info(message),
      warn: (message: string) => log.warn(message),
      error: (message: string) => log.error(message),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      apolloBehaviours(behaviours, plans),
    ],
  });
}

/** Apollo's way to let somebody else execute: its checks, its error forms and its hooks stay as they are. */
const engineOf = (schema: GraphQLSchema, executor: Executor) => ({
  onSchemaLoadOrUpdate: (listener: (loaded: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void) => {
    listener({ apiSchema: schema, coreSupergraphSdl: '' });
    return () => undefined;
  },
  load: async () => ({
    executor: async ({ document, request, context }: GatewayRequest) => {
      const wanted = {
        document,
        operationName: request.operationName,
        variables: request.variables ?? {},
        context: context as RequestContext,
      };
      const operation = getOperationAST(document, request.operationName);
      return operation?.operation === OperationTypeNode.SUBSCRIPTION
        ? openSource(schema, operation, wanted)
        : executor.execute(wanted);
    },
  }),
  stop: async () => undefined,
});

/** What of Apollo's request the executor needs. */
interface GatewayRequest {
  readonly document: DocumentNode;
  readonly request: { readonly operationName?: string; readonly variables?: Record<string, unknown> };
  readonly context: object;
}
