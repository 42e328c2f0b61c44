import { GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { AppError } from '../errors/app-error.js';

const refuse = (scalar: string, constraint: string): never => {
  throw new AppError('INVALID_INPUT', `Not a valid ${scalar}: expected ${constraint}.`, { constraint });
};

/** A scalar that is text on the wire and is accepted when `parse` gives a value; messages never echo the value (R15). */
function textScalar<T>(config: {
  name: string;
  description: string;
  constraint: string;
  parse: (text: string) => T | null;
  print: (value: unknown) => string;
}): GraphQLScalarType {
  const read = (value: unknown): T => {
    const parsed = typeof value === 'string' && value.length <= 4096 ? config.parse(value) : null;
    return parsed === null ? refuse(config.name, config.constraint) : parsed;
  };
  return new GraphQLScalarType({
    name: config.name,
    description: config.description,
    serialize: config.print,
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const printText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new TypeError('the resolver gave no text');
};
const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function parseInstant(text: string): Date | null {
  const date = RFC3339.test(text) && parseDay(text.slice(0, 10)) !== null ? new Date(text) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

function parseDay(text: string): string | null {
  const parts = DAY.exec(text);
  if (parts === null) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** Whether a text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description:
    'An instant, RFC 3339 in UTC with milliseconds, e.g. `2016-09-23T03:27:15.086Z`. Upstream zone-less times are read as Asia/Shanghai.',
  constraint: 'RFC 3339 with a zone',
  parse: parseInstant,
  print: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError('the resolver gave no date');
  },
});

export const DateScalar = textScalar({
  name: 'Date',
  description: 'A calendar date, `YYYY-MM-DD`.',
  constraint: 'YYYY-MM-DD',
  parse: parseDay,
  print: printText,
});

export const DecimalScalar = textScalar({
  name: 'Decimal',
  description: 'An exact decimal number as a string, e.g. `"34.50"`. Never a float.',
  constraint: 'a decimal number in a string',
  parse: matching(/^-?\d{1,18}(\.\d{1,9})?$/),
  print: printText,
});

export const BigIntScalar = textScalar({
  name: 'BigInt',
  description: 'A 64-bit integer as a string, e.g. `"3539925204033339668"`. Never rounded.',
  constraint: 'an integer in a string',
  parse: matching(/^-?\d{1,19}$/),
  print: printText,
});

export const UrlScalar = textScalar({
  name: 'URL',
  description: 'An absolute http or https URL.',
  constraint: 'an absolute http or https URL',
  parse: (text) => (isHttpUrl(text) ? text : null),
  print: printText,
});

export const HtmlScalar = textScalar({
  name: 'HTML',
  description: 'HTML as the upstream gave it. Sanitise before rendering.',
  constraint: 'text',
  parse: (text) => text,
  print: printText,
});

export const CurrencyCodeScalar = textScalar({
  name: 'CurrencyCode',
  description: 'ISO 4217 currency code. Both platforms settle in `CNY`.',
  constraint: 'three capital letters',
  parse: matching(/^[A-Z]{3}$/),
  print: printText,
});

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value. Used only by the raw escape hatches and operational samples.',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
