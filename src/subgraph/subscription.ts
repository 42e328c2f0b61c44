import {
  createSourceEventStream,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { AppError } from '../errors/app-error.js';
import type { Behaviour, OperationRun } from './behaviour.js';
import type { ExecutorRequest } from './execution/executor.js';
import type { RequestContext } from './request-context.js';

/** A subscription that the engine let in. */
export interface OpenSubscription {
  readonly document: DocumentNode;
  readonly operation: NonNullable<OperationRun['operation']>;
  readonly operationName: string | undefined;
  /** As the caller gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly events: AsyncIterator<unknown>;
}

/** Where the engine leaves a subscription for whoever expects one. */
export interface SubscriptionSlot {
  opened: OpenSubscription | null;
}

/** Errors of variables told at most; graphql-js adds one more to say that it stopped: five in all. */
const MAX_COERCION_ERRORS = 4;

/** A property and not a map: Apollo Server runs an operation with a copy of its context, and the two share what this holds. */
const SLOT = Symbol('subscription');

interface WithSlot {
  [SLOT]?: SubscriptionSlot;
}

/** Notes that the operation of this context is to be a subscription: for a transport that carries nothing else. */
export function expectSubscription(context: RequestContext): SubscriptionSlot {
  const slot: SubscriptionSlot = { opened: null };
  (context as WithSlot)[SLOT] = slot;
  return slot;
}

/**
 * Lets each transport carry what it is for: POST with a JSON answer queries and mutations, WebSocket and event streams
 * subscriptions. What is refused has run nothing.
 */
export function transportOf(): Behaviour {
  return {
    admit({ operation, context, way }) {
      if (operation === null || way === 'event') return;
      const isStream = operation.operation === OperationTypeNode.SUBSCRIPTION;
      const expected = (context as WithSlot)[SLOT] !== undefined;
      if (isStream === expected) return;
      const message = isStream
        ? 'Subscriptions go by WebSocket (graphql-transport-ws), or by POST with `accept: text/event-stream`.'
        : 'Queries and mutations go by POST with a JSON answer; here only subscriptions do.';
      const originalError = new AppError('INVALID_INPUT', message);
      throw new GraphQLError(message, { originalError, extensions: { code: 'INVALID_INPUT', http: { status: 400 } } });
    },
  };
}

/** graphql-js stumbles over an operation whose one field is skipped. */
function selectsField(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selectionSet }: OpenSubscription['operation'],
  variables: { readonly [name: string]: unknown },
): boolean {
  const root = schema.getSubscriptionType();
  if (root == null) return false;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  return collectFields(schema, fragments, variables, root, selectionSet).size > 0;
}

function nothingSelected(): GraphQLError {
  const originalError = new AppError('INVALID_INPUT', 'A subscription selects one field, which is not to be skipped.');
  return new GraphQLError(originalError.message, { originalError, extensions: { code: 'INVALID_INPUT' } });
}

/**
 * Opens the events of a subscription that was let in, into the slot of its context.
 * @returns the errors that refuse it, with `data: null` for those of the field; no error when it is open
 */
export async function openSource(
  schema: GraphQLSchema,
  operation: OpenSubscription['operation'],
  request: ExecutorRequest,
): Promise<{ data: null; errors?: readonly GraphQLError[] } | { errors: readonly GraphQLError[] }> {
  const { document, operationName, variables, context } = request;
  const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: MAX_COERCION_ERRORS,
  });
  if (given.errors !== undefined) return { errors: given.errors };
  if (!selectsField(schema, document, operation, given.coerced)) return { data: null, errors: [nothingSelected()] };
  const slot = (context as WithSlot)[SLOT];
  const source = await createSourceEventStream({
    ...{ schema, document, contextValue: context, variableValues: variables },
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (!(Symbol.asyncIterator in source)) {
    const errors = source.errors ?? [];
    return errors.some(({ path }) => path !== undefined) ? { data: null, errors } : { errors };
  }
  if (slot === undefined) throw new Error('a subscription came past its transport');
  slot.opened = { document, operation, operationName, variables, events: source[Symbol.asyncIterator]() };
  return { data: null };
}
