/** Digits of the shortest integer that may be above 2^53. */
const LONG = 16;
const LONGEST_SAFE = String(Number.MAX_SAFE_INTEGER);
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;

/**
 * Puts quotes around the integers of a JSON text that a number cannot hold. Leaves strings, fractions and exponents, and
 * touches nothing that would turn bad JSON into good: a leading zero, or a number in the place of a key.
 *
 * Most texts hold none and are not read: one byte of sixteen is looked at. A text with some is read up to the last one.
 * @param json UTF-8
 * @returns the same bytes when there is nothing to quote
 */
export function quoteLongIntegers(json: Uint8Array): Uint8Array {
  const places: number[] = [];
  let outside = 0;
  for (let run = nextRun(json, 0); run !== -1; ) {
    const end = endOfDigits(json, run);
    const start = json[run - 1] === MINUS ? run - 1 : run;
    if (isTooLong(json, run, end) && isWholeValue(json, start, end)) {
      outside = leaveStrings(json, outside, start);
      if (outside === start) places.push(start, end);
    }
    run = nextRun(json, Math.max(end, outside));
  }
  return places.length === 0 ? json : withQuotesAt(json, places);
}

/** Where the next sixteen or more digits begin, at `from` or later; -1 for nowhere. */
function nextRun(json: Uint8Array, from: number): number {
  for (let last = from + LONG - 1; last < json.length; ) {
    let at = last;
    while (at > last - LONG && isDigit(json[at])) at -= 1;
    if (at === last - LONG) return startOfDigits(json, at, from);
    last = at + LONG;
  }
  return -1;
}

function startOfDigits(json: Uint8Array, before: number, from: number): number {
  let at = before;
  while (at >= from && isDigit(json[at])) at -= 1;
  return at + 1;
}

function endOfDigits(json: Uint8Array, start: number): number {
  let at = start + LONG;
  while (isDigit(json[at])) at += 1;
  return at;
}

/** Whether these digits are an integer, without a leading zero, that a number cannot hold. */
function isTooLong(json: Uint8Array, start: number, end: number): boolean {
  if (json[start] === ZERO) return false;
  return end - start > LONG || String.fromCharCode(...json.subarray(start, end)) > LONGEST_SAFE;
}

/** Whether a value may begin and end here, white space aside: the number has no more characters, and is no key. */
function isWholeValue(json: Uint8Array, start: number, end: number): boolean {
  let before = start - 1;
  while (isSpace(json[before])) before -= 1;
  let after = end;
  while (isSpace(json[after])) after += 1;
  const first = json[before];
  const last = json[after];
  return (
    (first === undefined || first === COMMA || first === COLON || first === OPEN_LIST) &&
    (last === undefined || last === COMMA || last === CLOSE_LIST || last === CLOSE_OBJECT)
  );
}

/**
 * Reads from a place outside all strings up to `to`.
 * @returns `to`, or the end of the string that `to` is in
 */
function leaveStrings(json: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) at = json[at] === QUOTE ? endOfString(json, at) : at + 1;
  return at;
}

function endOfString(json: Uint8Array, start: number): number {
  for (let at = json.indexOf(QUOTE, start + 1); at !== -1; at = json.indexOf(QUOTE, at + 1)) {
    let before = at - 1;
    while (json[before] === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
  return json.length;
}

/** A copy with a quote before each of these places, which are in order. */
function withQuotesAt(json: Uint8Array, places: readonly number[]): Uint8Array {
  const out = Buffer.allocUnsafe(json.length + places.length);
  let copied = 0;
  places.forEach((place, index) => {
    out.set(json.subarray(copied, place), copied + index);
    out[place + index] = QUOTE;
    copied = place;
  });
  out.set(json.subarray(copied), copied + places.length);
  return out;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
