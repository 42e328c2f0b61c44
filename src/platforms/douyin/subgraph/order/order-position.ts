/** Where a page of orders ends. */
export interface OrderPosition {
  /** Sort time of the last order, epoch seconds. */
  readonly at: number;
  /** Native ids of the orders of that second that were shown, whatever the platform's order within it. */
  readonly seen: readonly string[];
  /** Of the others of that second, which are in the order of their ids then, those up to this one were shown too. */
  readonly after: string | null;
}

/** Most ids that a cursor names: as many as one page can show of a second. More would not fit into it. */
export const MOST_SEEN = 100;

/** The position as it stands in a cursor: the ids are of 64 bits, and shortest to the base of 36. */
export type PackedPosition = readonly [at: number, seen: string] | readonly [at: number, seen: string, after: string];

const SEEN = /^(?:[1-9a-z][0-9a-z]{0,12}(?:\.[1-9a-z][0-9a-z]{0,12}){0,99})?$/;
const AFTER = /^[1-9a-z][0-9a-z]{0,12}$/;
const BASE = 36;

/** Whether what a caller sent has the form of a position. */
export function isPackedPosition(value: unknown): value is PackedPosition {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  const [at, seen, after] = value as unknown[];
  return (
    Number.isSafeInteger(at) &&
    Number(at) >= 0 &&
    typeof seen === 'string' &&
    SEEN.test(seen) &&
    (value.length === 2 || (typeof after === 'string' && AFTER.test(after)))
  );
}

/** A position for a cursor. */
export function packPosition({ at, seen, after }: OrderPosition): PackedPosition {
  const ids = seen.map((id) => BigInt(id).toString(BASE)).join('.');
  return after === null ? [at, ids] : [at, ids, BigInt(after).toString(BASE)];
}

/** The position of a cursor. */
export function unpackPosition([at, seen, after]: PackedPosition): OrderPosition {
  return { at, seen: seen === '' ? [] : seen.split('.').map(idOf), after: after === undefined ? null : idOf(after) };
}

function idOf(digits: string): string {
  let id = 0n;
  for (const digit of digits) id = id * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE));
  return String(id);
}
