import type { GraphQLResolveInfo } from 'graphql';

/** A place in an answer, as `info.path` shows it. */
export type Path = GraphQLResolveInfo['path'];

/** The place one step further in. */
export const addPath = (prev: Path | undefined, key: string | number, typename: string | undefined): Path => ({
  prev,
  key,
  typename,
});

/** The keys from the root on, as an error shows them. */
export function keysOf(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/** The place of the field that an element of a list belongs to: what a type is asked is told of the field alone. */
export function fieldPathOf(path: Path | undefined): Path | undefined {
  let at = path;
  while (at !== undefined && typeof at.key === 'number') at = at.prev;
  return at;
}
