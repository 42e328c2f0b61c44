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
  request: SubscriptionRequest,
  subscriptions: Subscriptions,
  asJson: (answer: EngineAnswer) => FastifyReply,
): Promise<FastifyReply> {
  const { sessions, observer, limits } = subscriptions.parts;
  let ended: SessionEnd | null = null;
  let onEnd: (() => void) | undefined;
  const session = sessions.add((why) => {
    ended = why;
    onEnd?.();
  }, false);
  if (session === null || !session.identify(request.caller.keyId)) {
    session?.leave();
    observer.ended('event-stream', 'too_many');
    throw session === null
      ? new HttpRefusal(503, 'OVERLOADED', 'Too many listen already.', { 'retry-after': '1' })
      : new HttpRefusal(429, 'RATE_LIMITED', 'This key listens in too many places already.', { 'retry-after': '1' });
  }
  try {
    const opening = await subscriptions.open(request, 'event-stream');
    if (opening.kind === 'refused') {
      if ((opening.answer.http?.status ?? 200) !== 200) return asJson(opening.answer);
      const stream = new EventStream(reply, limits.slowMs, limits.pingMs);
      await stream.next(opening.answer);
      stream.end();
      return reply;
    }
    const { answers } = opening;
    onEnd = () => void answers.return().catch(() => undefined);
    // Also when it ended while the subscription was being opened.
    if (ended !== null) onEnd();
    const stream = new EventStream(reply, limits.slowMs, limits.pingMs, (isSlow) => {
      if (isSlow) observer.ended('event-stream', 'slow');
      onEnd?.();
    });
    for await (const answer of answers) if (!(await stream.next(answer))) break;
    if (ended !== null) observer.ended('event-stream', ended);
    if (ended === 'unauthenticated') await stream.next(refusal(new AppError('UNAUTHENTICATED'), request.requestId));
    stream.end();
    return reply;
  } finally {
    session.leave();
  }
}

/** The bytes of a stream of events. At most one answer waits to be read. */
class EventStream {
  private readonly raw: ServerResponse;
  private readonly pings: NodeJS.Timeout;

  /** @param onGone told once when the consumer is gone, or was too slow and was cut off */
  constructor(
    reply: FastifyReply,
    private readonly slowMs: number,
    pingMs: number,
    private readonly onGone: (isSlow: boolean) => void = () => undefined,
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
    this.raw.once('close', () => {
      clearInterval(this.pings);
      this.onGone(false);
    });
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
        this.onGone(true);
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
