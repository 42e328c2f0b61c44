/** How a list is written: as JSON text in one field, or as one field per element. */
export type ArrayEncoding = 'json' | 'repeat';

/** JSON whose text is already written, where the order of keys matters. */
export interface JsonText {
  readonly jsonText: string;
}

/** One value of a call. */
export type FieldValue = string | number | boolean | readonly string[] | JsonText;

/** Parameters of a call, in order; undefined ones are not sent. */
export type Fields = readonly (readonly [string, FieldValue | undefined])[];

/** Writes parameters as the platform reads them (its page, section 3), without percent-encoding. */
export function encodeFields(fields: Fields, arrays: ArrayEncoding): [string, string][] {
  return fields.flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    if (arrays === 'repeat' && isList(value) && value.length > 0) return value.map((element) => [name, element]);
    return [[name, encodeValue(value)]];
  });
}

function encodeValue(value: FieldValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return isList(value) ? JSON.stringify(value) : value.jsonText;
}

/** What a dry run shows of the same parameters: lists and objects as such, nothing encoded. */
export function displayFields(fields: Fields): Record<string, unknown> {
  const sent = fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, displayValue(value)] as const]));
  return Object.fromEntries(sent);
}

function displayValue(value: FieldValue): unknown {
  return typeof value === 'object' && !isList(value) ? JSON.parse(value.jsonText) : value;
}

const isList = (value: FieldValue): value is readonly string[] => Array.isArray(value);

/**
 * A number without exponent.
 * @throws RangeError for what is no finite number
 */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('only finite numbers are written');
  const text = String(value === 0 ? 0 : value);
  const [, sign = '', head = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = head + fraction;
  const point = head.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

/** Yuan as the platform takes them, from whole fen. Division by 100 of a safe integer prints at most two decimals. */
export const yuanFromFen = (fen: number): number => {
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount is a whole number of fen');
  return fen / 100;
};

/** Whole fen from yuan (the platform's page, section 4.3). */
export const fenFromYuan = (yuan: number): number => Math.round(yuan * 100);
