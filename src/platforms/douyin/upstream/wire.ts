import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Decoder, decoder, Misfit } from '../../../upstream/decode.js';
import { readJson } from '../../../upstream/read-json.js';
import type { AnswerSource, UpstreamResponse } from '../../../upstream/request.js';

/**
 * What the platform writes for one and the same thing (its page, section f): numbers come as text and texts as numbers, flags as
 * "true", 0 is "not set", and keys come and go. Integers above 2^53 are text by the time they are here.
 */

/** The last instant a `Date` can hold, in milliseconds. */
const MOST_TIME = 8.64e15;
const DAY = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d';
/** Times without zone are of UTC+8 (the platform's page, f.2). */
const WALL_TIME = `${DAY} ${CLOCK}`;
const RFC_3339 = `${DAY}T${CLOCK}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})`;
const WALL_PATTERN = new RegExp(`^${WALL_TIME}$`);

/** The longest number of an answer: 19 digits and a sign. */
const INTEGER = '^-?\\d{1,19}$|^$';

/** An id, required: text of digits, or a number. */
export const wireId = () => Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Integer()]);
/** An id that may be missing. */
export const wireOptionalId = () =>
  Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Integer(), Type.Null()]));
/** Text that may be missing. */
export const wireText = () => Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]));
/** A whole number that may be missing, also as text. */
export const wireInteger = () =>
  Type.Optional(Type.Union([Type.Integer(), Type.String({ pattern: INTEGER }), Type.Null()]));
/** A whole number, required, also as text. */
export const wireCode = () => Type.Union([Type.Integer(), Type.String({ pattern: '^-?\\d{1,15}$' })]);
/** A time, required, in any of the platform's forms. */
export const wireTime = () =>
  Type.Union([
    Type.Integer({ minimum: 1, maximum: MOST_TIME }),
    Type.String({ pattern: `^[1-9]\\d{0,14}$|^${WALL_TIME}$|^${RFC_3339}$` }),
  ]);
/** A flag that may be missing. */
export const wireFlag = () =>
  Type.Optional(
    Type.Union([Type.Boolean(), Type.Integer(), Type.String({ pattern: '^(true|false|0|1|)$' }), Type.Null()]),
  );
/** A list that may be missing or null; its elements may be null. */
export const wireList = <T extends TSchema>(element: T) =>
  Type.Optional(Type.Union([Type.Array(Type.Union([element, Type.Null()])), Type.Null(), Type.Literal('')]));
/** An object that may be missing or null. */
export const wireOptional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

type Loose<T> = T | null | undefined;

/** Text, or null for none and for the empty text. */
export const textOf = (value: Loose<string | number>): string | null =>
  value == null || value === '' ? null : String(value);
/** An id, or null for none; the platform writes 0 for "none" too. */
export const idOf = (value: Loose<string | number>): string | null => {
  const id = textOf(value);
  return id === '0' ? null : id;
};
/** A whole number that a number can hold, or null. */
export const integerOf = (value: Loose<string | number>): number | null => {
  if (value == null || value === '') return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
};
/** A flag; false for none. */
export const flagOf = (value: Loose<string | number | boolean>): boolean =>
  typeof value === 'boolean' ? value : value === 'true' || Number(value ?? 0) > 0;
/** A list without its nulls. */
export const listOf = <T>(value: readonly T[] | null | undefined | ''): NonNullable<T>[] =>
  Array.isArray(value) ? value.filter((element): element is NonNullable<T> => element != null) : [];

/** Larger numbers are milliseconds; smaller ones, but for 0, would be seconds of 1970. */
const FIRST_MILLISECONDS = 100_000_000_000;

/**
 * An instant of any of the platform's forms: epoch seconds as number or text, `yyyy-MM-dd HH:mm:ss` in UTC+8, RFC 3339.
 * @returns null for none, for 0, and for what is no time
 */
export function timeOf(value: Loose<string | number>): Date | null {
  const text = textOf(value);
  if (text === null || text === '0') return null;
  if (/^\d{1,15}$/.test(text)) {
    const number = Number(text);
    return new Date(number >= FIRST_MILLISECONDS ? number : number * 1000);
  }
  const date = new Date(WALL_PATTERN.test(text) ? `${text.replace(' ', 'T')}+08:00` : text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The same of a value that `wireTime` has let pass. */
export const requiredTime = (value: string | number): Date => timeOf(value) ?? new Date(0);

/** JSON in a text, as the platform nests it (conventions D2), long integers as text: null for what cannot be read. */
export function nestedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  const reading = readJson(Buffer.from(value));
  return reading.ok ? reading.value : null;
}

/** Where and when a record was read. */
export interface Provenance {
  readonly receivedAt: Date;
  readonly freshness: { readonly fetchedAt: Date; readonly source: AnswerSource };
}

/** One answer of the platform, shared by all that is read from it. */
export interface Seen extends Provenance {
  /** The platform had done it before and tells no more than that; only of writes that it knows again. */
  readonly wasDoneBefore: boolean;
  /** Says that a part of the answer could not be read, so that it is not kept for later reads. */
  markPartial(): void;
}

/** The facts of one answer. */
export class Answer implements Seen {
  readonly receivedAt: Date;
  readonly freshness: Seen['freshness'];
  isPartial = false;

  constructor(
    { receivedAt, source }: UpstreamResponse,
    readonly wasDoneBefore = false,
  ) {
    this.receivedAt = new Date(receivedAt);
    this.freshness = { fetchedAt: this.receivedAt, source };
  }

  markPartial(): void {
    this.isPartial = true;
  }
}

/** The entries of a record's table that tell of its answer. */
export const PROVENANCE = {
  receivedAt: (_wire: unknown, seen: Seen) => seen.receivedAt,
  freshness: (_wire: unknown, seen: Seen) => seen.freshness,
};

/** An upstream object as it came, without personal data. */
export type Raw = Readonly<Record<string, unknown>>;

/** Makes a decoder of one of the platform's objects. */
export const wireDecoder = <T extends TSchema>(schema: T): Decoder<Static<T>> => decoder(schema);

/** The list in `data`, or at a key of it. @throws Misfit */
export function listIn(data: unknown, key: string): unknown[] {
  const value = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[key] : undefined;
  if (value == null) return [];
  if (!Array.isArray(value)) throw new Misfit(`/${key}`, 'Expected array');
  return value;
}
