import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Product } from '../../../../src/platforms/douyin/emulator/state/product.record.js';
import type { Warehouse } from '../../../../src/platforms/douyin/emulator/state/shop.record.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

const LIST = 'POST /warehouse/list';
const INFO = 'POST /warehouse/info';
const SKUS = 'POST /sku/list';
const DETAIL = 'POST /product/detail';

interface Node {
  readonly id: string;
  readonly outerId: string;
}

describe('regional warehouses of a Douyin shop', () => {
  let server: DouyinServer;
  let shop: DouyinShop;
  let large: DouyinShop;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    [shop, large] = server.shops as [DouyinShop, DouyinShop];
    const [first] = warehouses(large) as [Warehouse];
    for (let at = 0; at < 130; at += 1) {
      const outWarehouseId = `仓/${String(at).padStart(3, '0')}`;
      const createdAt = first.createdAt + at * 60;
      const made = { ...first, id: `68533869418748${at}`, outWarehouseId, createdAt, updatedAt: createdAt, areas: [] };
      stateOf(large).warehouses.set(outWarehouseId, made);
    }
  }, 30_000);
  afterAll(() => server.stop());
  afterEach(() => server.douyin.faults.clear());

  const stateOf = (of: DouyinShop) => {
    const found = server.douyin.state.shops.get(of.nativeId);
    if (found === undefined) throw new Error('no such shop');
    return found;
  };
  const warehouses = (of: DouyinShop): Warehouse[] => [...stateOf(of).warehouses.values()];
  const list = (selection: string, args = '', of = shop): Promise<Answer> =>
    server.ask(`query($shop: ID!) { shop(by: { id: $shop }) { regionalWarehouses${args} { ${selection} } } }`, {
      shop: of.id,
    });
  /** A product with its stock in several warehouses. */
  const regional = (): Product => {
    const found = [...stateOf(shop).products.values()].find(
      ({ status, skus }) => status === 0 && skus.length > 1 && skus.every(({ skuType }) => skuType === 1),
    );
    if (found === undefined) throw new Error('the seed has no such product');
    return found;
  };
  const stocks = (selection: string): Promise<Answer> =>
    server.ask(
      `query($id: ID!) { product(id: $id) { skus { native { id } stock warehouseStocks { stock heldStock ${selection} } } } }`,
      { id: shop.gid('Product', regional().id) },
    );

  it('are listed by one call with all but the names of their regions, the oldest first', async () => {
    const { data, errors } = await list(
      `totalCount pageInfo { hasNextPage hasPreviousPage }
       nodes { id native { platform resource id } freshness { source } raw outerId name description coverage createdAt updatedAt shop { id name } }`,
    );
    expect(errors).toEqual([]);
    expect(server.calls()).toEqual([LIST]);
    const { nodes, totalCount, pageInfo } = data.shop.regionalWarehouses;
    expect(totalCount).toBe(2);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false });
    const [east] = warehouses(shop) as [Warehouse];
    expect(nodes.map(({ outerId }: Node) => outerId)).toEqual(['WH-EAST-01', 'WH-WEST-01']);
    expect(nodes[0]).toMatchObject({
      id: shop.gid('RegionalWarehouse', 'WH-EAST-01'),
      native: { platform: 'DOUYIN', resource: 'warehouse', id: 'WH-EAST-01' },
      outerId: 'WH-EAST-01',
      name: east.name,
      description: east.intro,
      coverage: [['330000'], ['310000'], ['320000']],
      createdAt: new Date(east.createdAt * 1000).toISOString(),
      updatedAt: new Date(east.updatedAt * 1000).toISOString(),
      shop: { id: shop.id },
    });
    expect(nodes[0].raw.warehouse_id).toBe(east.id);
  });

  it('serve regions, of which every level that is named counts', async () => {
    const [east] = warehouses(shop) as [Warehouse];
    const areas = east.areas;
    east.areas = [
      { codes: [330000, 330100, 330110, 330110012], at: 1 },
      { codes: [510000, 510100, 0, 0], at: 1 },
    ];
    const { data } = await list('nodes { coverage }');
    east.areas = areas;
    expect(data.shop.regionalWarehouses.nodes[0].coverage).toEqual([
      ['330000', '330100', '330110', '330110012'],
      ['510000', '510100'],
    ]);
  });

  it('tell where they stand by one call more each, made when that is selected', async () => {
    const { data, errors, extensions } = await list('nodes { address { province city district street detail } }');
    expect(errors).toEqual([]);
    expect(server.calls()).toEqual([LIST, INFO, INFO]);
    expect(extensions.upstream.unbatched).toContain('shop.regionalWarehouses.nodes.address');
    expect(data.shop.regionalWarehouses.nodes[0].address).toEqual({
      province: '浙江省',
      city: '杭州市',
      district: '余杭区',
      street: expect.stringContaining('街道'),
      detail: '物流园1号库',
    });
  });

  it('that stand nowhere have no address, without a call', async () => {
    const [east] = warehouses(shop) as [Warehouse];
    const { location } = east;
    east.location = [0, 0, 0, 0];
    const { data } = await list('nodes { address { province } }', '(first: 1)');
    east.location = location;
    expect(data.shop.regionalWarehouses.nodes).toEqual([{ address: null }]);
    expect(server.calls()).toEqual([LIST]);
  });

  it('are there though the address of one cannot be read', async () => {
    server.douyin.faults.set([{ match: { operation: INFO, nth: 1 }, fault: 'malformed' }]);
    const { data, errors } = await list('nodes { outerId address { province } }');
    expect(data.shop.regionalWarehouses.nodes.map(({ outerId }: Node) => outerId)).toEqual([
      'WH-EAST-01',
      'WH-WEST-01',
    ]);
    expect(errors.map((error) => error.extensions.code)).toEqual(['UPSTREAM_MALFORMED']);
  });

  it.each([[7], [40], [100]])('are paged without a gap, %i at a time', async (size) => {
    const seen: string[] = [];
    let after = '';
    do {
      const { data, errors } = await list(
        'nodes { outerId } totalCount pageInfo { hasNextPage endCursor }',
        `(first: ${size}${after})`,
        large,
      );
      expect(errors).toEqual([]);
      expect(data.shop.regionalWarehouses.totalCount).toBe(132);
      expect(server.calls().length).toBeLessThanOrEqual(seen.length < 100 && seen.length + size > 100 ? 2 : 1);
      seen.push(...data.shop.regionalWarehouses.nodes.map(({ outerId }: Node) => outerId));
      const { hasNextPage, endCursor } = data.shop.regionalWarehouses.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    expect(new Set(seen)).toEqual(new Set(warehouses(large).map(({ outWarehouseId }) => outWarehouseId)));
    expect(seen).toHaveLength(132);
  });

  it.each([
    ['(first: 0)', 'INVALID_INPUT'],
    ['(first: 101)', 'INVALID_INPUT'],
    ['(after: "AAAA")', 'INVALID_CURSOR'],
  ])('cannot be asked for by %s', async (args, code) => {
    const { errors } = await list('nodes { id }', args);
    expect(errors.map((error) => error.extensions.code)).toEqual([code]);
    expect(server.calls()).toEqual([]);
  });

  it('are found by global id with their address by one call, whatever the code is made of', async () => {
    const { data, errors } = await server.ask(
      'query($id: ID!) { node(id: $id) { ... on RegionalWarehouse { outerId name address { province } } } }',
      { id: large.gid('RegionalWarehouse', '仓/007') },
    );
    expect(errors).toEqual([]);
    expect(data.node).toEqual({ outerId: '仓/007', name: '华东仓', address: { province: '浙江省' } });
    expect(server.calls()).toEqual([INFO]);
  });

  it('are found together by one call, and one that is not there is null', async () => {
    const codes = ['仓/001', 'WH-EAST-01', 'NOWHERE', '仓/129'];
    const { data, errors } = await server.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on RegionalWarehouse { outerId name } } }',
      { ids: codes.map((code) => large.gid('RegionalWarehouse', code)) },
    );
    expect(errors).toEqual([]);
    expect(data.nodes.map((node: Node | null) => node?.outerId ?? null)).toEqual([
      '仓/001',
      'WH-EAST-01',
      null,
      '仓/129',
    ]);
    expect(server.calls()).toEqual([LIST]);
    const none = await server.ask('query($id: ID!) { node(id: $id) { id } }', {
      id: large.gid('RegionalWarehouse', 'NOWHERE'),
    });
    expect(none.errors).toEqual([]);
    expect(none.data.node).toBeNull();
  });

  it('hold stock of SKUs, which the list of SKUs tells with their codes', async () => {
    const { data, errors } = await stocks('warehouse { __typename id outerId native { id } shop { key } }');
    expect(errors).toEqual([]);
    expect(server.calls()).toEqual([DETAIL, SKUS]);
    for (const sku of data.product.skus) {
      const kept = stateOf(shop).skus.get(sku.native.id)?.sku;
      const told = sku.warehouseStocks.map((one: { warehouse: Node; stock: number }) => [
        one.warehouse.outerId,
        one.stock,
      ]);
      expect(told).toEqual([...(kept?.regional ?? [])].sort());
      expect(sku.stock).toBe([...(kept?.regional.values() ?? [])].reduce((sum, count) => sum + count, 0));
      expect(sku.warehouseStocks[0]).toMatchObject({
        heldStock: 0,
        warehouse: { __typename: 'RegionalWarehouse', id: shop.gid('RegionalWarehouse', 'WH-EAST-01') },
      });
    }
  });

  it('of all SKUs are read by one call more, where more than their codes is wanted', async () => {
    const { data, errors } = await stocks('warehouse { outerId name }');
    expect(errors).toEqual([]);
    expect(server.calls()).toEqual([DETAIL, SKUS, LIST]);
    for (const { warehouseStocks } of data.product.skus)
      expect(warehouseStocks.map(({ warehouse }: { warehouse: Node }) => warehouse)).toEqual([
        { outerId: 'WH-EAST-01', name: '华东仓' },
        { outerId: 'WH-WEST-01', name: '西南仓' },
      ]);
  });

  it('leave the stock of SKUs standing when they are gone or cannot be read', async () => {
    const { warehouses: kept } = stateOf(shop);
    const west = kept.get('WH-WEST-01') as Warehouse;
    kept.delete('WH-WEST-01');
    const { data, errors } = await stocks('warehouse { name }');
    kept.set('WH-WEST-01', west);
    expect(errors).toEqual([]);
    expect(data.product.skus[0].warehouseStocks[1]).toMatchObject({ stock: expect.any(Number), warehouse: null });
    server.douyin.faults.set([{ match: { operation: LIST }, fault: 'malformed' }]);
    const failed = await stocks('warehouse { name }');
    expect(failed.data.product.skus[0].warehouseStocks[0]).toMatchObject({
      stock: expect.any(Number),
      warehouse: null,
    });
    expect(failed.errors[0].extensions.code).toBe('UPSTREAM_MALFORMED');
  });

  it('hold none of a SKU with ordinary stock', async () => {
    const plain = [...stateOf(shop).products.values()].find(({ skus }) => skus.every(({ skuType }) => skuType === 0));
    const { data } = await server.ask('query($id: ID!) { product(id: $id) { skus { warehouseStocks { stock } } } }', {
      id: shop.gid('Product', plain?.id ?? ''),
    });
    expect(data.product.skus.length).toBeGreaterThan(0);
    for (const sku of data.product.skus) expect(sku.warehouseStocks).toEqual([]);
  });
});
