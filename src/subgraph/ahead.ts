import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { Extensions } from 'type-graphql';
import { accessOf } from './access.js';
import { isPromise, type MaybePromise } from './execution/maybe-promise.js';
import type { RequestContext } from './request-context.js';

/** Asks for what a field needs for these objects; the answer is kept by the loader that was asked. */
type AskAhead = (objects: readonly object[], context: RequestContext) => unknown;

/**
 * What a field needs for all objects of a list, asked for once the list is there and before any of its fields runs: one
 * batch, and then a value instead of a promise for each object. The resolver of the field asks the same loader again;
 * without this it is as correct, only slower. Nothing may be asked that the objects do not need, and the loader remembers a
 * failure for the rest of its turn, so that it is met and not asked for again.
 */
export const Ahead = <T extends object>(
  ask: (objects: readonly T[], context: RequestContext) => unknown,
): MethodDecorator => Extensions({ ahead: ask });

/** A field below another one that wants to be asked for ahead. */
export interface AheadField {
  readonly ask: AskAhead;
  /** The properties that lead from the value of the other field to the objects. */
  readonly properties: readonly string[];
}

/** Where fields are looked for. */
interface Place {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** The fields selected below that want it, as far as plain properties lead: beyond a resolver nothing is there yet. */
export function aheadBelow(
  place: Place,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  variables: Readonly<Record<string, unknown>>,
): readonly AheadField[] {
  const found = new Map<string, AheadField>();
  const walk = (object: GraphQLObjectType, selected: readonly FieldNode[], properties: readonly string[]): void => {
    for (const [, below] of collectSubfields(place.schema, place.fragments, variables, object, selected)) {
      const field = object.getFields()[below[0]?.name.value ?? ''];
      if (field === undefined) continue;
      // A field that demands a scope of its own asks for itself, once its caller is known to have it.
      const ask = accessOf(field) === undefined ? (field.extensions['ahead'] as AskAhead | undefined) : undefined;
      if (ask !== undefined) found.set([...properties, field.name].join('.'), { ask, properties });
      const inner = getNamedType(field.type);
      if (field.resolve === undefined && isObjectType(inner)) walk(inner, below, [...properties, field.name]);
    }
  };
  const object = getNamedType(type);
  try {
    if (isObjectType(object)) walk(object, nodes, []);
  } catch {
    // A directive that does not take its variable: met again by the field it stands below.
    return [];
  }
  return [...found.values()];
}

/**
 * Asks for all of them, and hands the value on when the answers are there. Never fails: the field that needs an answer
 * meets the failure.
 */
export function askAhead<T>(fields: readonly AheadField[], value: T, context: RequestContext): MaybePromise<T> {
  const asked: Promise<unknown>[] = [];
  for (const { ask, properties } of fields) {
    try {
      const objects: object[] = [];
      collect(value, properties, 0, objects);
      if (objects.length === 0) continue;
      const answer = ask(objects, context);
      if (isPromise(answer)) asked.push(answer);
    } catch {
      // Met again by the field itself.
    }
  }
  return asked.length === 0 ? value : Promise.allSettled(asked).then(() => value);
}

function collect(value: unknown, properties: readonly string[], at: number, into: object[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Error || isPromise(value)) return;
  const property = properties[at];
  if (Array.isArray(value)) for (const element of value) collect(element, properties, at, into);
  // Any other iterable is left alone: some can be read only once.
  else if (Symbol.iterator in value) return;
  else if (property === undefined) into.push(value);
  else collect((value as Record<string, unknown>)[property], properties, at + 1, into);
}
