import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputCheck } from '../../src/subgraph/input-check.js';
import { moneyFromFen, moneyRangeFromFen } from '../../src/subgraph/vocabulary/money.type.js';

/** Fen of amounts that the input takes: up to thirteen digits of yuan. */
const fen = fc.oneof(
  fc.integer({ min: 1, max: 999_999 }),
  fc.maxSafeNat().map((value) => (value % 999_999_999_999_999) + 1),
);

describe('money', () => {
  it('says the same in yuan and in fen, to the last digit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fen,
          fen.map((value) => -value),
          fc.constant(0),
        ),
        (value) => {
          const { amount, minorUnits, currencyCode } = moneyFromFen(value);
          expect(amount).toMatch(/^-?(0|[1-9]\d*)\.\d\d$/);
          expect(BigInt(amount.replace('.', ''))).toBe(BigInt(value));
          expect(minorUnits).toBe(String(value));
          expect(currencyCode).toBe('CNY');
        },
      ),
    );
  });

  it('read from an input is the fen that were shown', () => {
    fc.assert(
      fc.property(fen, fc.constantFrom('', '0', '000'), (value, zeros) => {
        const check = new InputCheck();
        const { amount, currencyCode } = moneyFromFen(value);
        expect(check.fen({ amount: amount + zeros, currencyCode }, ['price'])).toBe(value);
        expect(check.errors).toEqual([]);
      }),
    );
  });

  it('of an input may leave out the decimals', () => {
    const check = new InputCheck();
    const read = ['1', '1.5', '0.01', '0012.30', '9999999999999.99'].map((amount) =>
      check.fen({ amount, currencyCode: 'CNY' }, ['price']),
    );
    expect(read).toEqual([100, 150, 1, 1230, 999_999_999_999_999]);
    expect(check.errors).toEqual([]);
  });

  it.each([
    ['0', 'CNY'],
    ['0.00', 'CNY'],
    ['-1', 'CNY'],
    ['1.005', 'CNY'],
    ['0.009', 'CNY'],
    ['1e3', 'CNY'],
    ['', 'CNY'],
    ['1,50', 'CNY'],
    ['99999999999999', 'CNY'],
    ['1', 'USD'],
  ])('of %s %s is refused with its path and without its value', (amount, currencyCode) => {
    const check = new InputCheck();
    check.fen({ amount, currencyCode }, ['input', 'price']);
    expect(() => check.done()).toThrow();
    const [error] = check.errors;
    expect(error?.code).toBe('INVALID_INPUT');
    expect(error?.detail.path?.slice(0, 2)).toEqual(['input', 'price']);
  });

  it('of several prices spans the lowest and the highest', () => {
    fc.assert(
      fc.property(fc.array(fen, { minLength: 1 }), (prices) => {
        const sorted = [...prices].sort((a, b) => a - b);
        expect(moneyRangeFromFen(prices)).toEqual({
          min: moneyFromFen(sorted[0] as number),
          max: moneyFromFen(sorted.at(-1) as number),
        });
      }),
    );
    expect(moneyRangeFromFen([])).toBeNull();
  });
});
