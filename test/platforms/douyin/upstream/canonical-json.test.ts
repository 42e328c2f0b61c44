import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  int64,
  type JsonObject,
  readInt64,
} from '../../../../src/platforms/douyin/upstream/canonical-json.js';
import { Secret } from '../../../../src/tenants/secret.js';

const { api } = JSON.parse(
  readFileSync(new URL('../../../fixtures/douyin/signature-vectors.json', import.meta.url), 'utf8'),
) as { api: { name: string; param_json: string }[] };

/** Parameters of the vectors, in another order than that of their texts. */
const PARAMETERS: Readonly<Record<string, JsonObject>> = {
  'V1-empty': {},
  'V2-nested-unsorted': {
    size: 10,
    page: 0,
    order_by: 'update_time',
    order_asc: true,
    update_time_start: 1699913600,
    update_time_end: 1700000000,
    combine_status: [{ order_status: '2,101', main_status: '2' }],
  },
  'V3-chinese': { remark: '请尽快发货,谢谢😀', star: '3', is_add_star: 'true', order_id: '6917135448573842113' },
  'V4-html': {
    product_id: 3556357046087622442n,
    name: 'A<B>&C\'s "T" 50% a/b',
    description: 'https://p3.example/a.jpg?x=1&y=2|https://p3.example/b.jpg',
    commit: false,
  },
  'V5-bigint': {
    products: [
      { product_id: 3556357046087622442n, cos_ratio: 5 },
      { product_id: int64('9007199254740993'), cos_ratio: 10 },
    ],
    is_create: true,
  },
  'V6-token': { shop_id: '4463798', grant_type: 'authorization_self', code: '' },
  'V7-types': {
    weight: 0.5,
    supplier_id: '',
    sku_id: 1720000000000001,
    stock_num: 0,
    incremental: false,
    extra: null,
    list: [],
    map: {},
    neg: -5,
  },
  'V8-key-order': {
    priorities: { 10: 5, 9: 6, 'WH-10': 1, 'WH-2': 2, WH_2: 0, a: 3, A: 4, b: 1 },
    addr: { addr_id2: 110100, addr_id1: 110000 },
  },
};

const name = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => text !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));
const parameters = fc.dictionary(name, value, { noNullPrototype: true }) as fc.Arbitrary<JsonObject>;

const backwards = (held: unknown): unknown => {
  if (Array.isArray(held)) return held.map(backwards);
  if (typeof held !== 'object' || held === null) return held;
  return Object.fromEntries(
    Object.entries(held)
      .reverse()
      .map(([key, field]) => [key, backwards(field)]),
  );
};

describe('the text of parameters', () => {
  it.each(api.filter((vector) => vector.name in PARAMETERS))('is that of the vector $name', (vector) => {
    expect(canonicalJson(PARAMETERS[vector.name] ?? {})).toBe(vector.param_json);
  });

  it('escapes nothing that need not be', () => {
    const text = 'a/b <&> \u2028 \u007f é 😀 \u0001 \b \n " \\ \ud800';
    expect(canonicalJson({ text })).toBe('{"text":"a/b <&> \u2028 \u007f é 😀 \\u0001 \\b \\n \\" \\\\ \\ud800"}');
  });

  it('can be read back, whatever it was made of, and is the same when made again or from fields in another order', () => {
    fc.assert(
      fc.property(parameters, (held) => {
        const text = canonicalJson(held);
        const read = JSON.parse(text) as JsonObject;
        expect(read).toEqual(held);
        expect(canonicalJson(read)).toBe(text);
        expect(canonicalJson(backwards(held) as JsonObject)).toBe(text);
      }),
    );
  });

  it('has keys in the order of their bytes: "10" before "9", and an emoji after the last character of the plane', () => {
    expect(canonicalJson({ 9: 0, 10: 0, '\ud83d\ude00': 0, '\uffee': 0, é: 0, z: 0, '': 0, zz: 0 })).toBe(
      '{"":0,"10":0,"9":0,"z":0,"zz":0,"é":0,"\uffee":0,"\ud83d\ude00":0}',
    );
    const near = fc.string({
      unit: fc.constantFrom('a', '1', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(name, near)), (names) => {
        const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const expected = `{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`;
        expect(canonicalJson(Object.fromEntries(names.map((key) => [key, 0])))).toBe(expected);
      }),
    );
  });

  it('has every digit of a 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (id) => {
        expect(canonicalJson({ id, ids: [int64(String(id))] })).toBe(`{"id":${id},"ids":[${id}]}`);
      }),
    );
  });

  it('never shows an exponent', () => {
    expect(canonicalJson({ numbers: [1e-7, -2.5e-9, 0.1, -0, 1e15, 5e-324] })).toBe(
      `{"numbers":[0.0000001,-0.0000000025,0.1,0,1000000000000000,0.${'0'.repeat(323)}5]}`,
    );
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (number) => {
        const text = canonicalJson({ number }).slice('{"number":'.length, -1);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('leaves out what is not set, and keeps what is set to null', () => {
    expect(canonicalJson({ a: undefined, b: null, c: { d: undefined }, e: '' })).toBe('{"b":null,"c":{},"e":""}');
  });

  const nested = (levels: number): JsonObject => (levels === 1 ? {} : { a: nested(levels - 1) });
  const round: Record<string, unknown> = {};
  round['round'] = round;

  it.each<[string, unknown]>([
    ['an integer that a number cannot hold', 2 ** 53],
    ['an integer that would need an exponent', 1e21],
    ['not a number', Number.NaN],
    ['an infinite number', Number.POSITIVE_INFINITY],
    ['nothing in a list', [undefined]],
    ['a hole in a list', new Array(1)],
    ['a function', () => 1],
    ['a secret', new Secret('s')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['33 levels', nested(32)],
    ['an object in itself', round],
  ])('is refused for %s', (_what, held) => {
    expect(() => canonicalJson({ held } as JsonObject)).toThrow(TypeError);
  });

  it('goes down 32 levels', () => {
    expect(canonicalJson(nested(32))).toBe(`${'{"a":'.repeat(31)}{}${'}'.repeat(31)}`);
  });
});

describe('digits of an id', () => {
  it('are an integer when they fit 64 bits, and written as numbers are', () => {
    expect(readInt64('9223372036854775807')).toBe(2n ** 63n - 1n);
    expect(readInt64('-9223372036854775808')).toBe(-(2n ** 63n));
    for (const text of ['9223372036854775808', '-9223372036854775809', '01', '+1', '', ' 1', '1.0', '1e3', '0x1', '-'])
      expect(readInt64(text)).toBeNull();
    expect(() => int64('abc')).toThrow(RangeError);
  });
});
