import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeGlobalId, encodeGlobalId } from '../../src/tenants/global-id.js';
import { tupleKey } from '../../src/tenants/key-tuple.js';
import { expandScopes, SCOPES } from '../../src/tenants/scopes.js';

const nativeId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const shopKey = fc.stringMatching(/^[a-z2-7]{1,8}$/);
const type = fc.constantFrom('Shop', 'Commodity', 'ShopGroup', 'PostColumn');

describe('global ids', () => {
  it('decode to what was encoded, for any native id', () => {
    fc.assert(
      fc.property(type, shopKey, fc.oneof(nativeId, fc.constantFrom('a/b', '%', '..', '茶/☕', ' ')), (t, key, id) => {
        const text = encodeGlobalId(t, key, id);
        fc.pre(text.length <= 512);
        expect(decodeGlobalId(text)).toEqual({ type: t, shopKey: key, nativeId: id });
      }),
    );
  });

  it('are null for every text that is not exactly one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `gid://v1/${rest}`),
        ),
        (text) => {
          const id = decodeGlobalId(text);
          expect(id === null || encodeGlobalId(id.type, id.shopKey, id.nativeId) === text).toBe(true);
        },
      ),
    );
    for (const text of [
      'gid://v1/Shop/s1/%73',
      'gid://v1/Shop/s1/a/b',
      'gid://v1/Shop/s1/',
      'gid://v2/Shop/s1/a',
      'gid://v1/Shop/s1/%E0',
    ]) {
      expect(decodeGlobalId(text)).toBeNull();
    }
  });
});

describe('tuple keys', () => {
  it('are equal only for equal tuples', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', ':', '1', '2'), maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(tupleKey(a) === tupleKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe('scopes', () => {
  it('expand to known ones in one order, each once, whatever was asked', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...SCOPES, 'read', 'admin'), fc.string())), (texts) => {
        const { scopes, unknown } = expandScopes(texts);
        expect(scopes).toEqual(SCOPES.filter((scope) => scopes.includes(scope)));
        expect(expandScopes(scopes).scopes).toEqual(scopes);
        for (const text of unknown) expect(SCOPES as readonly string[]).not.toContain(text);
      }),
    );
  });

  it('never hold the router or personal data through a short form', () => {
    expect(expandScopes(['admin', 'read']).scopes).not.toContain('router');
    expect(expandScopes(['admin', 'read']).scopes).not.toContain('orders:pii');
  });
});
