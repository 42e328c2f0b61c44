import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Kind } from 'graphql';
import {
  BigIntScalar,
  CurrencyCodeScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  HtmlScalar,
  UrlScalar,
} from '../../src/subgraph/scalars.js';

const SCALARS = [DateTimeScalar, DateScalar, DecimalScalar, BigIntScalar, UrlScalar, CurrencyCodeScalar];

describe('scalars', () => {
  it('DateTime gives back every instant, in UTC with milliseconds', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const text = DateTimeScalar.serialize(date) as string;
          expect(text).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
          expect(DateTimeScalar.parseValue(text)).toEqual(date);
        },
      ),
    );
    expect(DateTimeScalar.parseValue('2016-09-23T11:27:15+08:00')).toEqual(new Date('2016-09-23T03:27:15Z'));
  });

  it.each([
    [
      DateTimeScalar,
      [
        '2016-09-23',
        '2016-09-23T11:27:15',
        '2016-13-01T00:00:00Z',
        'now',
        '2016-02-30T00:00:00Z',
        '2016-02-28T25:00:00Z',
      ],
    ],
    [DateScalar, ['2016-02-30', '2016-9-1', '2016-09-23T00:00:00Z', '']],
    [DecimalScalar, ['1e3', '1.', '.5', '1,5', '+1', 'NaN', '1.0000000001']],
    [BigIntScalar, ['1.5', '12345678901234567890', '', '0x1']],
    [UrlScalar, ['ftp://a.b', 'javascript:alert(1)', '//a.b/c', 'www.example.com', '/path']],
    [CurrencyCodeScalar, ['cny', 'CN', 'CNYX']],
  ])('%s refuses what is none', (scalar, texts) => {
    for (const text of texts)
      expect(() => scalar.parseValue(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('take texts alone, as value and as literal, and never repeat what they refuse', () => {
    for (const scalar of SCALARS) {
      for (const value of [12.5, true, null, {}, ['canary'], 'canary'.repeat(1000), 'canary']) {
        try {
          scalar.parseValue(value);
          throw new Error(`${scalar.name} took ${JSON.stringify(value)}`);
        } catch (error) {
          expect((error as Error).message).toContain(`Not a valid ${scalar.name}`);
          expect((error as Error).message).not.toContain('canary');
        }
      }
      expect(() => scalar.parseLiteral({ kind: Kind.INT, value: '1' })).toThrow();
    }
    expect(DecimalScalar.parseLiteral({ kind: Kind.STRING, value: '34.50' })).toBe('34.50');
    expect(HtmlScalar.parseValue('<p>茶</p>')).toBe('<p>茶</p>');
  });

  it('keep 64-bit integers and decimals as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), (value) => {
        expect(BigIntScalar.serialize(BigIntScalar.parseValue(String(value)))).toBe(String(value));
      }),
    );
    expect(() => BigIntScalar.serialize(12)).toThrow(TypeError);
  });
});
