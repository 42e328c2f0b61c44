import { isUtf8 } from 'node:buffer';

/** Largest body of an answer, in bytes (reliability R18). */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Digits of the shortest integer that may be above 2^53. */
const LONG = /\d{16}/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

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
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return readJsonText(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

/** The same for text. */
export function readJsonText(text: string): JsonReading {
  if (text.trim() === '') return { ok: false, reason: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(LONG.test(text) ? quoteLongIntegers(text) : text);
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
  return isTame(value, 1) ? { ok: true, value } : { ok: false, reason: 'nested too deeply' };
}

/**
 * Puts quotes around the integers that a number cannot hold. Jumps over strings, leaves fractions and exponents, and
 * touches nothing that would turn bad JSON into good: a leading zero, or a number in the place of a key.
 */
export function quoteLongIntegers(text: string): string {
  let out = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === MINUS || isDigit(unit)) {
      const end = endOfNumber(text, at);
      const token = text.slice(at, end);
      if (isLongInteger(token) && !isKey(text, end)) {
        out += `${text.slice(copied, at)}"${token}"`;
        copied = end;
      }
      at = end;
    } else at += 1;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isNumberUnit(text.charCodeAt(at))) at += 1;
  return at;
}

/** Digits, and what may follow them in a number token: `.`, `+`, `-`, `e`, `E`. */
const isNumberUnit = (unit: number): boolean =>
  isDigit(unit) || unit === 0x2e || unit === 0x2b || unit === MINUS || unit === 0x65 || unit === 0x45;

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

const isLongInteger = (token: string): boolean =>
  token.length >= 16 && /^-?[1-9]\d*$/.test(token) && !Number.isSafeInteger(Number(token));

function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
}

/** Checks the depth and drops `__proto__` keys, which an assignment would turn into a prototype. */
function isTame(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((element) => isTame(element, depth + 1));
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  return Object.values(value).every((element) => isTame(element, depth + 1));
}
