import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalHash, canonicalJson } from '../../src/ledger/canonical-json.js';
import { Secret } from '../../src/tenants/secret.js';

/** The same value with the keys of every object in another order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, turned(field)]),
  );
};

describe('the canonical hash', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalHash(turned(value))).toBe(canonicalHash(value));
      }),
    );
  });

  it('is equal only for equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
    const values = [null, {}, [], '', 0, false, { a: null }, { a: {} }, [null], [[]], '0', { a: 1 }, { a: '1' }];
    expect(new Set(values.map(canonicalHash)).size).toBe(values.length);
  });

  it('takes an absent field and an undefined one for the same, and a null one for another', () => {
    expect(canonicalHash({ a: undefined, b: 1 })).toBe(canonicalHash({ b: 1 }));
    expect(canonicalHash({ a: null, b: 1 })).not.toBe(canonicalHash({ b: 1 }));
  });

  it('refuses what would lose its meaning in JSON', () => {
    for (const value of [undefined, Number.NaN, 1n, () => 1, { token: new Secret('x') }, Symbol('x')]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});
