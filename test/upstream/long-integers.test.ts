import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quoteLongIntegers } from '../../src/upstream/long-integers.js';

const quoted = (text: string): string => Buffer.from(quoteLongIntegers(Buffer.from(text, 'utf8'))).toString('utf8');

/** Token by token, as the grammar of JSON has them: slow, and nothing to be clever about. */
const quotedByTokens = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );

const digits = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String);
const nearTheEdge = fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map(String);
const fractions = fc.tuple(digits, fc.constantFrom('.5', 'e2', 'E-3', '.25e+1')).map((parts) => parts.join(''));
const pieces = fc.constantFrom('"', '\\', ':', ',', '[', ']', '{', '}', ' ', '红', '\n', '1234567890123456789');
const strings = fc
  .oneof(
    fc.string(),
    digits,
    fc.array(pieces).map((found) => found.join('')),
  )
  .map((s) => JSON.stringify(s));
const gaps = fc.constantFrom('', '', ' ', '\n\t');

/** Texts of JSON documents, with white space wherever it may be. */
const { json: documents } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc
    .tuple(
      gaps,
      fc.oneof({ depthSize: 'small' }, digits, nearTheEdge, fractions, strings, tie('list'), tie('object')),
      gaps,
    )
    .map((parts) => parts.join('')),
  list: fc.array(tie('json'), { maxLength: 6 }).map((found) => `[${found.join(',')}]`),
  object: fc
    .array(fc.tuple(gaps, strings, gaps, fc.constant(':'), tie('json')), { maxLength: 6 })
    .map((found) => `{${found.map((parts) => parts.join('')).join(',')}}`),
}));

describe('quoting long integers', () => {
  it('does to any JSON what reading it token by token would do', () => {
    fc.assert(
      fc.property(documents, (text) => {
        expect(quoted(text)).toBe(quotedByTokens(text));
      }),
      { numRuns: 500 },
    );
  });

  it('takes no bad JSON for good, wherever it was broken', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(3), pieces, (text, place, cut, piece) => {
        const at = place % (text.length + 1);
        const broken = text.slice(0, at) + piece + text.slice(at + cut);
        expect(isJson(quoted(broken))).toBe(isJson(broken));
      }),
      { numRuns: 500 },
    );
  });

  it('gives back the same bytes when there is nothing to quote', () => {
    const bytes = Buffer.from('{"id":"1234567890123456789","a":[9007199254740991,1234567890123456789.5]}');
    expect(quoteLongIntegers(bytes)).toBe(bytes);
  });

  it('is done in time with much that only looks like a long integer', () => {
    const size = 200_000;
    for (const part of ['1', '1234567890123456 ', '"\\\\', ' ', '"1234567890123456789,']) {
      const startedAt = performance.now();
      quoteLongIntegers(Buffer.from(`[${part.repeat(size / part.length)}`));
      expect(performance.now() - startedAt).toBeLessThan(2000);
    }
  });
});
