import { type ExecutionResult, GraphQLError } from 'graphql';
import { AppError } from '../../../src/errors/app-error.js';
import type { World } from './world.source.js';

/** An execution: its result, and the world it happened in. */
export interface Execution {
  readonly result: ExecutionResult;
  readonly world: World;
}

/**
 * What graphql-js prints of the value itself in three messages about resolvers' mistakes. The compiled path leaves it out,
 * since the message of a mistake is logged.
 */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/^Expected `(\w+)\.serialize\([\s\S]*$/, 'Expected `$1.serialize` to return non-nullable value.'],
  [/^(Expected value of type "\w+" but got): [\s\S]*$/, '$1 another.'],
  [/^(Abstract type [^,]*? for field "[\w.]+") with value [\s\S]*$/, '$1, received no name.'],
];
const messageOf = (message: string): string =>
  VALUES.reduce((text, [pattern, instead]) => text.replace(pattern, instead), message)
    .replace(/^Support for returning GraphQLObjectType from resolveType was removed.*$/, 'no name')
    .replace(/^Abstract type .* received no name\.$/, 'no name');

/** All that can be told of an error, as a text. */
function textOf(error: GraphQLError): string {
  const { message, path, locations, extensions, originalError } = error;
  const origin = originalError instanceof GraphQLError ? originalError.originalError : originalError;
  return JSON.stringify({
    ...{ message: messageOf(message), path, locations, extensions },
    code: origin instanceof AppError ? origin.code : null,
    origin: origin == null ? null : `${origin.name}: ${messageOf(origin.message)}`,
  });
}

/** An answer whole: data with the order of its keys, errors in any order, every call in its order. */
export function wholeOf({ result, world }: Execution): object {
  return {
    data: JSON.stringify(result.data),
    errors: result.errors?.map(textOf).sort(),
    calls: world.calls.map(({ text }) => text),
  };
}

/**
 * What two executions have in common when one of them waits more: the compiled path waits for what was asked ahead.
 * graphql-js stops below a place once an error has made it null, so which of several failures below it is told, and which
 * of their siblings were still called, depends on who failed first. There only the place is compared; everything outside
 * of such places is compared whole.
 */
export function outcomeOf({ result, world }: Execution, isOpen: (place: string) => boolean): object {
  const errors = (result.errors ?? []).filter((error) => !isOpen(nulledPlace(result.data, error)));
  const isInside = (path: string): boolean => {
    const keys = path.split('.');
    return keys.some((_, length) => isOpen(keys.slice(0, length).join('.')));
  };
  return {
    data: JSON.stringify(result.data),
    places: [...new Set((result.errors ?? []).map((error) => nulledPlace(result.data, error)))].sort(),
    errors: errors.map(textOf).sort(),
    calls: world.calls.flatMap(({ path, text }) => (isInside(path) ? [] : [text])).sort(),
  };
}

/** Places that are null because something below them failed. */
export function placesNulledFromBelow({ result }: Execution): string[] {
  return (result.errors ?? []).flatMap((error) => {
    const place = nulledPlace(result.data, error);
    return place === (error.path ?? []).join('.') ? [] : [place];
  });
}

/** Where the answer is null because of an error. */
function nulledPlace(data: unknown, { path = [] }: GraphQLError): string {
  const keys: (string | number)[] = [];
  let at = data;
  for (const key of path) {
    if (at == null) break;
    at = (at as Record<string | number, unknown>)[key];
    keys.push(key);
  }
  return keys.join('.');
}

/** Objects of an answer: what the execution is charged for. */
export function objectsIn(data: unknown): number {
  // graphql-js makes its objects without a prototype; what a scalar serialized to an object has one, and is a leaf.
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) === Object.prototype) return 0;
  const inner = Object.values(data).reduce((sum: number, value) => sum + objectsIn(value), 0);
  return Array.isArray(data) ? inner : inner + 1;
}
