import { setTimeout as sleep } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { OperationAnswer } from '../subgraph/behaviour.js';
import type { AnswerEvent } from '../subgraph/event-answers.js';
import { markOf } from '../subgraph/event-mark.js';
import type { RequestContext, RequestReads } from '../subgraph/request-context.js';
import { expectSubscription, type OpenSubscription } from '../subgraph/subscription.js';
import type { Caller } from '../tenants/tenant.js';
import type { GraphqlBody } from './graphql-body.js';
import { Held } from './held.js';
import { withinDeadline } from './request-deadline.js';
import type { Sessions } from './sessions.js';
import type { SubscriptionLimits } from './subscription-limits.js';
import type { SubscriptionObserver, Transport } from './subscription-metrics.js';
import { type CreateContext, type EngineAnswer, MAX_ANSWER, throughEngine } from './through-engine.js';

/** What subscriptions are opened and answered with. */
export interface SubscriptionsParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly answerEvent: AnswerEvent;
  readonly createContext: CreateContext;
  /** Milliseconds; of the opening, and of each event. */
  readonly requestTimeoutMs: number;
  /** Resolves when the event loop has room for a request; null: there is room now. */
  readonly room: () => Promise<void> | null;
  readonly sessions: Sessions;
  readonly limits: SubscriptionLimits;
  readonly observer: SubscriptionObserver;
  readonly log: Logger;
}

/** A subscription as it is asked for. */
export interface SubscriptionRequest {
  readonly caller: Caller;
  readonly requestId: string;
  readonly body: GraphqlBody;
  /** Headers of the request, or what stands for them; without the key. */
  readonly headers: readonly (readonly [string, string])[];
  readonly reads: RequestReads;
  /** Milliseconds; of the opening, and of each event. */
  readonly deadlineMs: number;
  /** Aborted by whoever asks as soon as nobody listens, also while it is being opened; and by the subscription when it is over. */
  readonly life: AbortController;
}

/** One for each event, in their order, until the subscription's life ends. */
export type Answers = AsyncIterable<OperationAnswer>;

/** Refused with an answer, open, or ended by whoever asked while it was being opened. */
export type Opening =
  | { readonly kind: 'refused'; readonly answer: EngineAnswer }
  | { readonly kind: 'open'; readonly answers: Answers }
  | { readonly kind: 'ended' };

/** Opens subscriptions by the engine that every operation goes through, and answers their events one after the other. */
export class Subscriptions {
  private count = 0;
  private readonly ofKey = new Held();
  private readonly ofTenant = new Held();

  constructor(readonly parts: SubscriptionsParts) {}

