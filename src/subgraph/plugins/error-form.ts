import type { ApolloServerPlugin } from '@apollo/server';
import { formatError } from '../format-error.js';
import type { RequestContext } from '../request-context.js';

/** Gives every error of an answer its public form; Apollo's own hook for this does not know the request. */
export function errorForm(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (singleResult.errors === undefined) return;
          singleResult.errors = singleResult.errors.map((formatted, index) =>
            formatError(formatted, errors?.[index], contextValue.requestId, contextValue.log),
          );
        },
      };
    },
  };
}
