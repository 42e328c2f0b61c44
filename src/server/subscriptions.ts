import { setTimeout as sleep } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { OperationAnswer } from '../subgraph/behaviour.js';
import type { AnswerEvent } from '../subgraph/event-answers.js';
import type { RequestContext, RequestReads } from '../subgraph/request-context.js';
import { expectSubscription, type OpenSubscription } from '../subgraph/subscription.js';
import type { Caller } from '../tenants/tenant.js';
import type { GraphqlBody } from './graphql-body.js';
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
  readonly deadlineMs: number;
}

/** One for each event, in their order. Returning it ends the subscription at once, also while it waits for an event. */
export type Answers = AsyncGenerator<OperationAnswer, void, void>;

/** Refused with an answer, or open. */
export type Opening =
  | { readonly kind: 'refused'; readonly answer: EngineAnswer }
  | { readonly kind: 'open'; readonly document: DocumentNode; readonly answers: Answers };

/** Opens subscriptions by the engine that every operation goes through, and answers their events one after the other. */
export class Subscriptions {
  constructor(readonly parts: SubscriptionsParts) {}

  /** Never throws what the caller may not see: a bug is an answer with INTERNAL. */
  async open(request: SubscriptionRequest, transport: Transport): Promise<Opening> {
    const { apollo, createContext, observer } = this.parts;
    const { caller, requestId, reads, deadlineMs, headers, body } = request;
    const life = new AbortController();
    const deadlineAt = performance.now() + deadlineMs;
    const context = createContext({ caller, requestId, signal: life.signal, deadlineAt, reads: { ...reads } });
    const slot = expectSubscription(context);
    const answer = await throughEngine(apollo, headers, body, context).catch((error: unknown) => {
      life.abort();
      throw error;
    });
    if (slot.opened === null) {
      life.abort();
      return { kind: 'refused', answer };
    }
    observer.opened(transport);
    life.signal.addEventListener('abort', () => observer.closed(transport), { once: true });
    return { kind: 'open', document: slot.opened.document, answers: this.answers(request, slot.opened, life) };
  }

  /** Ends the wait for the next event as well: a generator that waits could not be returned. */
  private answers(request: SubscriptionRequest, opened: OpenSubscription, life: AbortController): Answers {
    const events = this.each(request, opened, life);
    const answers: Answers = {
      next: () => events.next(),
      return: (value) => {
        life.abort();
        return events.return(value);
      },
      throw: (error) => {
        life.abort();
        return events.throw(error);
      },
      [Symbol.asyncIterator]: () => answers,
      [Symbol.asyncDispose]: async () => life.abort(),
    };
    return answers;
  }

  private async *each(request: SubscriptionRequest, opened: OpenSubscription, life: AbortController): Answers {
    try {
      for (let number = 1; !life.signal.aborted; number += 1) {
        const { done, value } = await opened.events.next();
        if (done === true) return;
        const answer = await this.answerOf(request, opened, value, number, life.signal);
        if (answer === null) return;
        yield answer;
      }
    } catch (err) {
      const { requestId } = request;
      this.parts.log.error({ err, requestId }, 'a subscription has failed');
      yield refusal(new AppError('INTERNAL'), requestId);
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
    life: AbortSignal,
  ): Promise<OperationAnswer | null> {
    const requestId = `${request.requestId}-${number}`;
    for (;;) {
      await this.parts.room();
      if (life.aborted) return null;
      const answer = await this.answerOnce(request, subscription, event, requestId, life).catch((error: unknown) => {
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
    { caller, reads, deadlineMs, headers }: SubscriptionRequest,
    subscription: OpenSubscription,
    event: unknown,
    requestId: string,
    life: AbortSignal,
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
export const refusal = ({ code, message, retryable }: AppError, requestId: string): OperationAnswer => ({
  data: null,
  errors: [{ message, extensions: { code, retryable, requestId } }],
  extensions: { requestId },
});

function withinSize(answer: OperationAnswer, requestId: string): OperationAnswer {
  if (Buffer.byteLength(JSON.stringify(answer)) <= MAX_ANSWER) return answer;
  return refusal(new AppError('RESPONSE_TOO_LARGE'), requestId);
}
