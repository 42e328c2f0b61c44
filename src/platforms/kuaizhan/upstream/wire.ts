import { type TSchema, Type } from '@sinclair/typebox';
import { Misfit } from '../../../upstream/decode.js';
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
/** A time without zone, required. */
export const wireTime = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?$' });
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
 * @throws Misfit for a day or hour that does not exist
 */
export const timeOf = (value: string): Date => {
  const [seconds = '', fraction = ''] = value.replace(' ', 'T').split('.');
  const time = new Date(`${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}+08:00`);
  if (Number.isNaN(time.getTime())) throw new Misfit('', 'Expected a time');
  return time;
};

/** Where and when a record was read. */
export interface Seen {
  readonly receivedAt: Date;
  readonly freshness: { readonly fetchedAt: Date; readonly source: 'LIVE' };
}

/** Marks a record as read live at this time. */
export const seenAt = (receivedAt: Date): Seen => ({
  receivedAt,
  freshness: { fetchedAt: receivedAt, source: 'LIVE' },
});

/** An upstream object as it came, without its secrets. */
export type Raw = Readonly<Record<string, unknown>>;

/** The object as it came, minus these keys; they are removed from it at once, so that nothing else can find them. */
export function rawWithout(value: object, secretKeys: readonly string[] = []): Raw {
  for (const key of ['access_token', ...secretKeys]) Reflect.deleteProperty(value, key);
  return value as Raw;
}
