import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../../../src/platforms/douyin/emulator/protocol/canonical.js';
import { type Json, parse, print } from '../../../../src/platforms/douyin/emulator/protocol/wire-json.js';

const json = fc.jsonValue({ maxDepth: 4 });

describe('the JSON of the emulated Douyin platform', () => {
  it('reads what JSON.parse reads, and prints it so that it is read again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(JSON.parse(print(parse(text)))).toEqual(JSON.parse(text));
        expect(JSON.parse(canonical(parse(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps every digit of every number', () => {
    const numbers = fc.oneof(
      fc.bigInt().map(String),
      fc.tuple(fc.bigInt(), fc.nat()).map(([whole, part]) => `${whole}.${part}0`),
      fc.constantFrom('-0', '1e21', '0.1e-7', '9007199254740993', '1.0'),
    );
    fc.assert(
      fc.property(fc.array(numbers), (list) => {
        const text = `[${list.join(',')}]`;
        expect(print(parse(text))).toBe(text);
        expect(canonical(parse(text))).toBe(text);
      }),
    );
  });

  it('sorts keys by their UTF-8 bytes at every level, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (fields) => {
        const turned = Object.fromEntries(Object.entries(fields).reverse());
        const text = canonical(parse(JSON.stringify({ in: turned })));
        expect(text).toBe(canonical(parse(JSON.stringify({ in: fields }))));
        const keys = Object.keys(fields);
        const places = keys.map((key) => text.indexOf(`${canonical(key)}:${fields[key]}`));
        const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        if (new Set(places).size === keys.length) {
          const byPlace = [...keys].sort((a, b) => (places[keys.indexOf(a)] ?? 0) - (places[keys.indexOf(b)] ?? 0));
          expect(byPlace.map((key) => text.indexOf(`${canonical(key)}:`))).toEqual(
            sorted.map((key) => text.indexOf(`${canonical(key)}:`)),
          );
        }
      }),
    );
    expect(canonical(parse('{"b":1,"10":2,"9":3,"é":4,"😀":5,"豈":6}'))).toBe(
      '{"10":2,"9":3,"b":1,"é":4,"豈":6,"😀":5}',
    );
  });

  it('takes nothing that is not JSON, and is quick about a text that never ends', () => {
    const wrong = [
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      "{'a':1}",
      '01',
      '1.',
      '"a',
      '"\u0001"',
      '[1]]',
      'nul',
      '{"a" 1}',
      '[1 2]',
      '+1',
    ];
    for (const text of wrong) expect(() => parse(text)).toThrow(SyntaxError);
    const started = performance.now();
    expect(() => parse(`"${'a'.repeat(200_000)}`)).toThrow(SyntaxError);
    expect(() => parse('['.repeat(100_000))).toThrow(SyntaxError);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('keeps keys that mean something to objects as plain keys', () => {
    const value = parse('{"__proto__":{"a":1},"constructor":2}') as Record<string, Json>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(print(value)).toBe('{"__proto__":{"a":1},"constructor":2}');
  });
});
