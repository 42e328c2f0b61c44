import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppError } from '../../src/errors/app-error.js';
import { CursorCodec, isOffset } from '../../src/subgraph/cursor.js';

type Place = readonly [name: string, offset: number];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isOffset(value[1]);

const place = fc.tuple(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat());
const list = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 5 });
const codec = (about: readonly unknown[]) => new CursorCodec<Place>(about, isPlace);

function refusal(work: () => unknown): { code: string; path: readonly string[] | undefined } | null {
  try {
    work();
    return null;
  } catch (error) {
    const { code, detail } = error as AppError;
    return { code, path: detail.path };
  }
}

describe('cursors', () => {
  it('give back the place they were made of, also for the longest name of a shop', () => {
    fc.assert(
      fc.property(list, place, (about, at) => {
        expect(codec(about).decode(codec(about).encode(at), 'after')).toEqual(at);
      }),
    );
    const longest: Place = ['\u{1d306}'.repeat(100), Number.MAX_SAFE_INTEGER];
    expect(codec([]).decode(codec([]).encode(longest), 'after')).toEqual(longest);
  });

  it('are one text for one place', () => {
    fc.assert(
      fc.property(list, place, place, (about, one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(codec(about).encode(one) === codec(about).encode(other)).toBe(isSame);
      }),
    );
  });

  it('of another list are refused with the argument they came in', () => {
    fc.assert(
      fc.property(list, list, place, (one, other, at) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const found = refusal(() => codec(other).decode(codec(one).encode(at), 'before'));
        expect(found).toEqual({ code: 'INVALID_CURSOR', path: ['before'] });
      }),
    );
  });

  it('are refused after any change of a letter, a cut or an addition', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ';
    fc.assert(
      fc.property(place, fc.nat(), fc.nat(letters.length - 1), fc.nat(2), (at, where, letter, kind) => {
        const cursor = codec(['a list']).encode(at);
        const spot = where % cursor.length;
        const instead = letters.charAt(letter);
        const changed = [
          cursor.slice(0, spot) + instead + cursor.slice(spot + 1),
          cursor.slice(0, spot),
          cursor.slice(0, spot) + instead + cursor.slice(spot),
        ][kind] as string;
        fc.pre(changed !== cursor);
        expect(refusal(() => codec(['a list']).decode(changed, 'after'))?.code).toBe('INVALID_CURSOR');
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused when somebody made them up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json()), (text) => {
        expect(refusal(() => codec(['a list']).decode(text, 'after'))?.code).toBe('INVALID_CURSOR');
      }),
    );
    const forged = Buffer.from(JSON.stringify(['0123456789', ['a', 1]])).toString('base64url');
    expect(refusal(() => codec(['a list']).decode(forged, 'after'))?.code).toBe('INVALID_CURSOR');
    expect(refusal(() => codec(['a list']).decode('A'.repeat(1_000_000), 'after'))?.code).toBe('INVALID_CURSOR');
  });
});
