/** A value of a business parameter. Big integers are written as literals of all their digits. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[] | JsonObject;

/** Fields by name; those that are undefined are left out. */
export type JsonObject = { readonly [name: string]: JsonValue | undefined };

/** Deepest nesting that is written; no method of the catalogue has more than eleven levels. */
export const MAX_DEPTH = 32;

/**
 * The text of business parameters, which is both sent and signed (the platform's page, section b.2): keys in the order of
 * their UTF-8 bytes at every level, no white space, nothing escaped but quotes, backslashes, control characters and halves
 * of surrogate pairs; integers as literals, fractions without exponent. Equal parameters have one text.
 * @throws TypeError for what the text cannot hold: integers beyond +-2^53 that are no bigint, NaN and infinities,
 * undefined in a list, class instances such as secrets and dates, more than 32 levels
 */
export const canonicalJson = (parameters: JsonObject): string => objectText(parameters, 1);

const INT64 = /^-?(?:0|[1-9]\d{0,18})$/;

/** The integer of 64 bits that these digits are; null for any other text. */
export function readInt64(digits: string): bigint | null {
  if (!INT64.test(digits)) return null;
  const value = BigInt(digits);
  return BigInt.asIntN(64, value) === value ? value : null;
}

/**
 * A 64-bit id, which is digits everywhere else, as the integer literal that the platform documents for it.
 * @throws RangeError unless these are the digits of an integer of 64 bits
 */
export function int64(digits: string): bigint {
  const value = readInt64(digits);
  if (value === null) throw new RangeError('not the digits of a 64-bit integer');
  return value;
}

/** Whether it was made by no class, here or in another realm: the prototype, if any, is the root of all others. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function valueText(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return numberText(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth > MAX_DEPTH) throw new TypeError('parameters are nested too deeply');
      return Array.isArray(value) ? listText(value, depth) : objectText(value, depth);
    default:
      throw new TypeError('not a value of JSON');
  }
}

function listText(list: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ',';
    text += valueText(list[index], depth + 1);
  }
  return `${text}]`;
}

function objectText(value: object, depth: number): string {
  if (!isPlainObject(value)) throw new TypeError('not a plain object');
  let text = '';
  for (const name of Object.keys(value).sort(byUtf8)) {
    const field = value[name];
    if (field === undefined) continue;
    text += text === '' ? '{' : ',';
    text += `${JSON.stringify(name)}:${valueText(field, depth + 1)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value) || Number.isInteger(value)) throw new TypeError('a number that has lost digits');
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

/** Of fractions only: they are too small for another exponent than a negative one. */
function withoutExponent(text: string): string {
  const [, sign = '', head = '', tail = '', zeros = ''] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  return `${sign}0.${'0'.repeat(Number(zeros) - 1)}${head}${tail}`;
}

/** The order of the UTF-8 bytes: that of code units, but characters beyond U+FFFF come after all others. */
function byUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const unitOfA = a.charCodeAt(at);
    const unitOfB = b.charCodeAt(at);
    if (unitOfA !== unitOfB) return rank(unitOfA) - rank(unitOfB);
  }
  return a.length - b.length;
}

/** A code unit, with the surrogates moved behind U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
