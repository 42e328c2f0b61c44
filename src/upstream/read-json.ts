import { isAscii, isUtf8, transcode } from 'node:buffer';
import { quoteLongIntegers } from './long-integers.js';

/** Largest body of an answer, in bytes (reliability R18). */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Shorter bodies are decoded faster in the ordinary way. */
const LEAST_TRANSCODED = 2048;

/** What was found in a body. A reason is in our own words and holds nothing of the body. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: 'empty' | 'too large' | 'not UTF-8' | 'not JSON' | 'nested too deeply' };

/**
 * Reads JSON without loss and without trust (reliability R19): at most 8 MiB, strict UTF-8 with or without a byte
 * order mark, at most 64 levels, integers outside +-2^53 as strings, no `__proto__` keys.
 */
export function readJson(bytes: Uint8Array): JsonReading {
  if (bytes.length > MAX_BODY_BYTES) return { ok: false, reason: 'too large' };
  if (!isUtf8(bytes)) return { ok: false, reason: 'not UTF-8' };
  const text = decodeUtf8(quoteLongIntegers(withoutMark(bytes)));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: text.trim() === '' ? 'empty' : 'not JSON' };
  }
  return typeof value !== 'object' || value === null || isTame(value, 1)
    ? { ok: true, value }
    : { ok: false, reason: 'nested too deeply' };
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** Text of valid UTF-8. V8 decodes a large text beyond ASCII at half the speed of a detour over UTF-16. */
function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length < LEAST_TRANSCODED || isAscii(bytes))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}

/** Checks the depth and drops `__proto__` keys, which an assignment would turn into a prototype. */
function isTame(value: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const element of value as unknown[]) {
      if (typeof element === 'object' && element !== null && !isTame(element, depth + 1)) return false;
    }
    return true;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (key === '__proto__') {
      Reflect.deleteProperty(record, key);
      continue;
    }
    const element = record[key];
    if (typeof element === 'object' && element !== null && !isTame(element, depth + 1)) return false;
  }
  return true;
}
