import { isAscii, isUtf8, transcode } from 'node:buffer';
import { quoteLongIntegers } from './long-integers.js';
import { foldRepeated, SAME_OBJECT } from './repeated-objects.js';

/** Largest body of an answer, in bytes (reliability R18). */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Shorter bodies are decoded faster in the ordinary way. */
const LEAST_TRANSCODED = 2048;

/** What was found in a body. A reason is in our own words and holds nothing of the body. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: 'empty' | 'too large' | 'not UTF-8' | 'not JSON' | 'nested too deeply' };

/** What is known of a text before it is read. */
export interface JsonHints {
  /** A key whose objects are mostly the same to the byte: those that are come as one object, which is only read. */
  readonly repeats?: string | undefined;
}

/**
 * Reads JSON without loss and without trust (reliability R19): at most 8 MiB, strict UTF-8 with or without a byte
 * order mark, at most 64 levels, integers outside +-2^53 as strings, no `__proto__` keys.
 */
export function readJson(bytes: Uint8Array, { repeats = '' }: JsonHints = {}): JsonReading {
  if (bytes.length > MAX_BODY_BYTES) return { ok: false, reason: 'too large' };
  if (!isUtf8(bytes)) return { ok: false, reason: 'not UTF-8' };
  const { json, object } =
    repeats === '' ? { json: withoutMark(bytes), object: null } : foldRepeated(withoutMark(bytes), repeats);
  const text = decodeUtf8(quoteLongIntegers(json));
  let value: unknown;
  let same: object | null;
  try {
    value = JSON.parse(text);
    same = object === null ? null : (JSON.parse(decodeUtf8(quoteLongIntegers(object))) as object);
  } catch {
    return { ok: false, reason: text.trim() === '' ? 'empty' : 'not JSON' };
  }
  return typeof value !== 'object' || value === null || new Taming(same, repeats).isTame(value, 1)
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

/** Checks the depth, drops `__proto__` keys, which an assignment would turn into a prototype, and unfolds. */
class Taming {
  private deepest = 0;

  /**
   * @param same the object of a folded text
   * @param key the key it stands under
   */
  constructor(
    private readonly same: object | null,
    private readonly key: string,
  ) {}

  isTame(value: object, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) {
      for (const element of value as unknown[])
        if (typeof element === 'object' && element !== null && !this.isTame(element, depth + 1)) return false;
      return true;
    }
    const { same } = this;
    const record = value as Record<string, unknown>;
    if (same !== null && record[this.key] === SAME_OBJECT) record[this.key] = same;
    for (const name in record) {
      if (name === '__proto__') {
        Reflect.deleteProperty(record, name);
        continue;
      }
      const element = record[name];
      if (typeof element !== 'object' || element === null) continue;
      if (!(element === same ? this.isSameTame(same, depth + 1) : this.isTame(element, depth + 1))) return false;
    }
    return true;
  }

  /** It is one object in many places: looked at again only where it lies deeper than before. */
  private isSameTame(same: object, depth: number): boolean {
    if (depth <= this.deepest) return true;
    this.deepest = depth;
    return this.isTame(same, depth);
  }
}
