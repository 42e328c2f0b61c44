import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { receiver } from './buyers.js';
import { type Caller, caller, first, type Row } from './platform-caller.js';

describe('stock of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  let plain: { sku_id: bigint | string; product_id: string };
  let regional: { sku_id: string; product_id: string };
  const shop = () => first(emulator.seed.shops);
  const EAST = 'WH-EAST-01';

  beforeAll(async () => {
    emulator = await startDouyinEmulator();
  });
  beforeEach(async () => {
    emulator.reset();
    api = await caller(emulator, shop());
    const skus = [...(emulator.state.shops.get(shop().shopId)?.skus.values() ?? [])];
    const find = (type: number) =>
      first(skus.filter(({ product, sku }) => product.status === 0 && sku.skuType === type));
    plain = { sku_id: find(0).sku.id, product_id: find(0).product.id };
    regional = { sku_id: find(1).sku.id, product_id: find(1).product.id };
  });
  afterAll(() => emulator.close());

  const stockNum = async (sku_id: unknown) => Number((await api.data('sku.stockNum', { sku_id }))['stock_num']);
  const map = async () => (await api.data('sku.stockNum', { sku_id: regional.sku_id }))['stock_num_map'] as Row;

  it('is set to a number, or changed by a difference that needs an idempotency key', async () => {
    await api.data('sku.syncStock', { ...plain, stock_num: 100 });
    expect(await stockNum(plain.sku_id)).toBe(100);
    const change = { ...plain, stock_num: -30, incremental: true };
    expect(await api.verdict('sku.syncStock', change)).toBe('40002 isv.missing-parameter:40010');
    await api.data('sku.syncStock', { ...change, idempotent_id: 'a' });
    expect(await stockNum(plain.sku_id)).toBe(70);
    expect(await api.verdict('sku.syncStock', { ...change, idempotent_id: 'a' })).toBe(
      '40004 isv.parameter-invalid:40010',
    );
    expect(await stockNum(plain.sku_id)).toBe(70);
    expect(await api.verdict('sku.syncStock', { ...change, stock_num: -71, idempotent_id: 'b' })).toBe(
      '50002 isv.business-failed:2010012',
    );
    await api.data('sku.syncStock', { ...change, stock_num: -70, idempotent_id: 'b' });
    expect(await stockNum(plain.sku_id)).toBe(0);
    expect(emulator.journal.effects.filter(({ kind }) => kind === 'sku.stock')).toHaveLength(3);
  });

  it('is found by sku, or by code, and only in its own shop', async () => {
    const { code } = await api.data('sku.detail', { sku_id: plain.sku_id });
    await api.data('sku.syncStock', { code, product_id: plain.product_id, stock_num: 7 });
    expect(await stockNum(plain.sku_id)).toBe(7);
    expect(await api.data('sku.detail', { code })).toMatchObject({ stock_num: 7, price: expect.any(Number) });
    const other = await caller(emulator, emulator.seed.shops[1] ?? shop());
    expect(await other.verdict('sku.syncStock', { ...plain, stock_num: 1 })).toBe('40004 isv.parameter-invalid:5');
    expect(await other.verdict('sku.detail', { sku_id: plain.sku_id })).toBe('40004 isv.parameter-invalid:20050');
    await api.data('product.del', { product_id: plain.product_id });
    expect(await api.verdict('sku.syncStock', { ...plain, stock_num: 1 })).toBe('40004 isv.parameter-invalid:4');
    expect(await api.verdict('sku.editPrice', { ...plain, price: 1 })).toBe('40004 isv.parameter-invalid:7');
  });

  it('lies in regional warehouses for some skus, and a write without the warehouse changes nothing that is sold', async () => {
    const before = await map();
    await api.data('sku.syncStock', { ...regional, out_warehouse_id: EAST, stock_num: 11 });
    expect(await map()).toEqual({ ...before, [EAST]: 11 });
    expect(await stockNum(regional.sku_id)).toBe(0);
    await api.data('sku.syncStock', { ...regional, stock_num: 500 });
    expect(await map()).toEqual({ ...before, [EAST]: 11 });
    expect(await api.verdict('sku.syncStock', { ...regional, out_warehouse_id: 'none', stock_num: 1 })).toBe(
      '40004 isv.parameter-invalid:40004',
    );
    const one = await api.data('sku.stockNum', { sku_id: regional.sku_id, out_warehouse_id: EAST });
    expect(one['stock_num_map']).toEqual({ [EAST]: 11 });
  });

  it('of a product is written all or nothing', async () => {
    const rows = (await api.data('sku.list', { product_id: plain.product_id })) as unknown as Row[];
    const list = rows.map((row) => ({ sku_id: row['id'], sku_type: 0, stock_num: 33 }));
    const batch = { product_id: plain.product_id, incremental: false, sku_sync_list: list };
    const numbers = async () =>
      ((await api.data('sku.list', { product_id: plain.product_id })) as unknown as Row[]).map(
        (row) => row['stock_num'],
      );
    await api.data('sku.syncStockBatch', batch);
    expect(new Set(await numbers())).toEqual(new Set([33]));
    const wrong = [...list.slice(1).map((item) => ({ ...item, stock_num: 1 })), { ...first(list), stock_num: -99 }];
    const change = { ...batch, incremental: true, idempotent_id: 'batch', sku_sync_list: wrong };
    expect(await api.verdict('sku.syncStockBatch', change)).toBe('50002 isv.business-failed:2010012');
    expect(new Set(await numbers())).toEqual(new Set([33]));
    await api.data('sku.syncStockBatch', { ...change, sku_sync_list: list });
    expect(new Set(await numbers())).toEqual(new Set([66]));
    expect(await api.verdict('sku.syncStockBatch', change)).toBe('40004 isv.parameter-invalid:2010021');
    const types = { ...batch, sku_sync_list: [{ ...first(list), sku_type: 1 }] };
    expect(await api.verdict('sku.syncStockBatch', types)).toBe('40004 isv.parameter-invalid:2010013');
    const maps = {
      product_id: regional.product_id,
      incremental: false,
      sku_sync_list: [{ sku_id: regional.sku_id, sku_type: 1, stock_map: [{ out_warehouse_id: EAST, stock_num: 8 }] }],
    };
    await api.data('sku.syncStockBatch', maps);
    expect((await map())[EAST]).toBe(8);
  });

  it('of many products is written item by item, once for each key', async () => {
    const items = [
      { ...plain, stock_num: 5 },
      { ...regional, out_warehouse_id: EAST, stock_num: 6 },
      { ...plain, product_id: regional.product_id, stock_num: 1 },
    ];
    const call = { items, incremental: false, idempotent_id: 'many' };
    const { results } = await api.data('sku.syncStockBatchMultiProducts', call);
    expect((results as Row[]).map((row) => [row['status_code'] === 0, row['stock_num']])).toEqual([
      [true, 5],
      [true, 6],
      [false, 0],
    ]);
    expect([await stockNum(plain.sku_id), (await map())[EAST]]).toEqual([5, 6]);
    expect(await api.verdict('sku.syncStockBatchMultiProducts', call)).toBe('50002 isv.business-failed:-40010');
  });

  it('is held by orders when they are paid or placed, leaves with parcels, and comes back when they are closed', async () => {
    const skus = [...(emulator.state.shops.get(shop().shopId)?.skus.values() ?? [])];
    for (const reduceType of [1, 2]) {
      const { sku } = first(
        skus.filter(
          ({ product, sku: it }) =>
            product.status === 0 && it.skuType === 0 && product.content.reduceType === reduceType,
        ),
      );
      const numbers = async () => {
        const row = await api.data('sku.stockNum', { sku_id: sku.id });
        return [row['stock_num'], row['prehold_stock_num']].map(Number) as [number, number];
      };
      const [stock, held] = await numbers();
      const order = emulator.buyer.place(shop().shopId, { lines: [{ skuId: sku.id, count: 2 }], receiver });
      expect(await numbers()).toEqual(reduceType === 1 ? [stock - 2, held + 2] : [stock, held]);
      emulator.buyer.pay(order.id);
      expect(await numbers()).toEqual([stock - 2, held + 2]);
      const waybill = { company_code: 'shunfeng', logistics_code: 'SF1234567890555' };
      await api.data('order.logisticsAdd', { order_id: order.id, ...waybill });
      expect(await numbers()).toEqual([stock - 2, held]);
      const other = emulator.buyer.place(shop().shopId, { lines: [{ skuId: sku.id, count: 1 }], receiver });
      emulator.buyer.cancel(other.id);
      expect(await numbers()).toEqual([stock - 2, held]);
      expect(() =>
        emulator.buyer.place(shop().shopId, { lines: [{ skuId: sku.id, count: 100_000 }], receiver }),
      ).toThrow(RangeError);
    }
  });

  it('has prices and codes that can be changed', async () => {
    await api.data('sku.editPrice', { ...plain, price: 4321 });
    await api.data('sku.editCode', { ...plain, code: 'NEW-1' });
    expect(await api.data('sku.detail', { sku_id: plain.sku_id })).toMatchObject({ price: 4321, code: 'NEW-1' });
    expect(await api.verdict('sku.editPrice', { ...plain, price: 0 })).toBe('40004 isv.parameter-invalid:20011');
    expect(await api.verdict('sku.editPrice', { ...plain, sku_id: '1', price: 1 })).toBe(
      '40004 isv.parameter-invalid:5',
    );
  });

  it('lies in warehouses that are created, edited, given areas and priorities', async () => {
    const create = { out_warehouse_id: 'WH-NEW', name: '新仓', intro: '测试' };
    const id = await api.data('warehouse.create', create);
    expect(typeof id).toBe('bigint');
    expect(await api.verdict('warehouse.create', create)).toBe('50002 isv.business-failed:1005');
    expect(
      await api.data('warehouse.edit', { out_warehouse_id: 'WH-NEW', name: '新一号仓', address_id1: 110000 }),
    ).toBe(true);
    const addr = { addr_id1: 110000, addr_id2: 110100 };
    await api.data('warehouse.setAddr', { out_warehouse_id: 'WH-NEW', addr });
    await api.data('warehouse.setAddrBatch', { out_warehouse_id: 'WH-NEW', addr_list: [addr, { addr_id1: 310000 }] });
    const info = await api.data('warehouse.info', { out_warehouse_id: 'WH-NEW' });
    expect(info).toMatchObject({ warehouse_id: id, name: '新一号仓', warehouse_location: { address_name1: '北京市' } });
    expect((info['addr'] as Row[]).map((row) => [row['addr_id1'], row['addr_id2']])).toEqual([
      [110000, 110100],
      [310000, 0],
    ]);
    await api.data('warehouse.removeAddr', { out_warehouse_id: 'WH-NEW', addr });
    expect(await api.verdict('warehouse.removeAddr', { out_warehouse_id: 'WH-NEW', addr })).toBe(
      '50002 isv.business-failed:1005',
    );
    expect(await api.verdict('warehouse.setAddr', { out_warehouse_id: 'none', addr })).toBe(
      '50002 isv.business-failed:20002',
    );
    await api.data('warehouse.setPriority', { addr: { addr_id1: 310000 }, priorities: { 'WH-NEW': 1, [EAST]: 2 } });
    const batch = ['A', 'B'].map((out_warehouse_id) => ({ ...create, out_warehouse_id }));
    await api.data('warehouse.createBatch', { out_warehouse_list: batch });
    expect(
      await api.verdict('warehouse.createBatch', {
        out_warehouse_list: [{ ...create, out_warehouse_id: 'C' }, first(batch)],
      }),
    ).toBe('50002 isv.business-failed:1005');
    const list = await api.data('warehouse.list', { page: 0, size: 1000, order_by: 'create_time', rank: 'asc' });
    expect([list['total'], (list['warehouses'] as Row[]).length]).toEqual([5, 5]);
    expect((await api.data('warehouse.list', { page: 1, size: 2 }))['warehouses']).toHaveLength(2);
    expect(await api.verdict('warehouse.list', { page: 0, size: 1, order_by: 'name' })).toBe(
      '50002 isv.business-failed:2',
    );
    const inShanghai = await api.data('warehouse.list', { page: 0, size: 9, addr: { addr_id1: 310000 } });
    expect((inShanghai['warehouses'] as Row[]).map((row) => row['out_warehouse_id']).sort()).toEqual([EAST, 'WH-NEW']);
  });

  it('is counted again in a warehouse, with refusals inside a success', async () => {
    const { code } = await api.data('sku.detail', { sku_id: regional.sku_id });
    const before = Number((await map())[EAST]);
    const adjust = (number: string, adjust_type: number, adjust_qty: number, warehouse_code = EAST) =>
      api.data('warehouse.adjustInventory', {
        inventory_adjust_no: number,
        warehouse_code,
        adjust_reason: '1',
        details: [
          {
            line_no: '1',
            erp_sku_id: code,
            adjust_list: [{ inventory_type: 1, inventory_status: 1, adjust_type, adjust_qty }],
          },
        ],
      });
    expect(await adjust('1', 1, 5)).toEqual({ err_no: 0, message: 'success' });
    expect(await adjust('2', 2, 3)).toEqual({ err_no: 0, message: 'success' });
    expect((await adjust('2', 2, 3))['err_no']).toBe(1249);
    expect((await adjust('3', 2, before + 100))['err_no']).not.toBe(0);
    expect((await adjust('4', 1, 1, 'none'))['err_no']).not.toBe(0);
    expect((await map())[EAST]).toBe(before + 2);
  });
});
