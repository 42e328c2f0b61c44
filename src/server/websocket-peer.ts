import { randomUUID } from 'node:crypto';
import {
  CloseCode,
  type ConnectionInitMessage,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  type Message,
  MessageType,
  parseMessage,
  type SubscribeMessage,
} from 'graphql-ws';
import type { WebSocket } from 'ws';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { Caller } from '../tenants/tenant.js';
import { authenticateInit, type VerifyKey } from './authentication.js';
import { readCacheControl } from './cache-control.js';
import { checkGraphqlBody, type GraphqlBody } from './graphql-body.js';
import { HttpRefusal } from './http-refusal.js';
import type { Session, SessionEnd } from './sessions.js';
import { type Opening, refusal, type Subscriptions } from './subscriptions.js';
import { WebSocketLine } from './websocket-line.js';

/** What a client may call a subscription. */
const MAX_ID = 128;
/** What of `connection_init` stands for headers of a request. */
const HEADERS = ['apollographql-client-name', 'apollographql-client-version', 'x-shopgraph-trace'] as const;

/** What the connections work with. */
export interface PeersParts {
  readonly subscriptions: Subscriptions;
  readonly verifyKey: VerifyKey;
  /** Milliseconds. */
  readonly requestTimeoutMs: number;
  readonly log: Logger;
}

/**
 * Begins the protocol `graphql-transport-ws` on a WebSocket: `graphql-ws` reads the messages, `Subscriptions` opens and answers.
 * @returns ends the connection
 */
export function beginPeer(parts: PeersParts, socket: WebSocket, session: Session): (why: SessionEnd) => void {
  const peer = new Peer(socket, session, parts);
  return (why) => void peer.line.end(why);
}

/** One WebSocket: who it is, and what it listens to. */
class Peer {
  readonly line: WebSocketLine;
  private readonly id = randomUUID();
  private isGreeted = false;
  private caller: Caller | null = null;
  private headers: readonly (readonly [string, string])[] = [];
  private count = 0;
  /** What the client has asked for and not completed, by what it calls it; it may use an id again once it has completed it. */
  private readonly wanted = new Map<string, AbortController>();
  /** Of everything that was asked for and has not settled: also what is being opened, and what was completed a moment ago. */
  private readonly lives = new Set<AbortController>();

  constructor(
    socket: WebSocket,
    private readonly session: Session,
    private readonly parts: PeersParts,
  ) {
    const { limits, observer } = parts.subscriptions.parts;
    this.line = new WebSocketLine(socket, { limits, observer, isBusy: () => this.lives.size > 0 });
    const waiting = setTimeout(
      () => this.line.breach(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      limits.initMs,
    );
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : read(String(data));
      if (message?.type === MessageType.ConnectionInit) clearTimeout(waiting);
      if (message === null) this.line.end('protocol');
      else this.hear(message);
    });
    socket.once('close', () => {
      clearTimeout(waiting);
      session.leave();
      for (const life of this.lives) life.abort();
    });
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      this.line.breach(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
  }

  private hear(message: Message): void {
    if (!this.line.isOpen) return;
    switch (message.type) {
      case MessageType.ConnectionInit:
        this.watch(this.begin(message));
        break;
      case MessageType.Ping:
        this.watch(this.say({ type: MessageType.Pong, payload: message.payload ?? undefined }));
        break;
      case MessageType.Pong:
        break;
      case MessageType.Subscribe:
        this.subscribe(message);
        break;
      case MessageType.Complete:
        this.wanted.get(message.id)?.abort();
        this.wanted.delete(message.id);
        break;
      default:
        this.line.end('protocol');
    }
  }

