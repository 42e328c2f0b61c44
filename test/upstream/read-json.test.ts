import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_BODY_BYTES, readJson } from '../../src/upstream/read-json.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const read = (text: string): unknown => {
  const reading = readJson(bytes(text));
  return reading.ok ? reading.value : reading.reason;
};

describe('reading JSON', () => {
  it('keeps integers above 2^53 as text and all others as numbers', () => {
    expect(read('{"a":3600000000000007919,"b":[-1234567890123456789,9007199254740991,9007199254740992]}')).toEqual({
      a: '3600000000000007919',
      b: ['-1234567890123456789', 9007199254740991, '9007199254740992'],
    });
  });

  it.each([
    ['digits inside a string', '{"a":"x: 1234567890123456789, y"}', { a: 'x: 1234567890123456789, y' }],
    ['an escaped quote before digits', '{"a":"\\":1234567890123456789,"}', { a: '":1234567890123456789,' }],
    [
      'a backslash at the end of a string',
      '{"a":"\\\\","b":1234567890123456789}',
      { a: '\\', b: '1234567890123456789' },
    ],
    ['a long fraction', '[1.12345678901234567890]', [1.1234567890123457]],
    ['a long integer part with a fraction', '[1234567890123456789.5]', [1234567890123456800]],
    ['a long integer with an exponent', '[1234567890123456789e2]', [123456789012345680000]],
    ['white space around', '[ 1234567890123456789 , 1 ]', ['1234567890123456789', 1]],
    ['a bare number', '1234567890123456789', '1234567890123456789'],
    ['digits in a key', '{"1234567890123456789":1}', { '1234567890123456789': 1 }],
  ])('reads %s without loss', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    '{1234567890123456789:1}',
    '{"a":1, 1234567890123456789 : 2}',
    '[01234567890123456789]',
    '[1234567890123456789 1234567890123456789]',
    '[+1234567890123456789]',
    '[.1234567890123456789]',
    '["a"1234567890123456789]',
    '[1234567890123456789"a"]',
    '[-]',
    '[1234567890123456789-1]',
    '"1234567890123456789',
    '{"a":1234567890123456789',
    '<html>1234567890123456789</html>',
  ])('takes no bad JSON for good: %s', (text) => {
    expect(read(text)).toBe('not JSON');
  });

  it('keeps every 64-bit integer to the digit, between any strings', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), fc.string(), (number, string) => {
        const value = read(`[${JSON.stringify(string)},${number},${JSON.stringify(string)}]`) as unknown[];
        expect(value[0]).toBe(string);
        expect(value[2]).toBe(string);
        expect(String(value[1])).toBe(String(number));
      }),
    );
  });

  it('takes UTF-8 with and without a byte order mark, and nothing else', () => {
    expect(readJson(bytes('\uFEFF{"a":"红"}'))).toEqual({ ok: true, value: { a: '红' } });
    expect(readJson(bytes('{"a":"红"}'))).toEqual({ ok: true, value: { a: '红' } });
    expect(readJson(Uint8Array.of(0x7b, 0x22, 0xba, 0xec, 0x22, 0x7d))).toEqual({ ok: false, reason: 'not UTF-8' });
    expect(readJson(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toEqual({ ok: false, reason: 'not UTF-8' });
  });

  it('decodes large texts like small ones, whatever characters they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('a', '红', '\u{1f375}'), (string, filling) => {
        const text = JSON.stringify([string, filling.repeat(1024), string]);
        const value = read(`\uFEFF${text}`);
        expect(JSON.stringify(value) === text).toBe(true);
      }),
    );
  });

  it('refuses an empty, a too large and a too deep body, however deep', () => {
    expect(readJson(bytes(''))).toEqual({ ok: false, reason: 'empty' });
    expect(readJson(bytes(' \n'))).toEqual({ ok: false, reason: 'empty' });
    expect(readJson(Buffer.alloc(MAX_BODY_BYTES + 1, 0x20))).toEqual({ ok: false, reason: 'too large' });
    expect(readJson(bytes(`${'['.repeat(64)}${']'.repeat(64)}`)).ok).toBe(true);
    expect(readJson(bytes(`${'['.repeat(65)}${']'.repeat(65)}`))).toEqual({ ok: false, reason: 'nested too deeply' });
    expect(readJson(bytes(`[{"a":1},{"a":${'['.repeat(62)}${']'.repeat(62)}}]`)).ok).toBe(true);
    expect(readJson(bytes(`[{"a":1},{"a":${'['.repeat(63)}${']'.repeat(63)}}]`)).ok).toBe(false);
    const far = 100_000;
    expect(readJson(bytes(`${'{"a":'.repeat(far)}1${'}'.repeat(far)}`)).ok).toBe(false);
    expect(readJson(bytes('['.repeat(4_000_000))).ok).toBe(false);
  });

  it('drops keys that would become a prototype, also escaped ones', () => {
    const value = read('{"__proto__":{"evil":1},"b":{"\\u005f_proto__":{"evil":1},"c":2}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['b']);
    expect(Object.assign({}, value['b'])).toEqual({ c: 2 });
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
  });
});

