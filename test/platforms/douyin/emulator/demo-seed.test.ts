import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { type Caller, caller, first, type Row } from './platform-caller.js';

describe('the demo seed of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let apis: Caller[];
  beforeAll(async () => {
    emulator = await startDouyinEmulator();
    apis = await Promise.all(emulator.seed.shops.map((shop) => caller(emulator, shop)));
  });
  afterAll(() => emulator.close());

  const listed = async (api: Caller, method: string, key: string, filter: Row) => {
    const rows: Row[] = [];
    for (let page = Number(filter['page'] ?? 0); ; page += 1) {
      const found = (await api.data(method, { ...filter, page }))[key] as Row[];
      if (found.length === 0) return rows;
      rows.push(...found);
    }
  };
  const ordersOf = (api: Caller) =>
    listed(api, 'order.searchList', 'shop_order_list', {
      size: 100,
      create_time_start: Math.floor(emulator.now() / 1000) - 89 * 86_400,
    });

  it('has 200 products, 500 orders in every status and 60 after-sales over two shops, all within the horizon', async () => {
    const products: Row[] = [];
    const orders: Row[] = [];
    const afterSales: Row[] = [];
    for (const api of apis) {
      for (const status of [0, 1, 2])
        products.push(...(await listed(api, 'product.listV2', 'data', { page: 1, size: 100, status })));
      orders.push(...(await ordersOf(api)));
      afterSales.push(...(await listed(api, 'afterSale.List', 'items', { size: 100 })));
    }
    expect([products.length, orders.length, afterSales.length]).toEqual([200, 500, 60]);
    expect(new Set(orders.map((row) => row['order_status']))).toEqual(new Set([1, 105, 2, 101, 3, 4, 5]));
    const statuses = afterSales.map((item) => (item['aftersale_info'] as Row)['aftersale_status']);
    expect(new Set(statuses)).toEqual(new Set([6, 7, 11, 12, 13, 14, 27, 28, 29]));
    expect(new Set(products.map((row) => row['check_status']))).toEqual(new Set([1, 3, 4, 7]));
    expect(new Set(products.map((row) => row['name'])).size).toBe(200);
  });

  it('has ids that a double cannot hold', () => {
    const ids = [...emulator.state.shops.values()].flatMap((shop) => [
      ...shop.products.keys(),
      ...shop.orders.keys(),
      ...shop.ordersByLine.keys(),
      ...shop.afterSales.keys(),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(String(BigInt(Number(id)))).not.toBe(id);
  });

  it('has regional stock, e-waybills to follow, notes and repeated buyers', async () => {
    const [api] = apis;
    if (api === undefined) throw new Error('the demo seed has shops');
    const orders = await ordersOf(api);
    expect(orders.filter((row) => row['seller_words'] !== '').length).toBeGreaterThan(20);
    expect(new Set(orders.map((row) => row['open_address_id'])).size).toBeLessThan(orders.length);
    const lines = orders.flatMap((row) => row['sku_order_list'] as Row[]);
    expect(lines.some((line) => (line['out_warehouse_ids'] as unknown[]).length > 0)).toBe(true);
    const [waybill] = [...(first([...emulator.state.shops.values()]).waybills.values() ?? [])];
    const track = { logistics_code: waybill?.companyCode, track_no: waybill?.trackingNo };
    expect(
      ((await api.data('logistics.trackNoRouteDetail', track))['route__node_list'] as Row[]).length,
    ).toBeGreaterThan(0);
  });

  it('leaves open after-sales time, and no stock below nothing', () => {
    for (const shop of emulator.state.shops.values()) {
      for (const { status, deadline } of shop.afterSales.values()) {
        if (status === 6) expect(deadline * 1000).toBeGreaterThan(emulator.now());
      }
      for (const { sku } of shop.skus.values()) {
        expect(sku.stock).toBeGreaterThanOrEqual(0);
        expect(sku.held).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('is the same at every start and after a reset, but for its times, and names shops to register', async () => {
    const again = await startDouyinEmulator();
    try {
      const shape = ({ state }: DouyinEmulator) =>
        [...state.shops.values()].map((shop) => [
          [...shop.products.values()].map(({ id, content }) => [id, content.name]),
          [...shop.orders.values()].map(({ id, status, receiver }) => [id, status, receiver.name]),
          [...shop.afterSales.values()].map(({ id, type, status }) => [id, type, status]),
        ]);
      expect(again.seed).toEqual(emulator.seed);
      expect(shape(again)).toEqual(shape(emulator));
      again.buyer.pay(
        first([...first([...again.state.shops.values()]).orders.values()].filter(({ status }) => status === 1)).id,
      );
      expect(shape(again)).not.toEqual(shape(emulator));
      again.reset();
      expect(shape(again)).toEqual(shape(emulator));
    } finally {
      await again.close();
    }
    expect(emulator.seed.demoShops.map(({ name }) => name)).toEqual(['云栖服饰旗舰店', '山见茶器专营店']);
    for (const { credential } of emulator.seed.demoShops) {
      expect(Object.keys(credential).sort()).toEqual(['appId', 'appSecret', 'shopId']);
      const { appId, appSecret, shopId } = credential;
      expect((await caller(emulator, { appKey: appId, appSecret, shopId })).token).not.toBe('');
    }
  });

  it('has a small data set of its own on the sandbox host', async () => {
    const { sandboxShop } = emulator.seed;
    if (sandboxShop === null) throw new Error('the demo seed has a sandbox shop');
    const api = await caller({ url: emulator.sandboxUrl, now: emulator.now }, sandboxShop);
    expect(await ordersOf(api)).toHaveLength(20);
    expect(emulator.sandboxState.shops.size).toBe(1);
  });

  it('starts empty when told', async () => {
    const empty = await startDouyinEmulator({ seed: 'empty' });
    try {
      expect([empty.seed.shops, empty.state.shops.size, empty.sandboxState.shops.size]).toEqual([[], 0, 0]);
    } finally {
      await empty.close();
    }
  });
});
