import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Decoder, decoder } from '../../../upstream/decode.js';
import type { AnswerSource } from '../../../upstream/request.js';
import { fenFromYuan } from './encode.js';

/**
 * What the platform's two servers write for one and the same thing (the platform's page, sections 1 and 4): keys come
 * and go, numbers come as text, flags as 0 and 1, and an empty list as `{}`, `[null]` or `""`.
 */

const MOST = 1e15;
/** Yuan whose fen a number holds exactly. */
const MOST_YUAN = 9e13;
const DECIMAL = '^-?\\d{1,15}(\\.\\d{1,12})?$|^$';

/** An id, required: text, or a number from the PHP server. */
export const wireId = () => Type.Union([Type.String({ minLength: 1, maxLength: 256 }), Type.Integer()]);
/** An id that may be missing. */
export const wireOptionalId = () =>
  Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Integer(), Type.Null()]));
/** Text that may be missing; the empty text stays one. */
export const wireText = () => Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]));
/** A number that may be missing, also written as text. */
export const wireNumber = (most = MOST) =>
  Type.Optional(
    Type.Union([Type.Number({ minimum: -most, maximum: most }), Type.String({ pattern: DECIMAL }), Type.Null()]),
  );
/** Yuan that may be missing. */
export const wireYuan = () => wireNumber(MOST_YUAN);
/** A whole number of any length, required. */
export const wireCode = () => Type.Union([Type.Integer(), Type.String({ pattern: '^-?\\d{1,15}$' })]);
/** A flag that may be missing. */
export const wireFlag = () =>
  Type.Optional(
    Type.Union([Type.Boolean(), Type.Integer(), Type.String({ pattern: '^(true|false|0|1|)$' }), Type.Null()]),
  );
/** Exactly the texts that `timeOf` reads: no month 13, no day 32; midnight may be hour 24. */
const TIME =
  '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])[T ]' +
  '(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?|24:00:00(?:\\.0{1,3}|\\.000\\d{1,6})?)$';
const TIME_PATTERN = new RegExp(TIME);
/** Whether a text is a time without zone. */
export const isTime = (text: string): boolean => TIME_PATTERN.test(text);
/** A time without zone, required. */
export const wireTime = () => Type.String({ pattern: TIME });
/** A list that may be missing, `{}` or `""`; its elements may be null. */
export const wireList = <T extends TSchema>(element: T) =>
  Type.Optional(
    Type.Union([
      Type.Array(Type.Union([element, Type.Null()])),
      Type.Null(),
      Type.Literal(''),
      Type.Object({}, { additionalProperties: false }),
    ]),
  );

type Loose<T> = T | null | undefined;

/** Text, or null. */
export const textOf = (value: Loose<string | number>): string | null => (value == null ? null : String(value));
/** Text, or null for none and for the empty text. */
export const filledTextOf = (value: Loose<string | number>): string | null => textOf(value) || null;
/** A number, or null for none and for the empty text. */
export const numberOf = (value: Loose<string | number>): number | null =>
  value == null || value === '' ? null : Number(value);
/** A whole number, or null. */
export const integerOf = (value: Loose<string | number>): number | null => {
  const number = numberOf(value);
  return number === null ? null : Math.round(number);
};
/** Whole fen, or null, from yuan. */
export const fenOf = (value: Loose<string | number>): number | null => {
  const yuan = numberOf(value);
  return yuan === null ? null : fenFromYuan(yuan);
};
/** A flag, or null. */
export const flagOf = (value: Loose<string | number | boolean>): boolean | null => {
  if (value == null || value === '') return null;
  return typeof value === 'boolean' ? value : value === 'true' || Number(value) > 0;
};
/** A list without its nulls; whatever stands for "empty" is the empty list. */
export const listOf = <T>(value: readonly T[] | null | undefined | '' | object): NonNullable<T>[] =>
  Array.isArray(value) ? value.filter((element): element is NonNullable<T> => element != null) : [];
/**
 * An instant, whole milliseconds, from a time without zone, which the platform writes in UTC+08:00.
 * @param value a text that `wireTime` lets pass; of any other, an invalid date
 */
export const timeOf = (value: string): Date => {
  const [seconds = '', fraction = ''] = value.replace(' ', 'T').split('.');
  return new Date(`${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}+08:00`);
};

/** Where and when a record was read. */
export interface Provenance {
  readonly receivedAt: Date;
  readonly freshness: { readonly fetchedAt: Date; readonly source: AnswerSource };
}

/** One answer of the platform, shared by all that is read from it. */
export interface Seen extends Provenance {
  /** Says that a part of the answer could not be read, so that it is not kept for later reads. */
  markPartial(): void;
}

/** The entries of a record's table that tell of its answer. */
export const PROVENANCE = {
  receivedAt: (_wire: unknown, seen: Seen) => seen.receivedAt,
  freshness: (_wire: unknown, seen: Seen) => seen.freshness,
};

/** An upstream object as it came, without its secrets. */
export type Raw = Readonly<Record<string, unknown>>;

/** A copy of the object as it came, without what is blanked and these keys: the object itself is shared and stays. */
export const rawWithout = (value: object, hiddenKeys: readonly string[] = []): Raw =>
  Object.fromEntries(Object.entries(value).filter(([key, held]) => held !== undefined && !hiddenKeys.includes(key)));

/**
 * Makes a decoder that first blanks secrets in the answer itself, so that nothing that holds the answer can find them.
 * Blanked, not deleted, since a deletion makes an object slow to read; name by name for the same reason. Again, it
 * changes nothing.
 */
export function wireDecoder<T extends TSchema>(schema: T): Decoder<Static<T>> {
  const decode = decoder(schema);
  return (value) => {
    if (typeof value === 'object' && value !== null) blankSecrets(value);
    return decode(value);
  };
}

/** A token, which no answer is documented to hold, and the secret of a WeChat account. */
function blankSecrets(value: { access_token?: unknown; app_secret?: unknown }): void {
  if (value.access_token !== undefined) value.access_token = undefined;
  if (value.app_secret !== undefined) value.app_secret = undefined;
}
