import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { CostGate } from '../subgraph/cost-gate.js';
import { answerExtensions, type EstimateCost } from '../subgraph/plugins/answer-extensions.js';
import { errorForm } from '../subgraph/plugins/error-form.js';
import { type IntrospectionAccess, introspectionAccess } from '../subgraph/plugins/introspection.js';
import { documentLimits } from '../subgraph/plugins/limits.js';
import { operationLog } from '../subgraph/plugins/operation-log.js';
import { knownOperationTypes } from '../subgraph/plugins/operation-types.js';
import type { RequestContext } from '../subgraph/request-context.js';

/** What the GraphQL engine is made of. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: IntrospectionAccess;
  readonly gate: CostGate;
  readonly estimate: EstimateCost;
  readonly log: Logger;
  /** Further behaviours, e.g. metrics; they see the answer in its final form. */
  readonly plugins?: readonly ApolloServerPlugin<RequestContext>[];
}

/** Makes the GraphQL engine. The caller starts and stops it. */
export function createApollo(options: ApolloOptions): ApolloServer<RequestContext> {
  const { schema, introspection, gate, estimate, log, plugins = [] } = options;
  return new ApolloServer<RequestContext>({
    schema,
    // Who may introspect is decided per caller by a plugin; the engine itself must not refuse it.
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: 2000 },
    // graphql-js adds one more to say that it stopped: five in all.
    validationOptions: { maxErrors: 4 },
    executionOptions: { maxCoercionErrors: 4 },
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
      introspectionAccess(introspection),
      // Their order is the order in which an answer is finished.
      answerExtensions({ gate, estimate }),
      errorForm(),
      operationLog(),
      ...plugins,
    ],
  });
}
