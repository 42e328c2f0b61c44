import { describe, expect, it } from '@jest/globals';
import { readCacheControl } from '../../src/server/cache-control.js';
import { SCOPES } from '../../src/tenants/scopes.js';

const read = (header?: string) => {
  const { maxAgeMs, staleIfErrorMs, mayJoin } = readCacheControl(header, new Set());
  return [maxAgeMs, staleIfErrorMs, mayJoin];
};

describe("a request's Cache-Control", () => {
  it.each([
    ['is absent', undefined, [0, 0, true]],
    ['is empty', '', [0, 0, true]],
    ['allows an age', 'max-age=60', [60_000, 0, true]],
    ['allows an age for failures alone', 'stale-if-error=600', [0, 600_000, true]],
    ['allows both, in any case and spacing', ' Max-Age=5 ,STALE-IF-ERROR="7"', [5_000, 7_000, true]],
    ['asks for more than there is', 'max-age=301, stale-if-error=99999999999999999999', [300_000, 3_600_000, true]],
    ['says a thing twice', 'max-age=60, max-age=10', [10_000, 0, true]],
    ['wants nothing reused', 'max-age=60, no-cache', [0, 0, false]],
    ['wants nothing kept', 'no-store, stale-if-error=60', [0, 0, false]],
    ['has directives that mean nothing here', 'max-stale=x, private="a, max-age=b", only-if-cached', [0, 0, true]],
  ])('that %s', (_name, header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it.each(['max-age', 'max-age=', 'max-age=-1', 'max-age=1.5', 'max-age="1', 'stale-if-error=soon', 'x'.repeat(1001)])(
    'is refused: %s',
    (header) => {
      expect(() => read(header)).toThrow(expect.objectContaining({ status: 400, code: 'INVALID_INPUT' }));
    },
  );

  it('names the scopes of the caller whatever their order, and other scopes otherwise', () => {
    const nameOf = (...scopes: string[]) => readCacheControl(undefined, new Set(scopes)).scopes;
    expect(nameOf('shops:read', 'orders:read')).toBe(nameOf('orders:read', 'shops:read'));
    const sets = [[], ['shops:read'], ['orders:read'], ['shops:read', 'orders:read'], [...SCOPES]];
    expect(new Set(sets.map((set) => nameOf(...set))).size).toBe(sets.length);
  });
});
