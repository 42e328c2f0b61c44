import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { OperationAnswer } from '../subgraph/behaviour.js';
import type { RequestContext, RequestReads } from '../subgraph/request-context.js';
import type { Caller } from '../tenants/tenant.js';
import type { GraphqlBody } from './graphql-body.js';

/** Largest answer, in bytes (reliability section 2). */
export const MAX_ANSWER = 8 * 1024 * 1024;

/** Makes the context of a request once its caller is known. */
export type CreateContext = (request: {
  readonly caller: Caller;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
  readonly reads: RequestReads;
}) => RequestContext;

/** An answer, with what the engine wants HTTP to say of it. */
export interface EngineAnswer extends OperationAnswer {
  readonly http?: { readonly status?: number | undefined; readonly headers: Iterable<readonly [string, string]> };
}

/**
 * Parsed, validated and executed by Apollo Server.
 * @param headers of the request, without the key
 */
export async function throughEngine(
  apollo: ApolloServer<RequestContext>,
  headers: Iterable<readonly [string, string]>,
  body: GraphqlBody,
  contextValue: RequestContext,
): Promise<EngineAnswer> {
  const http = { method: 'POST', headers: new HeaderMap(headers), search: '', body: undefined };
  try {
    const response = await apollo.executeOperation({ ...body, http }, { contextValue });
    if (response.body.kind !== 'single') throw new Error('incremental delivery is not offered');
    return { ...response.body.singleResult, http: response.http };
  } finally {
    // Apollo Server hands its executor an object literal with getters, by which old space holds on to the context
    // (docs/decisions/018).
    contextValue.release();
  }
}
