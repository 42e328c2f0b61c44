import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { FieldPlan } from './plan.js';

/**
 * The object type that a value of an abstract type turned out to be of.
 * @param found what `resolveType` answered
 * @param field the field that has the value
 * @throws GraphQLError in the words of graphql-js, but without the value: what a bug's message says is logged
 */
export function runtimeTypeOf(
  schema: GraphQLSchema,
  type: GraphQLAbstractType,
  found: unknown,
  field: FieldPlan,
): GraphQLObjectType {
  const must = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${fieldName(field)}"`;
  if (found == null)
    throw new GraphQLError(
      `${must}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should ` +
        'provide an "isTypeOf" function.',
    );
  if (typeof found !== 'string') throw new GraphQLError(`${must}, received no name.`);
  const actual = schema.getType(found);
  if (actual === undefined)
    throw new GraphQLError(
      `Abstract type "${type.name}" was resolved to a type "${found}" that does not exist inside the schema.`,
    );
  if (!isObjectType(actual))
    throw new GraphQLError(`Abstract type "${type.name}" was resolved to a non-object type "${found}".`);
  if (!schema.isSubType(type, actual))
    throw new GraphQLError(`Runtime Object type "${found}" is not a possible type for "${type.name}".`);
  return actual;
}

/** A field as errors name it. */
export const fieldName = ({ parentType, definition }: FieldPlan): string => `${parentType.name}.${definition.name}`;
