import { ServerError } from './envelope.js';

const WHOLE = /^\s*[+-]?\d+(?:_\d+)*\s*$/;

/** Python's `int()` of a JSON value. @throws ServerError where it raises */
export function int(value: unknown): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && WHOLE.test(value)) return Number(value.replaceAll('_', ''));
  throw new ServerError('int() of something else');
}

/** Python's `key in value` of a JSON value. @throws ServerError where it raises */
export function has(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.includes(key);
  if (typeof value === 'string') return value.includes(key);
  if (typeof value === 'object' && value !== null) return Object.hasOwn(value, key);
  throw new ServerError('in something that holds nothing');
}

/** Python's `value[key]`. @throws ServerError where it raises */
export function item(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
    throw new ServerError('no such key');
  return (value as Readonly<Record<string, unknown>>)[key];
}