describe('reading JSON whose rows repeat an object', () => {
  const folding = (text: string): unknown => {
    const reading = readJson(bytes(text), { repeats: 'shop' });
    return reading.ok ? reading.value : reading.reason;
  };
  const shop = fc.dictionary(
    fc.constantFrom('id', 'shop', '"shop":{', 'a}', '__proto_'),
    fc.jsonValue({ maxDepth: 2 }),
    {
      noNullPrototype: true,
    },
  );

  it('gives what an ordinary reader gives, whatever the rows hold', () => {
    const rows = fc.tuple(shop, shop).chain(([one, other]) =>
      fc.array(
        fc.record({
          before: fc.oneof(fc.string(), fc.constantFrom('"shop":{', ',"shop":{"id":1}', '\\')),
          shop: fc.oneof(fc.constant(one), fc.constant(other), fc.constant({ ...one, shop: one }), fc.jsonValue()),
          after: fc.jsonValue(),
        }),
      ),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify({ ret: 0, data: value }, null, indent);
        expect(JSON.stringify(folding(text))).toBe(JSON.stringify(read(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('takes bad JSON for bad wherever it is broken, and never throws', () => {
    const text = JSON.stringify({ data: [1, 2, 3].map((id) => ({ id, shop: { name: '茶 "}', open: [true, null] } })) });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('', '"', ',', '}', '{', '\\', '"shop":{'), (at, put) => {
        const broken = text.slice(0, at) + put + text.slice(at + 1);
        expect(JSON.stringify(folding(broken))).toBe(JSON.stringify(read(broken)));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps long integers in the repeated object, and brings it as one object', () => {
    const row = '{"shop":{"id":3600000000000007919,"name":"茶"}}';
    const [first, second] = folding(`[${row},${row}]`) as { shop: object }[];
    expect(first?.shop).toEqual({ id: '3600000000000007919', name: '茶' });
    expect(second?.shop).toBe(first?.shop);
  });

  it('takes a hostile text in the time of a large one', () => {
    const nested = (depth: number) => '{"shop":'.repeat(depth);
    const text = `[${nested(220_000)}1${'}'.repeat(220_000)},${nested(700_000)}`;
    const startedAt = performance.now();
    expect(readJson(bytes(text), { repeats: 'shop' }).ok).toBe(false);
    // By comparing each place with the first object it would be a minute.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('counts the depth of the repeated object where it lies deepest', () => {
    const object = `{"shop":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`;
    const at = (depth: number) => `[${object},${'['.repeat(depth)}${object}${']'.repeat(depth)}]`;
    expect(readJson(bytes(at(21)), { repeats: 'shop' }).ok).toBe(readJson(bytes(at(21))).ok);
    expect(readJson(bytes(at(22)), { repeats: 'shop' })).toEqual({ ok: false, reason: 'nested too deeply' });
    expect(readJson(bytes(at(21)), { repeats: 'shop' }).ok).toBe(true);
  });
});
