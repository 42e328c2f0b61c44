import { GraphQLError } from 'graphql';
import { AppError } from '../errors/app-error.js';
import type { Behaviour, OperationAnswer, OperationRun } from './behaviour.js';
import type { Executor } from './execution/executor.js';
import { formOf } from './planned-query.js';
import type { RequestContext } from './request-context.js';
import type { OpenSubscription } from './subscription.js';

/** One event of a subscription, to be answered. */
export interface EventRequest {
  readonly subscription: OpenSubscription;
  readonly event: unknown;
  /** Of this event alone: its loaders live no longer. */
  readonly context: RequestContext;
  readonly header: (name: string) => string | undefined;
}

/**
 * Answers an event.
 * @throws AppError RATE_LIMITED with `retryAfterMs` when the caller's budget is used up: nothing was run, and the same event may be
 * answered later, in a context of its own again
 */
export type AnswerEvent = (request: EventRequest) => Promise<OperationAnswer>;

/**
 * The way of an event: the same behaviours as around any operation, and the same execution. It is charged like an operation of
 * its own.
 */
export function eventAnswers(executor: Executor, behaviours: readonly Behaviour[]): AnswerEvent {
  return async ({ subscription, event, context, header }) => {
    const { document, operation, operationName, variables } = subscription;
    const run: OperationRun = {
      ...{ context, header, variables, startedAt: performance.now(), way: 'event' },
      ...{ document, operation, requestedCost: 0, isAdmitted: false },
    };
    for (const behaviour of behaviours) behaviour.start?.(run);
    try {
      for (const behaviour of behaviours) behaviour.admit?.(run);
      const { data, errors } = await executor.execute({
        ...{ document, operationName, variables, context },
        rootValue: event,
      });
      const answer: OperationAnswer = { data: data ?? null };
      if (errors !== undefined) answer.errors = errors.map(formOf);
      for (const behaviour of behaviours) behaviour.finish?.(run, answer, errors ?? []);
      return answer;
    } catch (error) {
      for (const behaviour of behaviours) behaviour.abandon?.(run);
      const cause = error instanceof GraphQLError ? error.originalError : error;
      throw cause instanceof AppError ? cause : error;
    } finally {
      context.release();
    }
  };
}