  private async begin({ payload }: ConnectionInitMessage): Promise<void> {
    if (this.isGreeted) {
      this.line.breach(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    this.isGreeted = true;
    const given = payload ?? {};
    const caller = await authenticateInit(given['authorization'] ?? given['Authorization'], this.parts.verifyKey);
    if (!this.line.isOpen) return;
    if (caller === null) return void this.line.end('unauthenticated');
    if (!this.session.identify(caller)) return void this.line.end('too_many');
    this.caller = caller;
    this.headers = HEADERS.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' && value.length <= MAX_ID ? [[name, value] as const] : [];
    });
    await this.say({ type: MessageType.ConnectionAck });
  }

  private subscribe(message: SubscribeMessage): void {
    const { caller } = this;
    const { id } = message;
    if (caller === null || this.wanted.has(id)) {
      if (caller === null) this.line.breach(CloseCode.Unauthorized, 'Unauthorized');
      else this.line.breach(CloseCode.SubscriberAlreadyExists, 'This id is in use already');
      return;
    }
    const life = new AbortController();
    this.wanted.set(id, life);
    this.lives.add(life);
    const settled = (): void => {
      life.abort();
      this.lives.delete(life);
      if (this.wanted.get(id) === life) this.wanted.delete(id);
    };
    this.watch(this.run(message, caller, life).finally(settled));
  }

  private async run({ id, payload }: SubscribeMessage, caller: Caller, life: AbortController): Promise<void> {
    const isWanted = (): boolean => this.wanted.get(id) === life;
    const sayLast = async (last: object): Promise<void> => {
      if (!isWanted()) return;
      // First: who reads the last message may use the id again.
      this.wanted.delete(id);
      await this.say(last);
    };
    const opening = await this.open(id, payload, caller, life);
    if (opening.kind === 'ended') return;
    if (opening.kind === 'refused')
      return sayLast({ id, type: MessageType.Error, payload: opening.answer.errors ?? [] });
    for await (const { errors, data, extensions } of opening.answers) {
      if (!isWanted()) break;
      if (!(await this.say({ id, type: MessageType.Next, payload: { errors, data, extensions } }))) break;
    }
    this.line.rest();
    await sayLast({ id, type: MessageType.Complete });
  }

  private async open(id: string, payload: object, caller: Caller, life: AbortController): Promise<Opening> {
    const { subscriptions, requestTimeoutMs } = this.parts;
    this.count += 1;
    const requestId = `${this.id}-${this.count}`;
    const refuse = (error: AppError): Opening => ({ kind: 'refused', answer: refusal(error, requestId) });
    const limit = subscriptions.parts.limits.subscriptionsOfConnection;
    // The one that is asked for is counted already.
    if (this.lives.size > limit)
      return refuse(
        new AppError('RATE_LIMITED', `At most ${limit} subscriptions on one connection.`, { retryAfterMs: 1_000 }),
      );
    if (id.length > MAX_ID) return refuse(new AppError('INVALID_INPUT', `An id has at most ${MAX_ID} characters.`));
    let body: GraphqlBody;
    try {
      body = checkGraphqlBody(payload);
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error;
      return refuse(new AppError(error.code, error.message));
    }
    const reads = readCacheControl(undefined, caller.scopes);
    const { headers } = this;
    return subscriptions.open(
      { caller, requestId, body, headers, reads, life, deadlineMs: requestTimeoutMs },
      'websocket',
    );
  }

  private say(message: object): Promise<boolean> {
    return this.line.send(JSON.stringify(message));
  }

  /** A message could not be worked on: the store cannot tell who it is, or we have a bug. */
  private watch(work: Promise<unknown>): void {
    work.catch((err: unknown) => {
      if (err instanceof AppError && err.retryable) return this.line.close(1013, 'Try again later');
      this.parts.log.error({ err, requestId: this.id }, 'a message of a WebSocket could not be worked on');
      return this.line.close(CloseCode.InternalServerError, 'Internal server error');
    });
  }
}

/** Null for what is no message of the protocol. */
function read(text: string): Message | null {
  try {
    return parseMessage(text);
  } catch {
    return null;
  }
}
