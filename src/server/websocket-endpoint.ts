import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { ErrorCode } from '../errors/codes.js';
import { refusalBody } from './http-refusal.js';
import { endWith } from './last-words.js';
import { continueAsHttp, isWebSocketUpgrade } from './upgrade.js';
import { beginPeer, type PeersParts } from './websocket-peer.js';

/** What the endpoint works with. */
export interface WebSocketEndpointOptions extends PeersParts {
  /** Exact origins of web pages that may call the graph. */
  readonly corsOrigins: readonly string[];
  /** Where this server answers, as its own pages know it. */
  readonly publicUrl: () => string;
  /** Told of each refusal before the protocol begins, for metrics. */
  readonly onRefusal?: (status: number) => void;
}

/**
 * Adds WebSockets on `/graphql` (`graphql-transport-ws`). A web page is let in by its origin like one that sends a POST: its own
 * server's pages, and those of `CORS_ORIGINS`; other programs send none.
 */
export function addWebSocketEndpoint(server: FastifyInstance, options: WebSocketEndpointOptions): void {
  const { corsOrigins, publicUrl, onRefusal, subscriptions } = options;
  const { sessions, limits, observer } = subscriptions.parts;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    clientTracking: false,
    // Without the protocol the connection is opened and closed with 4406, which tells a client more than a failed handshake.
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  const refuse = (socket: Duplex, status: string, code: ErrorCode, message: string, headers = ''): void => {
    onRefusal?.(Number(status.slice(0, 3)));
    const body = refusalBody(code, message, randomUUID());
    endWith(
      socket,
      `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}connection: close\r\n\r\n${body}`,
    );
  };
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isWebSocketUpgrade(request)) return continueAsHttp(server.server, request, socket, head);
    socket.on('error', () => socket.destroy());
    if (request.url !== '/graphql')
      return refuse(socket, '404 Not Found', 'NOT_FOUND', 'There is nothing at this address.');
    if (!isAllowedOrigin(request, [...corsOrigins, ...originOf(publicUrl())]))
      return refuse(socket, '403 Forbidden', 'PERMISSION_DENIED', 'Pages of this origin may not call here.');
    // Added before the handshake, so that a crowd that never says who it is has an end too.
    let end: Parameters<typeof sessions.add>[0] = () => socket.destroy();
    const session = sessions.add((why) => end(why), true);
    if (session === null) {
      observer.ended('websocket', 'too_many');
      return refuse(socket, '503 Service Unavailable', 'OVERLOADED', 'Too many listen already.', 'retry-after: 1\r\n');
    }
    socket.once('close', () => session.leave());
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      end = beginPeer(options, webSocket, session);
    });
  });
}

const originOf = (url: string): string[] => (URL.canParse(url) ? [new URL(url).origin] : []);

/** A page tells its origin itself; one of the very address that it calls is the explorer. */
function isAllowedOrigin({ headers }: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origins.includes(origin)) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