  /**
   * Opens one within its deadline, once the event loop has room for it.
   * @throws what the engine itself throws, which is a bug
   */
  async open(request: SubscriptionRequest, transport: Transport): Promise<Opening> {
    const { requestId, life, deadlineMs } = request;
    const { signal } = life;
    const refused = this.take(request);
    if (refused !== null) return { kind: 'refused', answer: refusedWith(refused, requestId) };
    if (signal.aborted) this.give(request);
    else signal.addEventListener('abort', () => this.give(request), { once: true });
    const late = new AppError('DEADLINE_EXCEEDED');
    const timer = setTimeout(() => life.abort(late), deadlineMs);
    try {
      const deadlineAt = performance.now() + deadlineMs;
      const opened = await withinDeadline(this.openOnce(request, deadlineAt), deadlineAt);
      if (opened === null || signal.aborted) {
        life.abort(late);
        return signal.reason === late ? { kind: 'refused', answer: refusal(late, requestId) } : { kind: 'ended' };
      }
      if (!('events' in opened)) {
        life.abort();
        return { kind: 'refused', answer: opened };
      }
      this.parts.observer.opened(transport);
      signal.addEventListener('abort', () => this.parts.observer.closed(transport), { once: true });
      return { kind: 'open', answers: this.answers(request, opened) };
    } catch (error) {
      life.abort();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Null when nobody waits for it any more. */
  private async openOnce(
    { caller, requestId, reads, headers, body, life: { signal } }: SubscriptionRequest,
    deadlineAt: number,
  ): Promise<OpenSubscription | EngineAnswer | null> {
    await this.parts.room();
    if (signal.aborted) return null;
    const context = this.parts.createContext({ caller, requestId, signal, deadlineAt, reads: { ...reads } });
    const slot = expectSubscription(context);
    const answer = await throughEngine(this.parts.apollo, headers, body, context);
    return slot.opened ?? answer;
  }

  /** Counts one more. @returns why it is refused; null: it is counted */
  private take({ caller: { keyId, tenantId } }: SubscriptionRequest): AppError | null {
    const { subscriptions, subscriptionsOfKey, subscriptionsOfTenant } = this.parts.limits;
    const tooMany = (whose: string, limit: number): AppError =>
      new AppError('RATE_LIMITED', `At most ${limit} subscriptions of one ${whose}.`, { retryAfterMs: 1_000 });
    if (this.count >= subscriptions) return new AppError('OVERLOADED');
    if (!this.ofTenant.take(tenantId, subscriptionsOfTenant)) return tooMany('organisation', subscriptionsOfTenant);
    if (!this.ofKey.take(keyId, subscriptionsOfKey)) {
      this.ofTenant.give(tenantId);
      return tooMany('key', subscriptionsOfKey);
    }
    this.count += 1;
    return null;
  }

  private give({ caller: { keyId, tenantId } }: SubscriptionRequest): void {
    this.count -= 1;
    this.ofKey.give(keyId);
    this.ofTenant.give(tenantId);
  }

  private async *answers(request: SubscriptionRequest, opened: OpenSubscription): AsyncGenerator<OperationAnswer> {
    const { life, requestId } = request;
    let event: unknown;
    try {
      for (let number = 1; !life.signal.aborted; number += 1) {
        const { done, value } = await opened.events.next();
        if (done === true) return;
        event = value;
        const answer = await this.answerOf(request, opened, event, number);
        if (answer === null) return;
        yield withMark(answer, event);
      }
    } catch (err) {
      this.parts.log.error({ err, requestId }, 'a subscription has failed');
      yield withMark(refusal(new AppError('INTERNAL'), requestId), event);
    } finally {
      life.abort();
    }
  }

  /** Null when nobody waits for it any more. */
  private async answerOf(
    request: SubscriptionRequest,
    subscription: OpenSubscription,
    event: unknown,
    number: number,
  ): Promise<OperationAnswer | null> {
    const life = request.life.signal;
    const requestId = `${request.requestId}-${number}`;
    for (;;) {
      await this.parts.room();
      if (life.aborted) return null;
      const answer = await this.answerOnce(request, subscription, event, requestId).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'RATE_LIMITED') return error;
        throw error;
      });
      if (life.aborted) return null;
      if (!(answer instanceof AppError)) return withinSize(answer, requestId);
      // The feed keeps what comes: an empty budget delays an event and does not lose it.
      await sleep(answer.detail.retryAfterMs ?? 1_000, undefined, { signal: life }).catch(() => undefined);
    }
  }

  /** @throws AppError RATE_LIMITED when the caller's budget is used up */
  private async answerOnce(
    { caller, reads, deadlineMs, headers, life: { signal: life } }: SubscriptionRequest,
    subscription: OpenSubscription,
    event: unknown,
    requestId: string,
  ): Promise<OperationAnswer> {
    const ending = new AbortController();
    const onEnd = (): void => ending.abort(new AppError('DEADLINE_EXCEEDED', 'The client left.'));
    const timer = setTimeout(() => ending.abort(new AppError('DEADLINE_EXCEEDED')), deadlineMs);
    life.addEventListener('abort', onEnd, { once: true });
    try {
      const deadlineAt = performance.now() + deadlineMs;
      const { signal } = ending;
      const context = this.parts.createContext({ caller, requestId, signal, deadlineAt, reads: { ...reads } });
      const header = (name: string): string | undefined => headers.find(([known]) => known === name)?.[1];
      const running = this.parts.answerEvent({ subscription, event, context, header });
      return (await withinDeadline(running, deadlineAt)) ?? refusal(new AppError('DEADLINE_EXCEEDED'), requestId);
    } finally {
      clearTimeout(timer);
      life.removeEventListener('abort', onEnd);
    }
  }
}

/** An answer that only says what went wrong. */
export function refusal({ code, message, retryable, detail }: AppError, requestId: string): OperationAnswer {
  const wait = detail.retryAfterMs === undefined ? {} : { retryAfterMs: detail.retryAfterMs };
  return {
    data: null,
    errors: [{ message, extensions: { code, retryable, ...wait, requestId } }],
    extensions: { requestId },
  };
}

/** The same with what HTTP says of it. */
const refusedWith = (error: AppError, requestId: string): EngineAnswer => ({
  ...refusal(error, requestId),
  http: { status: error.code === 'OVERLOADED' ? 503 : 429, headers: [['retry-after', '1']] },
});

/** An answer without data has no `cursor` either: its errors tell where to go on, and what was not told. */
function withMark(answer: OperationAnswer, event: unknown): OperationAnswer {
  const mark = answer.data == null ? markOf(event) : null;
  if (mark === null || answer.errors === undefined) return answer;
  const errors = answer.errors.map((error) => ({ ...error, extensions: { ...error.extensions, ...mark } }));
  return { ...answer, errors };
}

function withinSize(answer: OperationAnswer, requestId: string): OperationAnswer {
  if (Buffer.byteLength(JSON.stringify(answer)) <= MAX_ANSWER) return answer;
  return refusal(new AppError('RESPONSE_TOO_LARGE'), requestId);
}
