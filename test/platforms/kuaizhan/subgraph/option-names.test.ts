import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

const CREATE = `mutation ($shop: ID!, $variants: [CommodityVariantInput!]!) {
  commodityCreate(input: {
    shopId: $shop, title: "规格", isOnline: true, goods: { withOptions: { variants: $variants } }
  }) {
    commodity {
      options { name values }
      variants { id displayName selectedOptions { name value } price { amount minorUnits } stock }
      totalStock
    }
    userErrors { code message path }
  }
}`;

interface Unit {
  readonly selectedOptions: readonly { readonly name: string; readonly value: string }[];
  readonly price: { readonly amount: string };
  readonly stock: number;
}

/** Names and values as people write them, and as nobody should. */
const word = fc
  .oneof(
    fc.constantFrom('颜色', '尺码', 'XL', '10', '2', '红/黄', '["a","b"]', "it's", '"', '\\', 'a:b', '＆', '𝌆', '{}'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  .filter((text) => text.trim() === text && text !== '' && text !== '__proto__' && !/\p{C}/u.test(text));

const options = fc.uniqueArray(fc.tuple(word, fc.uniqueArray(word, { minLength: 1, maxLength: 3 })), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 3,
});

describe('options of a commodity', () => {
  let server: TestServer;
  let tea: TestShop;
  beforeAll(async () => {
    server = await start();
    tea = server.shops[0] as TestShop;
  });
  afterAll(() => server.stop());

  it('are read back as they were written, whatever their names, each unit with its own price and stock', async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.integer({ min: 1, max: 1_000_000 }), async (chosen, fen) => {
        const rows = chosen.reduce<(readonly [string, string])[][]>(
          (made, [name, values]) => made.flatMap((pairs) => values.map((value) => [...pairs, [name, value] as const])),
          [[]],
        );
        const variants = rows.map((pairs, at): Unit => {
          const cents = String(fen + at * 7).padStart(3, '0');
          return {
            selectedOptions: pairs.map(([name, value]) => ({ name, value })),
            price: { amount: `${cents.slice(0, -2)}.${cents.slice(-2)}` },
            stock: at + 1,
          };
        });
        const { data, errors } = await server.ask(CREATE, { shop: tea.id, variants: [...variants].reverse() });
        expect(errors).toEqual([]);
        expect(data.commodityCreate.userErrors).toEqual([]);
        const { commodity } = data.commodityCreate;
        const byOptions = (unit: Unit) =>
          JSON.stringify(unit.selectedOptions.map(({ name, value }) => [name, value]).sort());
        const found = new Map((commodity.variants as Unit[]).map((unit) => [byOptions(unit), unit]));
        expect(found.size).toBe(variants.length);
        for (const unit of variants)
          expect(found.get(byOptions(unit))).toMatchObject({ price: unit.price, stock: unit.stock });
        expect(commodity.totalStock).toBe(variants.reduce((sum, unit) => sum + unit.stock, 0));
        const names = (commodity.options as { name: string; values: string[] }[]).map(({ name, values }) => [
          name,
          values.length,
        ]);
        expect(new Map(names as [string, number][])).toEqual(
          new Map(chosen.map(([name, values]) => [name, values.length])),
        );
      }),
      { numRuns: 25 },
    );
  });
});
