import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DouyinShop } from '../support/start-douyin.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

const LIST = 'POST /warehouse/list';
const INFO = 'POST /warehouse/info';

let server: InventoryServer;
let shops: readonly DouyinShop[];
beforeAll(async () => {
  server = await startInventory();
  shops = server.shops;
  const last = shops.at(-1);
  const [first] = [...houses(shops[0]).values()];
  if (last === undefined || first === undefined) throw new Error('the seed has no warehouses');
  houses(last).set('ONLY/HERE', { ...first, id: '6853386941874899', outWarehouseId: 'ONLY/HERE', name: 'Attic' });
}, 30_000);
afterAll(() => server.stop());
afterEach(() => server.douyin.faults.clear());

function houses(shop: DouyinShop | undefined) {
  const state = server.douyin.state.shops.get(shop?.nativeId ?? '');
  if (state === undefined) throw new Error('no such shop');
  return state.warehouses;
}
const warehouses = (key?: string) =>
  server.ask(
    `query ($id: ID!) { shopGroup(id: $id) { warehouses { id code name regionalWarehouses { id outerId shop { id } } } } }`,
    { id: server.groupId },
    key === undefined ? {} : { key },
  );
const codesIn = (shop: DouyinShop | undefined): string[] => [...houses(shop).keys()];

interface Found {
  readonly id: string;
  readonly code: string;
  readonly regionalWarehouses: readonly { readonly shop: { readonly id: string } }[];
}

describe("a group's warehouses", () => {
  it("are those of its shops, joined by the merchant's code, by one call for each Douyin shop and none for others", async () => {
    const { data, errors } = await warehouses();
    expect(errors).toEqual([]);
    expect(server.allCalls()).toEqual(shops.map(() => LIST));
    const found = data.shopGroup.warehouses as Found[];
    const codes = new Set(shops.flatMap(codesIn));
    expect(found.map(({ code }) => code).sort()).toEqual([...codes].sort());
    for (const { code, regionalWarehouses } of found) {
      const having = shops.filter((shop) => codesIn(shop).includes(code)).map(({ id }) => id);
      expect(regionalWarehouses.map(({ shop }) => shop.id).sort()).toEqual(having.sort());
    }
    expect(found.some(({ regionalWarehouses }) => regionalWarehouses.length > 1)).toBe(true);
  });

  it('are found again by their ids, from the shops that have them', async () => {
    const found = (await warehouses()).data.shopGroup.warehouses as Found[];
    const attic = found.find(({ code }) => code === 'ONLY/HERE');
    expect(attic?.id).toBe(`gid://v1/Warehouse/${server.groupKey}/ONLY%2FHERE`);
    const { data, errors } = await server.ask(
      'query ($id: ID!) { node(id: $id) { ... on Warehouse { code name regionalWarehouses { shop { id } } } } }',
      { id: attic?.id },
    );
    expect(errors).toEqual([]);
    expect(data.node).toEqual({
      code: 'ONLY/HERE',
      name: 'Attic',
      regionalWarehouses: [{ shop: { id: shops.at(-1)?.id } }],
    });
    expect(server.allCalls()).toEqual(shops.map(() => INFO));
    const gone = `gid://v1/Warehouse/${server.groupKey}/none`;
    expect((await server.ask('query ($id: ID!) { node(id: $id) { id } }', { id: gone })).data).toEqual({ node: null });
    const { key } = await server.addTenant('Stranger', []);
    const foreign = await server.ask('query ($id: ID!) { node(id: $id) { id } }', { id: attic?.id }, { key });
    expect(foreign.data).toEqual({ node: null });
  });

  it('are without those of a shop that fails, and the answer says so beside the others', async () => {
    const whole = (await warehouses()).data.shopGroup.warehouses as Found[];
    server.douyin.faults.set([
      { match: { operation: LIST, shop: shops[0]?.nativeId ?? '' }, fault: 'http_status', status: 400 },
    ]);
    const { data, errors } = await warehouses();
    const found = data.shopGroup.warehouses as Found[];
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      const before = whole.find(({ code }) => code === one.code);
      expect(one.regionalWarehouses).toEqual(before?.regionalWarehouses.filter(({ shop }) => shop.id !== shops[0]?.id));
    }
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['shopGroup', 'warehouses'],
        extensions: expect.objectContaining({ shopId: shops[0]?.id, platform: 'DOUYIN', code: expect.any(String) }),
      }),
    ]);
  });

  it('are those of shops that the caller may see', async () => {
    const [own] = shops;
    const { data } = await warehouses(await server.makeKey(['read'], [own?.key ?? '']));
    const found = data.shopGroup.warehouses as Found[];
    expect(found.map(({ code }) => code).sort()).toEqual(codesIn(own).sort());
    expect(new Set(found.flatMap(({ regionalWarehouses }) => regionalWarehouses.map(({ shop }) => shop.id)))).toEqual(
      new Set([own?.id]),
    );
  });
});
