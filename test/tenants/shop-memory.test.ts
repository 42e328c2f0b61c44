import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ShopMemory } from '../../src/tenants/shop-memory.js';

const SHOPS = ['a', 'b', 'c', 'd'];
const note = fc.record({ shop: fc.constantFrom(...SHOPS), ids: fc.array(fc.nat(12).map(String), { maxLength: 6 }) });

describe('a memory of objects by shop', () => {
  it('never holds more than its most, never a wrong fact, and always what was noted last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(note, { maxLength: 40 }), (max, notes) => {
        const memory = new ShopMemory<string>(max);
        for (const { shop, ids } of notes) {
          const shelf = memory.shelf(['tenant', shop]);
          for (const id of ids) shelf.set(id, `${shop} ${id}`);
          const last = ids.at(-1);
          if (last !== undefined) expect(memory.get(['tenant', shop], last)).toBe(`${shop} ${last}`);
        }
        const held = SHOPS.flatMap((shop) =>
          Array.from({ length: 13 }, (_, id) => [`${shop} ${id}`, memory.get(['tenant', shop], String(id))] as const),
        ).filter(([, fact]) => fact !== undefined);
        expect(held.length).toBeLessThanOrEqual(max);
        for (const [expected, fact] of held) expect(fact).toBe(expected);
      }),
    );
  });

  it('forgets the shop that was looked at longest ago, whole', () => {
    const memory = new ShopMemory<number>(4);
    const fill = (shop: string, ...ids: string[]): void => {
      const shelf = memory.shelf([shop]);
      for (const id of ids) shelf.set(id, 1);
    };
    fill('old', '1', '2');
    fill('new', '1');
    fill('old');
    fill('third', '1', '2');
    expect(memory.get(['new'], '1')).toBeUndefined();
    expect([memory.get(['old'], '1'), memory.get(['old'], '2'), memory.get(['third'], '2')]).toEqual([1, 1, 1]);
  });

  it('keeps shops apart whose names would read alike side by side', () => {
    const memory = new ShopMemory<number>(10);
    memory.shelf(['ab', 'c']).set('1', 1);
    expect(memory.get(['a', 'bc'], '1')).toBeUndefined();
  });

  it('takes no more facts on a shelf that it forgot', () => {
    const memory = new ShopMemory<number>(1);
    const held = memory.shelf(['first']);
    held.set('1', 1);
    memory.shelf(['second']).set('1', 1);
    held.set('2', 1);
    held.delete('1');
    expect(held.get('2')).toBeUndefined();
    expect(memory.get(['second'], '1')).toBe(1);
  });
});
