import { type GraphQLResolveInfo, isObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { getMetadataStorage } from 'type-graphql';

/** What a reference tells without a call. */
const KNOWN: ReadonlySet<string> = new Set(['id', '__typename']);

/** Whether the selection below asks an object of this type for more than which one it is. */
export function asksMoreThanId(info: GraphQLResolveInfo, type: string): boolean {
  const object = info.schema.getType(type);
  if (!isObjectType(object)) return false;
  const fields = collectSubfields(info.schema, info.fragments, info.variableValues, object, info.fieldNodes);
  return [...fields.values()].some(([node]) => node !== undefined && !KNOWN.has(node.name.value));
}

/** An object of a type of the graph of which nothing but its id is known; null for a type that is not in the graph. */
export function referenceTo(type: string, id: string): object | null {
  const known = getMetadataStorage().objectTypes.find(({ name }) => name === type);
  if (known === undefined) return null;
  return Object.create((known.target as new () => object).prototype, { id: { value: id, enumerable: true } }) as object;
}
