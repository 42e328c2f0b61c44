import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { AheadField } from '../ahead.js';
import type { RequestContext } from '../request-context.js';
import type { MaybePromise } from './maybe-promise.js';
import type { Path } from './path.js';

/** Values of an operation's variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** A field of a selection, with all that does not change from one request to the next. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Null: a plain property. */
  readonly resolve: GraphQLFieldResolver<unknown, RequestContext> | null;
  /** Arguments that are the same in every request; null: they hold variables or objects and are read for each call. */
  readonly args: Readonly<Record<string, unknown>> | null;
  readonly complete: Complete;
  readonly isNullable: boolean;
  /** Fields below that are asked for when the value of this one is there. */
  readonly ahead: readonly AheadField[];
}

/** The fields of one object type in one place of an operation. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
}

/** Prepares selections when a value first needs them. */
export interface Selections {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The fields selected below these nodes on an object type. */
  below(type: GraphQLObjectType, nodes: readonly FieldNode[], variables: Variables): ObjectPlan;
}

/** One execution, as far as the completion of values uses it. */
export interface Execution {
  readonly variables: Variables;
  readonly context: RequestContext;
  object(selection: ObjectPlan, source: unknown, path: Path | undefined): MaybePromise<unknown>;
  /** Notes an error at its place; null stands for the value. @throws the error where null is not allowed */
  failed(error: unknown, nodes: readonly FieldNode[], path: Path | undefined, isNullable: boolean): null;
  infoOf(field: FieldPlan, path: Path | undefined): GraphQLResolveInfo;
}

/**
 * Brings a resolved value into the form of the answer, by the rules of the GraphQL specification, section 6.4.3.
 * @throws whatever makes the value fail; the field it belongs to catches it
 */
export interface Complete {
  (run: Execution, value: unknown, field: FieldPlan, path: Path | undefined): MaybePromise<unknown>;
  /** Lists, objects and abstract values are told their path; leaves need it only when they fail. */
  needsPath: boolean;
}
