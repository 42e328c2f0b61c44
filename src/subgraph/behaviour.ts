import type { DocumentNode, GraphQLError, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { RequestContext } from './request-context.js';

/** One operation of one request, as the behaviours around it see it. */
export interface OperationRun {
  readonly context: RequestContext;
  /** A header of the request, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** As the caller gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same coerced, where that was done already; undefined: not yet. */
  readonly coerced?: Readonly<Record<string, unknown>>;
  /** Monotonic clock. */
  readonly startedAt: number;
  /** Which way it takes: by the plan cache, through all steps of the engine, or as an event of what came that way before. */
  readonly way: OperationWay;
  /** Null until the document was found good and the operation in it. */
  document: DocumentNode | null;
  operation: OperationDefinitionNode | null;
  /** Points it was estimated at; 0 until then. */
  requestedCost: number;
  /** Whether those points were taken out of the caller's budget. */
  isAdmitted: boolean;
}

/** The ways of an operation; a closed set, for metrics. Of a subscription each event goes its own. */
export type OperationWay = 'plan-cache' | 'engine' | 'event';

/** An answer on its way out; the behaviours bring it into its final form, one after the other. */
export interface OperationAnswer {
  data?: Record<string, unknown> | null | undefined;
  /** Where several answers may have the same data: that data, and its JSON text, made once. */
  readonly dataJson?: { readonly value: unknown; readonly json: Buffer };
  errors?: readonly GraphQLFormattedError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/**
 * Something done around every operation, whichever way it takes: the checks of reliability R9 stand here once, and an
 * operation that was seen before meets the same ones as a new one.
 */
export interface Behaviour {
  /** Before the document is looked at. */
  start?(run: OperationRun): void;
  /** Before anything runs; document and operation are known. @throws GraphQLError to refuse */
  admit?(run: OperationRun): void;
  /** When the answer is there; `errors` are those behind `answer.errors`, in their order. */
  finish?(run: OperationRun, answer: OperationAnswer, errors: readonly GraphQLError[]): void;
  /** Instead of `finish`, when the engine itself failed. */
  abandon?(run: OperationRun): void;
}
