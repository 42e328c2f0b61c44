import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { AppError } from '../errors/app-error.js';
import type { OperationAnswer } from '../subgraph/behaviour.js';
import { HttpRefusal } from './http-refusal.js';
import type { SessionEnd } from './sessions.js';
import { refusal, type SubscriptionRequest, type Subscriptions } from './subscriptions.js';
import type { EngineAnswer } from './through-engine.js';

/**
 * Answers a subscription with a stream of events ("distinct connections" of the GraphQL over SSE protocol): `next` for each
 * answer, `complete` at the end, and comments while nothing happens.
 * @param asJson answers what was refused before anything ran, like any other request
 * @throws HttpRefusal 503, 429 when there are too many streams
 */
export async function answerEventStream(
  reply: FastifyReply,
  asked: Omit<SubscriptionRequest, 'life'>,
  subscriptions: Subscriptions,
  asJson: (answer: EngineAnswer) => FastifyReply,
): Promise<FastifyReply> {
  const { sessions, observer, limits } = subscriptions.parts;
  const life = new AbortController();
  let ended: SessionEnd | null = null;
  const session = sessions.add((why) => {
    ended = why;
    life.abort();
  }, false);
  if (session === null || !session.identify(asked.caller)) {
    session?.leave();
    observer.ended('event-stream', 'too_many');
    throw session === null
      ? new HttpRefusal(503, 'OVERLOADED', 'Too many listen already.', { 'retry-after': '1' })
      : new HttpRefusal(429, 'RATE_LIMITED', 'This key listens in too many places already.', { 'retry-after': '1' });
  }
  try {
    // Before it is opened: who leaves while it is, would be waited for.
    reply.raw.once('close', () => life.abort());
    if (reply.raw.destroyed) life.abort();
    const opening = await subscriptions.open({ ...asked, life }, 'event-stream');
    if (reply.raw.destroyed) return reply.hijack();
    if (opening.kind === 'refused' && (opening.answer.http?.status ?? 200) !== 200) return asJson(opening.answer);
    const stream = new EventStream(reply, limits.slowMs, limits.pingMs, () => {
      observer.ended('event-stream', 'slow');
      life.abort();
    });
    if (opening.kind === 'refused') await stream.next(opening.answer);
    if (opening.kind === 'open') for await (const answer of opening.answers) if (!(await stream.next(answer))) break;
    if (ended !== null) observer.ended('event-stream', ended);
    if (ended === 'unauthenticated') await stream.next(refusal(new AppError('UNAUTHENTICATED'), asked.requestId));
    stream.end();
    return reply;
  } finally {
    life.abort();
    session.leave();
  }
}

/** The bytes of a stream of events. At most one answer waits to be read. */
class EventStream {
  private readonly raw: ServerResponse;
  private readonly pings: NodeJS.Timeout;

  /** @param onSlow told when the consumer was too slow and is cut off */
  constructor(
    reply: FastifyReply,
    private readonly slowMs: number,
    pingMs: number,
    private readonly onSlow: () => void,
  ) {
    reply.hijack();
    this.raw = reply.raw;
    const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
    this.raw.writeHead(200, {
      ...(Object.fromEntries(headers) as Record<string, string | string[]>),
      'content-type': 'text/event-stream; charset=utf-8',
      // Whoever stands between must not gather events.
      'x-accel-buffering': 'no',
    });
    this.raw.on('error', () => this.raw.destroy());
    this.raw.once('close', () => clearInterval(this.pings));
    this.pings = setInterval(() => {
      if (!this.raw.writableNeedDrain && !this.raw.writableEnded) this.raw.write(':\n\n');
    }, pingMs).unref();
    // The head goes out now: who waits for the first event knows that it is open.
    this.raw.write(':\n\n');
  }

  /** @returns false when nobody reads it any more */
  async next({ errors, data, extensions }: OperationAnswer): Promise<boolean> {
    const { raw } = this;
    if (raw.destroyed || raw.writableEnded) return false;
    if (raw.write(`event: next\ndata: ${JSON.stringify({ errors, data, extensions })}\n\n`)) return true;
    return new Promise((resolve) => {
      const done = (isRead: boolean): void => {
        clearTimeout(timer);
        raw.off('drain', onDrain);
        raw.off('close', onClose);
        resolve(isRead);
      };
      const onDrain = (): void => done(true);
      const onClose = (): void => done(false);
      const timer = setTimeout(() => {
        this.onSlow();
        raw.destroy();
      }, this.slowMs);
      raw.on('drain', onDrain);
      raw.on('close', onClose);
    });
  }

  end(): void {
    clearInterval(this.pings);
    if (this.raw.destroyed) return;
    const { socket } = this.raw;
    // The connection is not used again: whoever stops waits for it.
    this.raw.end('event: complete\ndata:\n\n', () => socket?.destroySoon());
  }
}
