import { AppError } from '../errors/app-error.js';

type Json = Record<string, unknown>;

/**
 * The parts of a JSON value that some JSON Pointers (RFC 6901) name, in their place: siblings are left out, array
 * elements that nobody named become null so that indices keep their meaning. A pointer that leads nowhere shows nothing.
 * @throws AppError INVALID_INPUT for a text that is no pointer
 */
export function pickPointers(value: unknown, pointers: readonly string[]): unknown {
  let picked: unknown = null;
  pointers.forEach((pointer, index) => {
    if (pointer === '') picked = value;
    else if (pointer.startsWith('/')) {
      const tokens = tokensOf(pointer);
      if (leadsSomewhere(value, tokens)) picked = copyAt(picked, value, tokens);
    } else
      throw new AppError('INVALID_INPUT', 'A JSON Pointer starts with `/`.', {
        path: ['paths', String(index)],
        constraint: 'RFC 6901',
      });
  });
  return picked;
}

const tokensOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

function leadsSomewhere(value: unknown, [token, ...rest]: readonly string[]): boolean {
  if (token === undefined) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return false;
  if (Array.isArray(value) && token === 'length') return false;
  return leadsSomewhere((value as Json)[token], rest);
}

function copyAt(into: unknown, from: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined) return from;
  const inner = (from as Json)[token];
  if (Array.isArray(from)) {
    const list: unknown[] = Array.isArray(into) ? into : [];
    const index = Number(token);
    while (list.length <= index) list.push(null);
    list[index] = copyAt(list[index], inner, rest);
    return list;
  }
  const object: Json = typeof into === 'object' && into !== null && !Array.isArray(into) ? (into as Json) : {};
  object[token] = copyAt(object[token] ?? null, inner, rest);
  return object;
}
