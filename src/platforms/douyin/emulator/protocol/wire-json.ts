/** A number whose text a JavaScript number would change (`1.0`, `-0`, `1e21`), kept as it was written. */
export class NumberText {
  constructor(readonly text: string) {}
}

/** JSON text that is ready to be sent as a value. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** A value on the wire. Integers above 2^53 are `bigint`: the platform's ids are JSON numbers of 19 digits. */
export type Json = null | boolean | number | bigint | string | NumberText | RawJson | readonly Json[] | JsonObject;
/** An object on the wire; absent members are left out. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
/** An object that is being put together. */
export type Row = Record<string, Json>;

/** Whether a value is an object, and no number or text kept as it was. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof NumberText) &&
  !(value instanceof RawJson);
/** Whether a value is a list. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

// The string is an unrolled loop: nested repetitions would take for ever over a text that never ends.
const PIECE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a string may not hold
  /[ \t\n\r]*(?:([{}[\]:,])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false|null))/y;
const MAX_DEPTH = 200;

/**
 * Reads JSON and keeps every digit of every number.
 * @throws SyntaxError for anything that is no JSON
 */
export function parse(text: string): Json {
  const piece = new RegExp(PIECE);
  const next = (): { readonly mark: string; readonly value?: Json } => {
    const match = piece.exec(text);
    if (match === null) throw new SyntaxError('not JSON');
    const [, mark, string, number, word] = match;
    if (mark !== undefined) return { mark };
    if (string !== undefined) return { mark: '', value: JSON.parse(string) as string };
    if (number !== undefined) return { mark: '', value: toNumber(number) };
    return { mark: '', value: word === 'null' ? null : word === 'true' };
  };
  /** Whether this mark comes next; anything but it and a comma is an error. */
  const endsWith = (end: string): boolean => {
    const { mark } = next();
    if (mark !== end && mark !== ',') throw new SyntaxError('not JSON');
    return mark === end;
  };
  const read = (token: { readonly mark: string; readonly value?: Json }, depth: number): Json => {
    if (token.mark === '') return token.value as Json;
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
    if (token.mark === '[') return readList(depth);
    if (token.mark === '{') return readObject(depth);
    throw new SyntaxError('not JSON');
  };
  const readList = (depth: number): Json => {
    const list: Json[] = [];
    let token = next();
    if (token.mark === ']') return list;
    for (;;) {
      list.push(read(token, depth + 1));
      if (endsWith(']')) return list;
      token = next();
    }
  };
  const readObject = (depth: number): Json => {
    // Without a prototype a key called `__proto__` is a key like others.
    const object = Object.create(null) as Row;
    let token = next();
    if (token.mark === '}') return object;
    for (;;) {
      if (token.mark !== '' || typeof token.value !== 'string') throw new SyntaxError('not JSON');
      if (next().mark !== ':') throw new SyntaxError('not JSON');
      object[token.value] = read(next(), depth + 1);
      if (endsWith('}')) return object;
      token = next();
    }
  };
  const value = read(next(), 0);
  if (/[^ \t\n\r]/.test(text.slice(piece.lastIndex))) throw new SyntaxError('not JSON');
  return value;
}

function toNumber(text: string): Json {
  const number = Number(text);
  if (String(number) === text && (Number.isSafeInteger(number) || !Number.isInteger(number))) return number;
  if (/^-?[0-9]+$/.test(text) && String(BigInt(text)) === text) return BigInt(text);
  return new NumberText(text);
}

/** JSON text of a value, keys in their order, absent members left out, integers with all digits. */
export function print(value: Json | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value === null || value === undefined) return 'null';
  if (value instanceof RawJson || value instanceof NumberText) return value.text;
  if (isList(value)) {
    let text = '[';
    for (const item of value) text += (text.length > 1 ? ',' : '') + print(item);
    return `${text}]`;
  }
  let text = '{';
  for (const key of Object.keys(value as JsonObject)) {
    const member = (value as JsonObject)[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${print(member)}`;
  }
  return `${text}}`;
}
