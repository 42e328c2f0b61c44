import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { RequestContext } from '../request-context.js';

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type Method = (...given: unknown[]) => unknown;

/** Resolvers that were declared without `@Info()`: nobody has to make it for them. */
const WITHOUT_INFO = new WeakSet<Resolver>();

/** Whether a resolver reads nothing of its `info`. */
export const needsNoInfo = (resolve: Resolver): boolean => WITHOUT_INFO.has(resolve);

/** Which of a resolver's four arguments a parameter takes; absent kinds have to be read from the arguments first. */
const PLACES: Readonly<Record<string, number>> = { root: 0, context: 2, info: 3 };

/**
 * Resolvers that call their method straight away, by `Type.field`. type-graphql's own wrapper builds a chain of middlewares
 * for each value of each row, which is worth nothing where a method takes the object, the context and the info alone.
 * Fields with arguments, middlewares or roles are not among them: they keep their wrapper, which checks those.
 */
export function directResolvers(): ReadonlyMap<string, Resolver> {
  const storage = getMetadataStorage();
  const instances = new Map<object, Record<string, Method>>();
  const instanceOf = (target: new () => object): Record<string, Method> => {
    const known = instances.get(target);
    if (known !== undefined) return known;
    const made = new target() as Record<string, Method>;
    instances.set(target, made);
    return made;
  };
  const resolvers = new Map<string, Resolver>();
  for (const field of storage.fieldResolvers) {
    const { kind, methodName, params = [], middlewares = [], roles } = field;
    if (kind !== 'external' || middlewares.length > 0 || roles !== undefined) continue;
    if (params.some((param) => PLACES[param.kind] === undefined || nameOf(param) !== undefined)) continue;
    const type = storage.objectTypes.find(({ target }) => target === field.getObjectType?.());
    if (type === undefined) continue;
    const places = [...params].sort((a, b) => a.index - b.index).map((param) => PLACES[param.kind] ?? 0);
    const resolve = callOf(instanceOf(field.target as new () => object), methodName, places);
    if (!places.includes(3)) WITHOUT_INFO.add(resolve);
    resolvers.set(`${type.name}.${field.schemaName}`, resolve);
  }
  return resolvers;
}

/** The property of `@Ctx('name')` or `@Root('name')`. */
const nameOf = (param: object): unknown => ('propertyName' in param ? param.propertyName : undefined);

function callOf(instance: Record<string, Method>, methodName: string, places: readonly number[]): Resolver {
  const method = instance[methodName];
  if (method === undefined) throw new Error(`a resolver has no method ${methodName}`);
  return (...given) =>
    method.apply(
      instance,
      places.map((place) => given[place]),
    );
}
