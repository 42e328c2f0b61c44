import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationAnswer } from '../subgraph/behaviour.js';
import type { AnswerPlanned } from '../subgraph/planned-query.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { Caller } from '../tenants/tenant.js';
import { authenticate, type VerifyKey } from './authentication.js';
import { readCacheControl } from './cache-control.js';
import { type AnswerType, acceptsEventStream, negotiateAnswer, requireJson } from './content-types.js';
import { answerEventStream } from './event-stream.js';
import { isSubscription, readGraphqlBody } from './graphql-body.js';
import { HttpRefusal, refusalBody } from './http-refusal.js';
import { readDeadlineMs, startDeadline, withinDeadline } from './request-deadline.js';
import type { Subscriptions } from './subscriptions.js';
import { type CreateContext, type EngineAnswer, MAX_ANSWER, throughEngine } from './through-engine.js';

/** Largest request body, in bytes (reliability section 2). */
const MAX_BODY = 256 * 1024;

/** What the endpoint works with. */
export interface GraphqlEndpointOptions {
  readonly apollo: ApolloServer<RequestContext>;
  /** Answers operations that the engine let in before, and leaves the others to it. */
  readonly answerPlanned: AnswerPlanned;
  readonly verifyKey: VerifyKey;
  readonly createContext: CreateContext;
  /** Milliseconds. */
  readonly requestTimeoutMs: number;
  /** Resolves when the event loop has room for a request; null: there is room now. */
  readonly room: () => Promise<void> | null;
  /** Absent: the schema has no subscriptions. */
  readonly subscriptions?: Subscriptions;
}

/** Adds `/graphql`: POST only, JSON only, one operation at a time (reliability R31); subscriptions as a stream of events. */
export function addGraphqlEndpoint(server: FastifyInstance, options: GraphqlEndpointOptions): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route({
    method: server.supportedMethods,
    url: '/graphql',
    bodyLimit: MAX_BODY,
    exposeHeadRoute: false,
    onRequest: async (request) => {
      if (request.method !== 'POST')
        throw new HttpRefusal(405, 'INVALID_INPUT', 'Only POST is allowed here.', { allow: 'POST' });
      callers.set(request, await authenticate(request.headers.authorization, options.verifyKey));
      requireJson(request.headers['content-type'], request.headers['content-encoding']);
    },
    handler: async (request, reply) => {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error('a request came past authentication');
      const streams = options.subscriptions === undefined ? 'no' : acceptsEventStream(request.headers.accept);
      const answerType = streams === 'only' ? 'application/json' : negotiateAnswer(request.headers.accept);
      const body = readGraphqlBody(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      const milliseconds = readDeadlineMs(request.headers['x-deadline-ms'], options.requestTimeoutMs);
      const reads = readCacheControl(request.headers['cache-control'], caller.scopes);
      if (options.subscriptions !== undefined && (streams === 'only' || (streams === 'also' && isSubscription(body)))) {
        const headers = [...headersOf(request)];
        const asked = { caller, requestId: request.id, body, headers, reads, deadlineMs: milliseconds };
        return answerEventStream(reply, asked, options.subscriptions, (answer) =>
          send(reply, answerType, answer, request.id),
        );
      }
      const deadline = startDeadline(reply, milliseconds);
      try {
        const { signal, deadlineAt } = deadline;
        const run = (): Promise<EngineAnswer> => {
          const context = options.createContext({ caller, requestId: request.id, signal, deadlineAt, reads });
          const header = (name: string): string | undefined => headerOf(request, name);
          const planned = options.answerPlanned({ ...body, header, context });
          return planned ?? throughEngine(options.apollo, headersOf(request), body, context);
        };
        const room = options.room();
        const running = room === null ? run() : room.then(() => (signal.aborted ? null : run()));
        return await send(
          reply,
          answerType,
          await withinDeadline<EngineAnswer | null>(running, deadlineAt),
          request.id,
        );
      } finally {
        deadline.done();
      }
    },
  });
}

function* headersOf(request: FastifyRequest): Generator<readonly [string, string]> {
  for (const name of Object.keys(request.headers)) {
    const value = name === 'authorization' ? undefined : headerOf(request, name);
    if (value !== undefined) yield [name, value];
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function send(reply: FastifyReply, type: AnswerType, answer: EngineAnswer | null, requestId: string): FastifyReply {
  reply.header('content-type', `${type}; charset=utf-8`);
  if (answer === null)
    return reply.code(200).send(refusalBody('DEADLINE_EXCEEDED', "The request's own deadline passed.", requestId));
  const throttle = wholeThrottle(answer);
  for (const [name, value] of answer.http?.headers ?? []) reply.header(name, value);
  if (throttle !== null) reply.header('retry-after', throttle);
  const bytes = bytesOf(answer);
  if (bytes.length > MAX_ANSWER)
    return reply
      .code(200)
      .send(refusalBody('RESPONSE_TOO_LARGE', 'The answer would be larger than allowed; ask for less.', requestId));
  return reply.code(throttle === null ? (answer.http?.status ?? 200) : 429).send(bytes);
}

/** The JSON text of an answer, `errors` first, as the GraphQL specification recommends. */
function bytesOf({ errors, data, dataJson, extensions }: EngineAnswer): Buffer {
  if (dataJson === undefined || dataJson.value !== data || errors !== undefined)
    return Buffer.from(JSON.stringify({ errors, data, extensions }));
  const rest = extensions === undefined ? '}' : `,"extensions":${JSON.stringify(extensions)}}`;
  return Buffer.concat([DATA, dataJson.json, Buffer.from(rest)]);
}

const DATA = Buffer.from('{"data":');

/** Seconds to wait when nothing was answered and every error is a throttle (conventions C6); else null. */
function wholeThrottle({ data, errors }: OperationAnswer): string | null {
  if (errors === undefined || errors.length === 0) return null;
  if (data != null && Object.values(data).some((value) => value !== null)) return null;
  if (errors.some((error) => error.extensions?.['code'] !== 'RATE_LIMITED')) return null;
  const waits = errors.map((error) => Number(error.extensions?.['retryAfterMs'] ?? 1000));
  return String(Math.max(1, Math.ceil(Math.min(...waits) / 1000)));
}
