import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { type FastifyInstance, fastify } from 'fastify';
import type { Logger } from 'pino';
import { HttpRefusal, refusalBody, toRefusal } from './http-refusal.js';
import { endWith } from './last-words.js';

/** Limits of the transport (reliability section 2). Node's own defaults are far longer, so all are set. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 16 * 1024,
  maxConnections: 5000,
  maxRequestsPerSocket: 10_000,
} as const;

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What the listener needs to know. */
export interface HttpServerOptions {
  readonly log: Logger;
  /** Exact origins of web pages that may call the graph. */
  readonly corsOrigins: readonly string[];
  /** Adds the routes; called once. */
  readonly addRoutes: (server: FastifyInstance) => void;
  /** Told of each refusal before GraphQL, for metrics. */
  readonly onRefusal?: (status: number) => void;
}

/** The public listener. */
export interface HttpServer {
  /** @returns the port it listens on. */
  listen(host: string, port: number): Promise<number>;
  /** Takes no more requests, lets the accepted ones finish for at most so many milliseconds, then cuts them off. */
  stop(graceMs: number): Promise<void>;
}

/** Makes the public listener; it does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { log, corsOrigins, onRefusal } = options;
  const { maxConnections, requestTimeout, maxRequestsPerSocket, ...node } = LIMITS;
  let isStopping = false;
  const server = fastify({
    logger: false,
    requestTimeout,
    maxRequestsPerSocket,
    http: node,
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => {
      const status = CLIENT_ERRORS[error.code ?? ''] ?? '400 Bad Request';
      onRefusal?.(Number(status.slice(0, 3)));
      if (!socket.writable) return void socket.destroy();
      const body = refusalBody('INVALID_INPUT', 'The request is malformed or came too slowly.', randomUUID());
      endWith(
        socket,
        `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  });
  server.server.maxConnections = maxConnections;
  // All of them: those that became WebSockets are none of the server's any more, and it waits for them all the same.
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket) => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // The graph reads its own JSON from the bytes; no other content type has a reader at all.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'private, no-store');
    reply.header('x-content-type-options', 'nosniff');
    if (!isStopping) return;
    throw new HttpRefusal(503, 'SHUTTING_DOWN', 'This process is stopping; ask again, another will answer.', {
      'retry-after': '1',
    });
  });
  server.addHook('onSend', async (_request, reply, payload) => {
    if (isStopping) reply.header('connection', 'close');
    return payload;
  });
  server.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal.status >= 500 && refusal.code === 'INTERNAL')
      log.error({ err: error, requestId: request.id }, 'unhandled error in a request');
    onRefusal?.(refusal.status);
    return reply
      .code(refusal.status)
      .headers(refusal.headers)
      .type('application/json; charset=utf-8')
      .send(refusalBody(refusal.code, refusal.message, request.id));
  });
  server.setNotFoundHandler(() => {
    throw new HttpRefusal(404, 'NOT_FOUND', 'There is nothing at this address.');
  });

  if (corsOrigins.length > 0)
    await server.register(cors, {
      origin: [...corsOrigins],
      methods: ['POST'],
      allowedHeaders: [
        'content-type',
        'authorization',
        'cache-control',
        'apollographql-client-name',
        'apollographql-client-version',
        'x-deadline-ms',
        'x-request-id',
        'x-shopgraph-trace',
      ],
      exposedHeaders: ['x-request-id', 'retry-after'],
      maxAge: 600,
    });
  options.addRoutes(server);

  return {
    async listen(host, port) {
      await server.listen({ host, port });
      const address = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    async stop(graceMs) {
      isStopping = true;
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      try {
        await server.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};
