import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, post } from '../writes/kinds.js';
import { type StockedShop, stockedShop, untilWaiting } from './shop-list.js';

const LIST = `query ($id: ID!, $select: CommoditySelector) {
  shop(by: { id: $id }) { commodities(first: 5, select: $select) { nodes { title categories { title } } } }
}`;
const ONE = 'query ($id: ID!) { commodity(id: $id) { title categories { title } } }';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

const CATEGORIES = 'GET /v2/ec/commodity/category/list';
const timesAsked = (shop: StockedShop) => callsOf(server, shop).filter((operation) => operation === CATEGORIES).length;

/** Asks while the platform holds the shop's reads, and lets them go once so many wait. */
async function whileHeld(shop: StockedShop, waiting: number, query: string, id: string) {
  const { faults } = server.kuaizhan;
  faults.set([{ match: { operation: 'GET *', shop: shop.label }, fault: 'hold' }]);
  const answer = post(server, shop.apiKey, query, { id });
  await untilWaiting(server, waiting);
  faults.clear();
  return answer;
}

describe('categories of commodities', () => {
  it.each([
    ['a list', LIST, (shop: StockedShop) => shop.id],
    ['one commodity', ONE, (shop: StockedShop) => shop.commodityId],
  ])('are asked for beside %s that had some when it was last read', async (_, query, idOf) => {
    const shop = await stockedShop(server);
    const first = await whileHeld(shop, 1, query, idOf(shop));
    expect(callsOf(server, shop)).toHaveLength(2);
    const second = await whileHeld(shop, 2, query, idOf(shop));
    expect(callsOf(server, shop)).toHaveLength(4);
    expect(JSON.stringify(second.data)).toContain('"categories":[{"title":"teas"}]');
    expect(second.data).toEqual(first.data);
    expect(second.extensions.upstream).toMatchObject({ totalCalls: 2, unbatched: [] });
  });

  it('are not asked for where nobody selects them, or where the commodities have none', async () => {
    const shop = await stockedShop(server);
    const bare = server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'second' });
    const select = { nativeIds: [bare.id] };
    const variables = { id: shop.id };
    await post(server, shop.apiKey, LIST, variables);
    await post(server, shop.apiKey, LIST.replace('categories { title }', ''), variables);
    await post(server, shop.apiKey, ONE, { id: shop.gid('Commodity', bare.id) });
    await post(server, shop.apiKey, ONE, { id: shop.gid('Commodity', bare.id) });
    expect(timesAsked(shop)).toBe(1);
    for (let times = 0; times < 2; times += 1) await post(server, shop.apiKey, LIST, { ...variables, select });
    expect(timesAsked(shop)).toBe(1);
  });

  it('are asked for in vain once when the commodities have none any more, which is told and charged', async () => {
    const shop = await stockedShop(server);
    await post(server, shop.apiKey, LIST, { id: shop.id });
    const update =
      'mutation ($input: CommodityUpdateInput!) { commodityUpdate(input: $input) { userErrors { code } } }';
    const input = { id: shop.commodityId, categoryIds: [] };
    expect((await post(server, shop.apiKey, update, { input })).data?.commodityUpdate.userErrors).toEqual([]);
    const calls: unknown[] = [];
    for (let times = 0; times < 3; times += 1)
      calls.push((await post(server, shop.apiKey, LIST, { id: shop.id })).extensions.upstream.totalCalls);
    expect(calls).toEqual([2, 1, 1]);
  });

  it('that cannot be read fail alone, and are asked for once', async () => {
    const shop = await stockedShop(server);
    await post(server, shop.apiKey, LIST, { id: shop.id });
    server.kuaizhan.faults.set([{ match: { operation: CATEGORIES, shop: shop.label }, fault: 'malformed' }]);
    const { data, errors } = await post(server, shop.apiKey, LIST, { id: shop.id });
    server.kuaizhan.faults.clear();
    expect(data?.shop?.commodities).toEqual({ nodes: [{ title: 'first', categories: null }] });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['shop', 'commodities', 'nodes', 0, 'categories'], 'UPSTREAM_MALFORMED'],
    ]);
    expect(timesAsked(shop)).toBe(2);
  });

  it('that were expected in vain make no error when the list itself fails', async () => {
    const shop = await stockedShop(server);
    await post(server, shop.apiKey, LIST, { id: shop.id });
    server.kuaizhan.faults.set([{ match: { operation: 'GET *', shop: shop.label }, fault: 'malformed' }]);
    const { errors } = await post(server, shop.apiKey, LIST, { id: shop.id });
    server.kuaizhan.faults.clear();
    expect(errors.map(({ path }) => path)).toEqual([['shop', 'commodities']]);
    expect((await post(server, shop.apiKey, LIST, { id: shop.id })).errors).toEqual([]);
  });
});
