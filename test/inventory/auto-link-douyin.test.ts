import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Product } from '../../src/platforms/douyin/emulator/state/product.record.js';
import type { DouyinShop } from '../support/start-douyin.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

const PRODUCTS = 'POST /product/listV2';
const SKUS = 'POST /sku/list';
const LINK = `mutation ($input: StockItemsAutoLinkInput!, $options: WriteOptions) {
  result: stockItemsAutoLink(input: $input, options: $options) {
    linkedCount ambiguous { id } userErrors { code message } plan { totalCalls calls { endpoint } }
  }
}`;

describe('stockItemsAutoLink with shops of Douyin', () => {
  let server: InventoryServer;
  let shop: DouyinShop;
  let other: DouyinShop;
  beforeAll(async () => {
    server = await startInventory();
    [shop, other] = server.shops as [DouyinShop, DouyinShop];
  }, 30_000);
  afterAll(() => server.stop());

  const productsOf = (of: DouyinShop): Product[] => [
    ...(server.douyin.state.shops.get(of.nativeId)?.products.values() ?? []),
  ];
  const skuOf = (of: DouyinShop, product: number, at: number) => {
    const found = productsOf(of)[product];
    const sku = found?.skus[at];
    if (found === undefined || sku === undefined) throw new Error('the seed has no such SKU');
    return { sku, id: of.gid('ProductSku', `${found.id}.${sku.id}`) };
  };
  const link = async (options: object = {}) =>
    (await server.ask(LINK, { input: { groupId: server.groupId }, options })).data.result;

  it('links their SKUs by code, for a call for each hundred products and one for each product', async () => {
    const [first, second, twin] = [skuOf(shop, 0, 0), skuOf(shop, 0, 1), skuOf(shop, 3, 0)];
    const partner = skuOf(other, 0, 0);
    partner.sku.code = first.sku.code;
    twin.sku.code = second.sku.code;
    const planned = await link({ dryRun: true });
    expect(planned.plan).toMatchObject({ totalCalls: 2, calls: [{ endpoint: 'POST product/listV2' }, {}] });
    const result = await link();
    expect(result.userErrors).toEqual([]);
    expect(result.ambiguous.map(({ id }: { id: string }) => id).sort()).toEqual([second.id, twin.id].sort());
    const calls = server.allCalls();
    const listed = calls.filter((call) => call === SKUS).length;
    const pages = calls.filter((call) => call === PRODUCTS).length;
    expect(pages).toBe(server.shops.reduce((sum, of) => sum + Math.ceil(productsOf(of).length / 100), 0));
    expect(listed + pages).toBe(calls.length);
    expect(listed).toBeLessThanOrEqual(server.shops.reduce((sum, of) => sum + productsOf(of).length, 0));
    const { data, errors } = await server.ask(
      `query ($by: StockItemBy!) { stockItem(by: $by) {
        name onHand listings { allocation unit { id ... on ProductSku { merchantCode stockItem { merchantCode } } } item { id } } } }`,
      { by: { code: { groupId: server.groupId, merchantCode: first.sku.code } } },
      { key: await server.makeKey(['read']) },
    );
    expect(errors).toEqual([]);
    const units = data.stockItem.listings.map(({ unit }: { unit: { id: string } }) => unit.id);
    expect([...units].sort()).toEqual([first.id, partner.id].sort());
    for (const { unit, item, allocation } of data.stockItem.listings) {
      expect(unit).toMatchObject({ merchantCode: first.sku.code, stockItem: { merchantCode: first.sku.code } });
      expect(item.id).toBe(unit.id.replace('/ProductSku/', '/Product/').replace(/\.\d+$/, ''));
      expect(allocation).toBe(1);
    }
  });

  it('has nothing left to link afterwards', async () => {
    expect(await link()).toMatchObject({ linkedCount: 0, userErrors: [] });
  });

  it('is not done a second time by a SKU that is named without its product', async () => {
    const { sku } = skuOf(shop, 1, 0);
    // A key of its own: the budget of the other is used up by what it read.
    const key = await server.makeKey(['stock:write']);
    const listings = [{ unitId: shop.gid('ProductSku', sku.id) }];
    const { userErrors } = await server.setItem({ merchantCode: 'TWICE', listings }, {}, key);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'listings', '0', 'unitId'] }]);
  });
});
