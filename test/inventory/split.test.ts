import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InventoryServer, startInventory } from './start-inventory.js';

describe('the inventory served by a process of its own', () => {
  let server: InventoryServer;
  beforeAll(async () => {
    server = await startInventory({ server: { env: { SUBGRAPHS: 'inventory' } } });
  }, 30_000);
  afterAll(() => server.stop());

  it('names units and what they belong to for the router to ask elsewhere, and answers what is its own of them', async () => {
    const [shop] = server.kuaizhanShops;
    const unitId = `gid://v1/CommodityVariant/${shop?.key}/${encodeURIComponent('kz-1:AAAAAAAAAAAAAAAA')}`;
    const input = { groupId: server.groupId, merchantCode: 'SPLIT', listings: [{ unitId }] };
    const { data, errors } = await server.ask(
      `mutation ($input: StockItemSetInput!) { stockItemSet(input: $input) { userErrors { code } stockItem {
        group { id } listings { shop { id }
          unit { __typename ... on CommodityVariant { id stockItem { merchantCode } } }
          item { __typename ... on Commodity { id } } } } } }`,
      { input },
    );
    expect(errors).toEqual([]);
    expect(data.stockItemSet).toEqual({
      userErrors: [],
      stockItem: {
        group: { id: server.groupId },
        listings: [
          {
            shop: { id: `gid://v1/Shop/${shop?.key}/${shop?.key}` },
            unit: { __typename: 'CommodityVariant', id: unitId, stockItem: { merchantCode: 'SPLIT' } },
            item: { __typename: 'Commodity', id: `gid://v1/Commodity/${shop?.key}/kz-1` },
          },
        ],
      },
    });
    expect(server.allCalls()).toEqual([]);
  });

  it("adds what is its own to the platforms' units and to groups when a router asks for them", async () => {
    const [shop] = server.kuaizhanShops;
    const unitId = `gid://v1/CommodityVariant/${shop?.key}/${encodeURIComponent('kz-1:AAAAAAAAAAAAAAAA')}`;
    const representations = [
      { __typename: 'CommodityVariant', id: unitId },
      { __typename: 'ShopGroup', id: server.groupId },
    ];
    const { data, errors } = await server.ask(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on CommodityVariant { stockItem { merchantCode } } ... on ShopGroup { warehouses { code } } } }`,
      { representations },
    );
    expect(errors).toEqual([]);
    expect(data._entities).toEqual([
      { stockItem: { merchantCode: 'SPLIT' } },
      { warehouses: expect.arrayContaining([{ code: expect.any(String) }]) },
    ]);
    const { key } = await server.addTenant('Stranger', []);
    const foreign = await server.ask(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on CommodityVariant { stockItem { merchantCode } } ... on ShopGroup { warehouses { code } } } }`,
      { representations },
      { key },
    );
    expect(foreign.data._entities).toEqual([{ stockItem: null }, { warehouses: [] }]);
  });
});
