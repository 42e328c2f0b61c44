import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.js';

/** Names are the caller's text: short, and of printable ASCII only. */
const CLIENT_NAME = /^[\x20-\x7e]{1,64}$/;
const MAX_NAME = 100;

/** Writes one line per operation. Variables and the document are never logged (reliability R14). */
export function operationLog(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ request }) {
      const startedAt = performance.now();
      return {
        async willSendResponse({ response, operation, operationName, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { caller, requestId, trace, log } = contextValue;
          const errors = response.body.singleResult.errors ?? [];
          log.info(
            {
              requestId,
              tenant: caller.tenantId,
              key: caller.keyId,
              type: operation?.operation ?? null,
              operation: operationName?.slice(0, MAX_NAME) ?? null,
              client: clientName(request.http?.headers.get('apollographql-client-name')),
              clientVersion: clientName(request.http?.headers.get('apollographql-client-version')),
              durationMs: Math.round(performance.now() - startedAt),
              upstreamCalls: trace.calls.length,
              errors: [...new Set(errors.map((error) => error.extensions?.['code']))],
            },
            'operation',
          );
        },
      };
    },
  };
}

const clientName = (text: string | undefined): string | null =>
  text !== undefined && CLIENT_NAME.test(text) ? text : null;
