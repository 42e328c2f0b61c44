import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  commodityIdOf,
  variantId,
} from '../../../../src/platforms/kuaizhan/subgraph/commodity/commodity-variant.mapper.js';
import { decodeGlobalId, encodeGlobalId } from '../../../../src/tenants/global-id.js';

const commodityId = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/);
const word = fc.oneof(fc.constantFrom('颜色', '尺码', '红', 'XL', '0', '10', 'a:b', '"', '__proto__'), fc.string());
/** Options by name, each chosen once. */
const options = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 5 });

describe('ids of units', () => {
  it('are the same in whatever order the options come', () => {
    fc.assert(
      fc.property(commodityId, options, fc.nat(), (id, pairs, seed) => {
        const shuffled = [...pairs].sort((a, b) => ((seed + a[0].length * 7) % 5) - ((seed + b[0].length * 7) % 5));
        expect(variantId(id, [...pairs].reverse())).toBe(variantId(id, pairs));
        expect(variantId(id, shuffled)).toBe(variantId(id, pairs));
      }),
    );
  });

  it('differ when an option, a value or the commodity does', () => {
    const canonical = (pairs: readonly (readonly [string, string])[]) =>
      JSON.stringify([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
    fc.assert(
      fc.property(commodityId, commodityId, options, options, (id, otherId, one, other) => {
        expect(variantId(id, one) === variantId(id, other)).toBe(canonical(one) === canonical(other));
        expect(variantId(id, one) === variantId(otherId, one)).toBe(id === otherId);
      }),
    );
  });

  it('tell the commodity, also through a global id', () => {
    fc.assert(
      fc.property(commodityId, options, (id, pairs) => {
        const native = variantId(id, pairs);
        expect(commodityIdOf(native)).toBe(id);
        expect(decodeGlobalId(encodeGlobalId('CommodityVariant', 'shop1', native))?.nativeId).toBe(native);
      }),
    );
  });
});
