import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { decodeList, decoder, Misfit } from '../../src/upstream/decode.js';

const row = decoder(Type.Object({ id: Type.String(), price: Type.Optional(Type.Number()) }));
const misfitOf = (run: () => unknown): Misfit => {
  try {
    run();
  } catch (error) {
    if (error instanceof Misfit) return error;
  }
  throw new Error('expected a misfit');
};

describe('decoding', () => {
  it('names the path of the first misfit and what was expected, never the value', () => {
    const misfit = misfitOf(() => row({ id: 'a', price: 'CANARY' }));
    expect(misfit.path).toBe('/price');
    expect(misfit.message).not.toContain('CANARY');
    expect(misfitOf(() => row({ price: 1 })).path).toBe('/id');
    expect(misfitOf(() => row(null)).path).toBe('');
  });

  it('lets unknown properties pass', () => {
    expect(row({ id: 'a', more: 1 })).toEqual({ id: 'a', more: 1 });
  });

  it('keeps the good rows of a list, with their places, and tells where the bad ones were', () => {
    const list = decodeList([{ id: 'a' }, { id: 1 }, { id: 'c' }, 'x'], row);
    expect(list.rows).toEqual([{ id: 'a' }, { id: 'c' }]);
    expect(list.indices).toEqual([0, 2]);
    expect(list.badRows).toEqual({
      count: 2,
      paths: [expect.stringContaining('/1/id'), expect.stringContaining('/3')],
    });
  });

  it('takes no list of bad rows for an empty one', () => {
    expect(decodeList([], row).rows).toEqual([]);
    expect(misfitOf(() => decodeList([{ id: 1 }, {}], row)).path).toBe('/0/id');
    expect(misfitOf(() => decodeList({ id: 'a' }, row)).path).toBe('');
  });
});
