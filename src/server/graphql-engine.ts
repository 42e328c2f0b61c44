import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Behaviour } from '../subgraph/behaviour.js';
import { answerExtensions, type EstimateCost } from '../subgraph/behaviours/answer-extensions.js';
import { errorForm } from '../subgraph/behaviours/error-form.js';
import { type IntrospectionAccess, introspectionAccess } from '../subgraph/behaviours/introspection.js';
import { operationLog } from '../subgraph/behaviours/operation-log.js';
import { WriteMark } from '../subgraph/behaviours/write-mark.js';
import type { CostGate } from '../subgraph/cost-gate.js';
import { type AnswerEvent, eventAnswers } from '../subgraph/event-answers.js';
import { createExecutor } from '../subgraph/execution/executor.js';
import { PlanCache } from '../subgraph/plan-cache.js';
import { type AnswerPlanned, plannedQueries } from '../subgraph/planned-query.js';
import { remembered } from '../subgraph/remembered-cost.js';
import type { RequestContext } from '../subgraph/request-context.js';
import { SharedQueries } from '../subgraph/shared-queries.js';
import { transportOf } from '../subgraph/subscription.js';
import { createApollo } from './apollo.js';

/** What operations are executed with. */
export interface GraphqlEngineOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: IntrospectionAccess;
  readonly gate: CostGate;
  readonly estimate: EstimateCost;
  readonly log: Logger;
  /** Behaviours that see the answer in its final form, e.g. metrics. */
  readonly observers: readonly Behaviour[];
  /** Told of each operation that has no plan. */
  readonly onInterpreted?: (why: string) => void;
  /** Rises with each write to a platform that begins or ends. */
  readonly platformWrites: () => number;
  /** False: every operation goes through Apollo Server. */
  readonly keepsPlans?: boolean;
}

/** Two ways to an answer: the first for operations seen before, the second for all; and one for the events of subscriptions. */
export interface GraphqlEngine {
  readonly answerPlanned: AnswerPlanned;
  readonly apollo: ApolloServer<RequestContext>;
  readonly answerEvent: AnswerEvent;
  /** How many queries wait for an identical one. */
  readonly waitingQueries: () => number;
}

/** Makes the engine. The caller starts and stops Apollo Server. */
export function createGraphqlEngine(options: GraphqlEngineOptions): GraphqlEngine {
  const { schema, gate, estimate, log, onInterpreted, keepsPlans = true } = options;
  const executor = createExecutor(schema, onInterpreted === undefined ? {} : { onInterpreted });
  const writes = new WriteMark();
  // Their order is the order in which an answer is finished.
  const behaviours: Behaviour[] = [
    transportOf(),
    introspectionAccess(options.introspection),
    writes.behaviour,
    answerExtensions({ schema, gate, estimate: remembered(estimate) }),
    errorForm(),
    operationLog(log),
    ...options.observers,
  ];
  const plans = keepsPlans ? new PlanCache(executor.planOf) : null;
  const shared = new SharedQueries(() => writes.value + options.platformWrites());
  return {
    waitingQueries: () => shared.waiting,
    answerEvent: eventAnswers(executor, behaviours),
    apollo: createApollo({ schema, executor, behaviours, plans, log }),
    answerPlanned: plans === null ? () => null : plannedQueries({ plans, executor, shared, behaviours }),
  };
}
