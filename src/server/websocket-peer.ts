import { randomUUID } from 'node:crypto';
import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { CloseCode, type ConnectionInitMessage, type Context, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { Caller } from '../tenants/tenant.js';
import { authenticateInit, type VerifyKey } from './authentication.js';
import { readCacheControl } from './cache-control.js';
import { checkGraphqlBody, type GraphqlBody } from './graphql-body.js';
import { HttpRefusal } from './http-refusal.js';
import type { Session, SessionEnd } from './sessions.js';
import type { EndReason } from './subscription-metrics.js';
import { type Opening, refusal, type Subscriptions } from './subscriptions.js';

/** Why this side closes a connection. Codes of the protocol where it has one; 4414 is ours. */
const CLOSINGS: Readonly<Record<EndReason, readonly [code: number, text: string]>> = {
  stopping: [1001, 'This process is stopping; connect again and go on after the last cursor'],
  unauthenticated: [CloseCode.Unauthorized, 'Unauthorized'],
  slow: [4414, 'Too slow; connect again and go on after the last cursor'],
  silent: [1001, 'No answer to pings'],
  idle: [1000, 'No subscription'],
  too_many: [1013, 'This key listens in too many places already'],
  protocol: [CloseCode.BadRequest, 'Invalid message received'],
};

/** Time for the other side to close as well. */
const CLOSING_MS = 1_000;
/** What a client may call a subscription. */
const MAX_ID = 128;
/** What of `connection_init` stands for headers of a request. */
const HEADERS = ['apollographql-client-name', 'apollographql-client-version', 'x-shopgraph-trace'] as const;

/** What the connections work with. */
export interface PeersParts {
  readonly subscriptions: Subscriptions;
  readonly schema: GraphQLSchema;
  readonly verifyKey: VerifyKey;
  /** Milliseconds. */
  readonly requestTimeoutMs: number;
  readonly log: Logger;
}

/** What the protocol keeps for each connection. */
interface Extra extends Record<PropertyKey, unknown> {
  readonly peer: Peer;
}

/**
 * Makes the protocol's side of WebSockets: `graphql-ws` reads and writes the messages, `Subscriptions` opens and answers.
 * @returns begins a connection; what it returns ends it
 */
export function createPeers(parts: PeersParts): (socket: WebSocket, session: Session) => (why: SessionEnd) => void {
  const { subscriptions, schema, verifyKey, log } = parts;
  const refusals = new WeakMap<readonly GraphQLError[], readonly GraphQLFormattedError[]>();
  const refused = (errors: readonly GraphQLFormattedError[]): GraphQLError[] => {
    // The protocol takes errors of graphql-js; what goes out is the public form that is there already.
    const standIns = errors.map(({ message }) => new GraphQLError(message));
    refusals.set(standIns, errors);
    return standIns;
  };
  const protocol = makeServer<ConnectionInitMessage['payload'], Extra>({
    connectionInitWaitTimeout: subscriptions.parts.limits.initMs,
    onConnect: (context) => context.extra.peer.begin(context, verifyKey),
    onSubscribe: async ({ extra }, id, payload) => {
      const opening = await extra.peer.subscribe(id, payload);
      if (opening.kind === 'refused') return refused(opening.answer.errors ?? []);
      const { document, answers } = opening;
      const { operationName } = payload;
      return { schema, document, contextValue: answers, ...(operationName == null ? {} : { operationName }) };
    },
    // Answers in their public form, which is what goes out.
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<ExecutionResult>,
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) => refusals.get(errors) ?? [],
  });
  return (socket, session) => {
    const peer = new Peer(socket, session, parts);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => peer.send(text),
        close: (code = 1000, reason = '') => {
          if (socket.readyState === socket.OPEN) subscriptions.parts.observer.ended('websocket', 'protocol');
          peer.close(code, reason);
        },
        onMessage: (read) =>
          socket.on('message', (data, isBinary) => {
            if (isBinary) return peer.end('protocol');
            read(String(data)).catch((err: unknown) => peer.fail(err));
          }),
      },
      { peer },
    );
    socket.once('close', (code, reason) => {
      peer.left();
      Promise.resolve(closed(code, String(reason))).catch((err: unknown) =>
        log.error({ err }, 'a WebSocket could not be cleared away'),
      );
    });
    return (why) => peer.end(why);
  };
}

