import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Shop } from '../../src/tenants/shop.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

const LIST = 'GET /v2/ec/commodity/list';

let server: InventoryServer;
let shop: Shop;
let other: Shop;
let readKey: string;
beforeAll(async () => {
  server = await startInventory();
  [shop, other] = server.kuaizhanShops as [Shop, Shop];
  readKey = await server.makeKey(['read']);
}, 30_000);
afterAll(() => server.stop());
afterEach(() => server.kuaizhan.faults.clear());

const gidOf = ({ key }: Shop): string => `gid://v1/Shop/${key}/${key}`;
const page = async (args: string, selection: string, key = readKey) =>
  (
    await server.ask(
      `query ($group: ID!) { stockItems(groupId: $group, ${args}) { ${selection} } }`,
      { group: server.groupId },
      { key },
    )
  ).data.stockItems;

describe('a stock item', () => {
  it('is made with its links, and found by code, by id, from its units and in its group, without a call', async () => {
    const [unit] = await server.units(shop, 1);
    const [second] = await server.units(other, 1);
    const made = await server.setItem({
      merchantCode: 'TEE-1',
      name: 'Tee',
      onHand: 12,
      listings: [
        { unitId: unit, allocation: 0.5, safetyStock: 2 },
        { unitId: second, allocation: 0.3333 },
      ],
    });
    expect(made.userErrors).toEqual([]);
    expect(server.allCalls()).toEqual([]);
    const item = made.stockItem;
    expect(item).toMatchObject({ merchantCode: 'TEE-1', name: 'Tee', onHand: 12 });
    expect(item['listings']).toHaveLength(2);
    const found = await server.ask(
      `query ($by: StockItemBy!, $id: ID!, $groupId: ID!, $unit: ID!) {
        byCode: stockItem(by: $by) { id group { id name } }
        byId: stockItem(by: { id: $id }) { id }
        node(id: $id) { ... on StockItem { onHand } }
        stockItems(groupId: $groupId) { totalCount nodes { id listings { allocation safetyStock lastStatus } } }
        unit: node(id: $unit) { ... on CommodityVariant { stockItem { id } } }
      }`,
      { by: { code: { groupId: server.groupId, merchantCode: 'TEE-1' } }, id: item.id, groupId: server.groupId, unit },
      { key: readKey },
    );
    expect(found.errors).toEqual([]);
    expect(found.data).toEqual({
      byCode: { id: item.id, group: { id: server.groupId, name: 'All' } },
      byId: { id: item.id },
      node: { onHand: 12 },
      stockItems: {
        totalCount: 1,
        nodes: [
          {
            id: item.id,
            listings: expect.arrayContaining([
              { allocation: 0.5, safetyStock: 2, lastStatus: null },
              { allocation: 0.3333, safetyStock: 0, lastStatus: null },
            ]),
          },
        ],
      },
      unit: { stockItem: { id: item.id } },
    });
    expect(server.allCalls()).toEqual(['GET /v2/ec/commodity/info']);
    await server.setItem({ merchantCode: 'TEE-1', listings: [] });
  });

  it('is null by anything that is none: a foreign id, another group, no id at all', async () => {
    const made = (await server.setItem({ merchantCode: 'NULL-1' })).stockItem;
    const { key } = await server.addTenant('Stranger', []);
    const query = `query ($id: ID!, $code: StockItemBy!) { a: stockItem(by: { id: $id }) { id } b: stockItem(by: $code) { id }
      node(id: $id) { id } }`;
    const code = { code: { groupId: server.groupId, merchantCode: 'NULL-1' } };
    const nothing = { a: null, b: null, node: null };
    expect((await server.ask(query, { id: made.id, code }, { key })).data).toEqual(nothing);
    const strange = { id: 'nonsense', code: { code: { groupId: 'nonsense', merchantCode: 'NULL-1' } } };
    expect((await server.ask(query, strange)).data).toEqual(nothing);
    const moved = made.id.replace(server.groupKey, 'gother');
    expect((await server.ask(query, { id: moved, code: strange.code })).data).toEqual(nothing);
  });

  it('answers to its own type alone when a router asks for entities', async () => {
    const [unit] = await server.units(shop, 1);
    const { stockItem } = await server.setItem({ merchantCode: 'ROUTED', listings: [{ unitId: unit }] });
    const [listing] = stockItem['listings'] as { id: string }[];
    const representations = [
      { __typename: 'StockItem', id: stockItem.id },
      { __typename: 'Listing', id: listing?.id },
      { __typename: 'Listing', id: stockItem.id },
      { __typename: 'ShopGroup', id: server.groupId },
    ];
    const { data, errors } = await server.ask(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on StockItem { merchantCode } ... on Listing { shop { id } } ... on ShopGroup { name } } }`,
      { representations },
    );
    expect(errors).toEqual([]);
    expect(data._entities).toEqual([{ merchantCode: 'ROUTED' }, { shop: { id: gidOf(shop) } }, null, { name: 'All' }]);
    await server.setItem({ merchantCode: 'ROUTED', listings: [] });
  });
});

describe('the stock items of a group', () => {
  it('are paged by code, narrowed by words and count, and counted when that is selected', async () => {
    for (const [merchantCode, name, onHand] of [
      ['P-3', 'Mug red', 1],
      ['P-1', 'Tee red', 30],
      ['P-2', 'Tee blue', null],
    ])
      await server.setItem({ merchantCode, name, onHand });
    const first = await page(
      'first: 2, filter: { search: "p-" }',
      'nodes { merchantCode } pageInfo { hasNextPage endCursor } totalCount',
    );
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await page(
      `after: "${first.pageInfo.endCursor}", filter: { search: "p-" }`,
      'edges { node { merchantCode } } pageInfo { hasNextPage hasPreviousPage }',
    );
    expect([...first.nodes, ...rest.edges.map(({ node }: { node: object }) => node)]).toEqual([
      { merchantCode: 'P-1' },
      { merchantCode: 'P-2' },
      { merchantCode: 'P-3' },
    ]);
    expect(rest.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    expect(await page('filter: { search: "p- red", maxOnHand: 5 }', 'nodes { merchantCode }')).toEqual({
      nodes: [{ merchantCode: 'P-3' }],
    });
  });

  it('refuse a cursor of another list, and a page that is too long', async () => {
    const { pageInfo } = await page('first: 1', 'pageInfo { endCursor }');
    const ask = (args: string) =>
      server.ask(`query ($group: ID!) { stockItems(groupId: $group, ${args}) { nodes { id } } }`, {
        group: server.groupId,
      });
    const misused = await ask(`after: "${pageInfo.endCursor}", filter: { search: "p-" }`);
    expect(misused.errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR', path: ['after'] } }]);
    const long = await ask('first: 101');
    expect(long.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', path: ['first'] } }]);
  });

  it("are none of a group that is not there or another tenant's", async () => {
    const { key } = await server.addTenant('Stranger', []);
    const query =
      'query ($group: ID!) { stockItems(groupId: $group) { totalCount nodes { id } pageInfo { endCursor } } }';
    const nothing = { stockItems: { totalCount: 0, nodes: [], pageInfo: { endCursor: null } } };
    expect((await server.ask(query, { group: server.groupId }, { key })).data).toEqual(nothing);
    expect((await server.ask(query, { group: 'nonsense' })).data).toEqual(nothing);
  });

  it('show drift: those of which a shop was seen to have another quantity since it was written', async () => {
    const [unit] = await server.units(shop, 1);
    const made = (await server.setItem({ merchantCode: 'DRIFT-1', listings: [{ unitId: unit }] })).stockItem;
    const [listing] = made['listings'] as { id: string }[];
    const { stockItems } = server.foundation.store;
    const listingId = listing?.id.split('/').at(-1) ?? '';
    await stockItems.noteWritten(server.tenantId, [
      { listingId, status: 'SUCCEEDED', quantity: 5, at: new Date('2025-06-01T00:00:00Z') },
    ]);
    const drifting = async (key?: string) => (await page('filter: { hasDrift: true }', 'nodes { id }', key)).nodes;
    expect(await drifting()).toEqual([]);
    await stockItems.noteSeen(server.tenantId, [
      { unitId: unit ?? '', quantity: 3, at: new Date('2025-06-01T00:01:00Z') },
    ]);
    expect(await drifting()).toEqual([{ id: made.id }]);
    expect(await drifting(await server.makeKey(['read'], [other.key]))).toEqual([]);
    expect(await page('filter: { hasDrift: false, search: "DRIFT" }', 'nodes { id }')).toEqual({ nodes: [] });
    const { data } = await server.ask(
      'query ($id: ID!) { node(id: $id) { ... on Listing { lastWritten lastWrittenAt lastStatus } } }',
      { id: listing?.id },
    );
    expect(data.node).toEqual({
      lastWritten: 5,
      lastWrittenAt: '2025-06-01T00:00:00.000Z',
      lastStatus: 'SUCCEEDED',
    });
    await server.setItem({ merchantCode: 'DRIFT-1', listings: [] });
  });
});

describe('the listings of a page of items', () => {
  const UNITS = 'nodes { listings { unit { stock } item { title } } }';

  it('have their units and commodities by one call for a hundred of a shop', async () => {
    const units = await server.units(shop, 40);
    const others = await server.units(other, 40);
    const count = Math.min(units.length, others.length, 20);
    expect(count).toBeGreaterThan(5);
    for (let at = 0; at < count; at += 1)
      await server.setItem({
        merchantCode: `MANY-${at}`,
        listings: [{ unitId: units[at] }, { unitId: others[at] }],
      });
    const found = await page(`first: ${count}, filter: { search: "MANY-" }`, UNITS);
    expect(server.allCalls()).toEqual([LIST, LIST]);
    for (const { listings } of found.nodes)
      expect(listings).toEqual([
        { unit: { stock: expect.any(Number) }, item: { title: expect.any(String) } },
        { unit: { stock: expect.any(Number) }, item: { title: expect.any(String) } },
      ]);
    await page(
      `first: ${count}, filter: { search: "MANY-" }`,
      'nodes { listings { unit { id } item { id } shop { name } } }',
    );
    expect(server.allCalls()).toEqual([]);
  });

  it('keep those of one shop when the other fails, with an error at each unit', async () => {
    server.kuaizhan.faults.set([
      { match: { operation: LIST, shop: String(other.nativeId) }, fault: 'http_status', status: 400 },
    ]);
    const { data, errors } = await server.ask(
      `query ($group: ID!) { stockItems(groupId: $group, first: 2, filter: { search: "MANY-" }) { nodes { listings { shop { id } unit { stock } } } } }`,
      { group: server.groupId },
    );
    const listings = data.stockItems.nodes.flatMap((node: { listings: object[] }) => node.listings);
    expect(listings).toHaveLength(4);
    for (const { shop: of, unit } of listings) expect(unit === null).toBe(of.id === gidOf(other));
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({ path: ['stockItems', 'nodes', 0, 'listings', expect.any(Number), 'unit'] });
  });

  it('have no unit where the shop has it no more, and stand all the same', async () => {
    const unitId = `gid://v1/CommodityVariant/${shop.key}/${encodeURIComponent('kz-gone:AAAAAAAAAAAAAAAA')}`;
    const made = await server.setItem({ merchantCode: 'GONE', listings: [{ unitId }] });
    expect(made.userErrors).toEqual([]);
    const { data, errors } = await server.ask(
      'query ($id: ID!) { stockItem(by: { id: $id }) { listings { unit { stock } item { title } } } }',
      { id: made.stockItem.id },
    );
    expect(errors).toEqual([]);
    expect(data.stockItem.listings).toEqual([{ unit: null, item: null }]);
  });

  it('are those of shops that the caller may see', async () => {
    const key = await server.makeKey(['read'], [shop.key]);
    const { data } = await server.ask(
      `query ($group: ID!) { stockItems(groupId: $group, first: 1, filter: { search: "MANY-" }) { nodes { listings { id shop { id } } } } }`,
      { group: server.groupId },
      { key },
    );
    expect(data.stockItems.nodes[0].listings).toEqual([expect.objectContaining({ shop: { id: gidOf(shop) } })]);
    const all = await page('first: 1, filter: { search: "MANY-" }', 'nodes { listings { id shop { id } } }');
    const hidden = all.nodes[0].listings.find((one: { shop: { id: string } }) => one.shop.id !== gidOf(shop));
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await server.ask(node, { id: hidden.id }, { key })).data).toEqual({ node: null });
    expect((await server.ask(node, { id: hidden.id }, { key: readKey })).data).toEqual({ node: { id: hidden.id } });
  });
});
