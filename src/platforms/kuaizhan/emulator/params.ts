import { invalid, Refusal } from './envelope.js';

/** The five spellings of true; anything else is false (specification 3). */
const TRUE = new Set(['1', 'true', 't', 'yes', 'y']);

interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  /** What the refusal says of the range. */
  readonly says?: string;
}

/** Parameters of a call, read by the platform's encoding rules. Every reader throws a Refusal for a value it cannot take. */
export class Params {
  constructor(private readonly fields: URLSearchParams) {}

  has(name: string): boolean {
    return this.fields.has(name);
  }

  /** A text as it came, empty included; the last one when repeated. */
  text(name: string): string | undefined {
    return this.fields.getAll(name).at(-1);
  }

  /** A text that must be there and not empty. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new Refusal(`missing parameter: ${name}`);
    return value;
  }

  /** A text that may be left out, but not be empty. */
  filled(name: string): string | undefined {
    return this.has(name) ? this.required(name) : undefined;
  }

  /** Decimal digits with an optional sign. */
  integer(name: string, range: NumberRange = {}): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    return within(name, number, range, 'must be an integer');
  }

  requiredInteger(name: string, range: NumberRange = {}): number {
    this.required(name);
    return this.integer(name, range) ?? Number.NaN;
  }

  /** Decimal text with `.`, no exponent. */
  decimal(name: string, range: NumberRange = {}): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : Number.NaN;
    return within(name, number, range, 'must be a number');
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : TRUE.has(value.toLowerCase());
  }

  /** A list in any of the four encodings: JSON text, repeated key, `key[]`, comma-separated. */
  list(name: string): string[] | undefined {
    return this.listOfAny(name)?.map((item) => {
      if (typeof item !== 'string' && typeof item !== 'number') throw invalid(name);
      return String(item);
    });
  }

  /** A list whose elements the platform does not describe. */
  listOfAny(name: string): unknown[] | undefined {
    const bracketed = this.fields.getAll(`${name}[]`);
    const plain = this.fields.getAll(name);
    const values = bracketed.length > 0 ? bracketed : plain;
    const [only] = values;
    if (only === undefined) return undefined;
    if (values.length > 1 || bracketed.length > 0) return values;
    if (only === '') return [];
    if (!only.startsWith('[')) return only.split(',');
    const parsed = parseJson(name, only);
    if (!Array.isArray(parsed)) throw invalid(name);
    return parsed;
  }

  /** A JSON object in one field. */
  object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const parsed = parseJson(name, value);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid(name);
    return parsed as Readonly<Record<string, unknown>>;
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(name);
  }
}

function within(name: string, value: number, range: NumberRange, otherwise: string): number {
  const tooSmall = range.min !== undefined && value < range.min;
  const tooLarge = range.max !== undefined && value > range.max;
  if (Number.isNaN(value) || tooSmall || tooLarge) throw invalid(`${name} ${range.says ?? otherwise}`);
  return value;
}