/** One WebSocket: who it is, how fast it reads, and whether it is there still. */
class Peer {
  private readonly id = randomUUID();
  private caller: Caller | null = null;
  private headers: readonly (readonly [string, string])[] = [];
  private context: Context<ConnectionInitMessage['payload'], Extra> | null = null;
  private isAlive = true;
  private busyAt = performance.now();
  private count = 0;
  private readonly pings: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly session: Session,
    private readonly parts: PeersParts,
  ) {
    this.pings = setInterval(() => this.look(), parts.subscriptions.parts.limits.pingMs).unref();
    socket.on('pong', () => {
      this.isAlive = true;
    });
    socket.on('error', () => undefined);
  }

  /** `connection_init`. @returns false when it was closed instead */
  async begin(context: Context<ConnectionInitMessage['payload'], Extra>, verifyKey: VerifyKey): Promise<boolean> {
    const { connectionParams: given = {} } = context;
    // The key is not kept.
    Object.assign(context, { connectionParams: undefined });
    const caller = await authenticateInit(given['authorization'] ?? given['Authorization'], verifyKey);
    if (this.socket.readyState !== this.socket.OPEN) return false;
    if (caller === null) return this.end('unauthenticated');
    if (!this.session.identify(caller.keyId)) return this.end('too_many');
    this.caller = caller;
    this.context = context;
    this.headers = HEADERS.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' && value.length <= MAX_ID ? [[name, value] as const] : [];
    });
    return true;
  }

  /** `subscribe`. */
  async subscribe(id: string, payload: object): Promise<Opening> {
    const { subscriptions, requestTimeoutMs } = this.parts;
    const { caller } = this;
    this.count += 1;
    const requestId = `${this.id}-${this.count}`;
    if (caller === null) throw new Error('a subscription came past authentication');
    const limit = subscriptions.parts.limits.subscriptionsOfConnection;
    // The one that is asked for is counted already.
    if (Object.keys(this.context?.subscriptions ?? {}).length > limit)
      return this.refuse(
        new AppError('RATE_LIMITED', `At most ${limit} subscriptions on one connection.`, { retryAfterMs: 1_000 }),
        requestId,
      );
    if (id.length > MAX_ID)
      return this.refuse(new AppError('INVALID_INPUT', `An id has at most ${MAX_ID} characters.`), requestId);
    let body: GraphqlBody;
    try {
      body = checkGraphqlBody(payload);
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error;
      return this.refuse(new AppError(error.code, error.message), requestId);
    }
    await subscriptions.parts.room();
    const reads = readCacheControl(undefined, caller.scopes);
    const { headers } = this;
    const request = { caller, requestId, body, headers, reads, deadlineMs: requestTimeoutMs };
    return subscriptions.open(request, 'websocket');
  }

  /**
   * Resolves when the bytes have left this process, so that a consumer who does not read is told nothing more; one who does not read
   * for too long is closed.
   */
  send(text: string): Promise<void> {
    const { socket } = this;
    const { slowMs, bufferedBytes } = this.parts.subscriptions.parts.limits;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > bufferedBytes) {
      this.end('slow');
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end('slow'), slowMs);
      socket.send(text, () => {
        clearTimeout(timer);
        this.busyAt = performance.now();
        resolve();
      });
    });
  }

  /** Closes for a reason of ours. @returns false, for who asks whether it is open */
  end(why: EndReason): false {
    const { socket } = this;
    if (socket.readyState === socket.OPEN) this.parts.subscriptions.parts.observer.ended('websocket', why);
    this.close(...CLOSINGS[why]);
    return false;
  }

  close(code: number, reason: string): void {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return;
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  }

  /** A message could not be worked on: the store cannot tell who it is, the message is none, or we have a bug. */
  fail(err: unknown): void {
    if (err instanceof AppError && err.retryable) this.close(1013, 'Try again later');
    else if (err instanceof Error && err.message.startsWith('Unexpected message of type')) this.end('protocol');
    else {
      this.parts.log.error({ err, requestId: this.id }, 'a message of a WebSocket could not be worked on');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }

  left(): void {
    clearInterval(this.pings);
    this.session.leave();
  }

  private look(): void {
    if (!this.isAlive) {
      // Who does not read cannot answer either.
      this.end(this.socket.bufferedAmount > 0 ? 'slow' : 'silent');
      this.socket.terminate();
      return;
    }
    if (Object.keys(this.context?.subscriptions ?? {}).length > 0) this.busyAt = performance.now();
    if (performance.now() - this.busyAt > this.parts.subscriptions.parts.limits.idleMs) return void this.end('idle');
    this.isAlive = false;
    this.socket.ping();
  }

  private refuse(error: AppError, requestId: string): Opening {
    return { kind: 'refused', answer: refusal(error, requestId) };
  }
}
