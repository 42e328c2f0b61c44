import { randomBytes } from 'node:crypto';

/** A JSON text in which some equal objects are written once. */
export interface FoldedJson {
  /** The text, with {@link SAME_OBJECT} in the place of each of them. */
  readonly json: Uint8Array;
  /** The object, as text; null when nothing is folded. */
  readonly object: Uint8Array | null;
}

/** Stands in a folded text for the object. Random, so that no platform can write it. */
export const SAME_OBJECT = `same-${randomBytes(12).toString('base64url')}`;

/** What is larger is not folded, and what differs so often is no repetition: a hostile text costs no more than a large one. */
const MAX_OBJECT_BYTES = 16 * 1024;
const MAX_DIFFERENT = 100;
const TOKEN = Buffer.from(JSON.stringify(SAME_OBJECT));
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Folds the objects under one key that repeat the first of them to the byte. Many a platform writes the same parent into
 * each row of a list; read once, it costs the time and the memory of one row.
 *
 * No JSON becomes good or bad by it, if the object is read too: behind a comma or an opening brace, `"key":{` cannot be
 * inside a string, where its first quotation mark would be the string's end.
 * @param json UTF-8
 * @param key a name that JSON writes as it is
 * @returns the same bytes when nothing repeats
 */
export function foldRepeated(json: Uint8Array, key: string): FoldedJson {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const name = `"${key}":`;
  const opening = `${name}{`;
  const places: number[] = [];
  let start = -1;
  let end = -1;
  let different = 0;
  for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + opening.length)) {
    const before = bytes[at - 1];
    if (before !== COMMA && before !== OPEN_OBJECT) continue;
    const value = at + name.length;
    if (start === -1) {
      start = value;
      end = endOfObject(bytes, value);
      if (end === -1) break;
    } else if (bytes.compare(bytes, start, end, value, Math.min(value + end - start, bytes.length)) !== 0) {
      different += 1;
      if (different > MAX_DIFFERENT) break;
      continue;
    }
    places.push(value);
    at = value + end - start - opening.length;
  }
  if (places.length < 2) return { json, object: null };
  return { json: withTokenAt(bytes, places, end - start), object: bytes.subarray(start, end) };
}

/** The end of the object that begins here; -1 when it has none, or none near by. */
function endOfObject(json: Buffer, start: number): number {
  let depth = 0;
  const limit = Math.min(json.length, start + MAX_OBJECT_BYTES);
  for (let at = start; at < limit; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      for (at += 1; at < limit && json[at] !== QUOTE; at += 1) if (json[at] === BACKSLASH) at += 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** A copy with the token in the place of so many bytes at each of these places, which are in order. */
function withTokenAt(json: Buffer, places: readonly number[], length: number): Buffer {
  const out = Buffer.allocUnsafe(json.length + places.length * (TOKEN.length - length));
  let from = 0;
  let to = 0;
  for (const place of places) {
    to += json.copy(out, to, from, place);
    to += TOKEN.copy(out, to);
    from = place + length;
  }
  json.copy(out, to, from);
  return out;
}
