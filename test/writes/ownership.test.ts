import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, freshShop, KINDS, post, type WritableShop, write } from './kinds.js';

let server: TestServer;
let shop: WritableShop;
/** A shop that the same token opens, registered or not. */
let neighbour: { id: string };

beforeAll(async () => {
  server = await start({ seed: 'empty' });
  shop = await freshShop(server);
  neighbour = server.kuaizhan.addShop({
    siteId: 7_900_000_001,
    token: shop.accessToken,
    label: shop.label,
    title: 'next door',
  });
}, 30_000);
afterAll(() => server.stop());

const byName = (name: string) => {
  const kind = KINDS.find(({ mutation }) => mutation === name);
  if (kind === undefined) throw new Error(`no ${name}`);
  return kind;
};
const effects = () => server.kuaizhan.journal.effects.length;

describe('an object of another shop that the same token opens', () => {
  it.each([
    ['commodityUpdate', 'Commodity'],
    ['commodityDelete', 'Commodity'],
    ['commodityCategoryUpdate', 'CommodityCategory'],
    ['commodityCategoryDelete', 'CommodityCategory'],
  ])('is not there for %s, and nothing is written', async (mutation, type) => {
    const { id } =
      type === 'Commodity'
        ? server.kuaizhan.addCommodity({ shopId: neighbour.id, title: 'theirs' })
        : server.kuaizhan.addCategory({ shopId: neighbour.id, title: 'theirs' });
    const input = { id: shop.gid(type, id), ...(mutation.endsWith('Update') ? { title: 'hijacked' } : {}) };
    server.kuaizhan.journal.clear();
    const { payload } = await write(server, shop, byName(mutation), input);
    expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'NOT_FOUND', path: ['input', 'id'] })]);
    expect(effects()).toBe(0);
    expect(callsOf(server, shop).filter((call) => call.startsWith('POST'))).toEqual([]);
  });
});

describe('an object that a read has shown', () => {
  it('is written without being read first', async () => {
    const { id } = server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'ours' });
    const gid = shop.gid('Commodity', id);
    const list = 'query ($id: ID!) { shop(by: { id: $id }) { commodities(first: 50) { nodes { id } } } }';
    await post(server, shop.apiKey, list, { id: shop.id });
    server.kuaizhan.journal.clear();
    await write(server, shop, byName('commodityUpdate'), { id: gid, title: 'renamed' });
    expect(callsOf(server, shop)).toEqual(['POST /v2/ec/commodity/update', 'GET /v2/ec/commodity/info']);
    server.kuaizhan.journal.clear();
    await write(server, shop, byName('commodityDelete'), { id: gid });
    expect(callsOf(server, shop)).toEqual(['POST /v2/ec/commodity/delete']);
  });
});

describe('an id of the wrong kind', () => {
  it('does not stand for the shop it is in', async () => {
    const { id } = server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'no shop' });
    server.kuaizhan.journal.clear();
    const input = { shopId: shop.gid('Commodity', id), title: 'category' };
    const { payload } = await write(server, shop, byName('commodityCategoryCreate'), input);
    expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'NOT_FOUND', path: ['input', 'shopId'] })]);
    expect(callsOf(server, shop)).toEqual([]);
  });
});

describe('a key for some shops', () => {
  it('reads no site but theirs, though the token opens others', async () => {
    const query = 'query ($by: SiteBy!) { site(by: $by) { id } }';
    const theirs = { native: { shopId: shop.id, siteId: '7900000001' } };
    const granted = await server.makeKey(['read'], [shop.key]);
    expect((await post(server, granted, query, { by: theirs })).data).toEqual({ site: null });
    expect(callsOf(server, shop).filter((call) => call.includes('site'))).toEqual([]);
    const own = { native: { shopId: shop.id, siteId: shop.siteId } };
    expect((await post(server, granted, query, { by: own })).data.site.id).toBe(shop.gid('Site', shop.siteId));
  });
});
