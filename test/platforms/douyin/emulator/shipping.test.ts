import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { newOrder, receiver } from './buyers.js';
import { type Caller, caller, first, type Row } from './platform-caller.js';

describe('shipping on the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  const shop = () => first(emulator.seed.shops);
  const SF = { company_code: 'shunfeng', logistics_code: 'SF1234567890555' };
  const ZT = { company_code: 'zhongtong', logistics_code: '78901234567890' };

  beforeAll(async () => {
    emulator = await startDouyinEmulator();
  });
  beforeEach(async () => {
    emulator.reset();
    api = await caller(emulator, shop());
  });
  afterAll(() => emulator.close());

  const detail = async (id: unknown) =>
    (await api.data('order.orderDetail', { shop_order_id: id }))['shop_order_detail'] as Row;
  const failed = (number: number) => `50002 isv.business-failed:${number}`;
  const ship = (order_id: string, more: Row = {}) => api.verdict('order.logisticsAdd', { order_id, ...SF, ...more });

  it('takes an order whole, once, and lets its waybill be changed', async () => {
    const order = newOrder(emulator, shop().shopId);
    expect(await ship(order.id)).toBe('10000');
    const row = await detail(order.id);
    expect(row).toMatchObject({ order_status: 3, main_status: 3 });
    const pack = first(row['logistics_info'] as Row[]);
    expect(pack).toMatchObject({ tracking_no: SF.logistics_code, company: 'shunfeng', company_name: '顺丰速运' });
    expect((pack['product_info'] as Row[]).map((item) => item['product_count'])).toEqual([2, 1]);
    expect(await ship(order.id)).toBe(failed(60110));
    await api.data('order.logisticsEdit', { order_id: order.id, ...ZT });
    expect(first((await detail(order.id))['logistics_info'] as Row[])).toMatchObject({
      tracking_no: ZT.logistics_code,
      company: 'zhongtong',
      delivery_id: pack['delivery_id'],
    });
    expect(emulator.journal.effects.filter(({ kind }) => kind === 'order.ship')).toHaveLength(1);
  });

  it('refuses an order in the wrong state, of another shop, or with a wrong carrier or number', async () => {
    const of = (status: number) =>
      first(
        [...(emulator.state.shops.get(shop().shopId)?.orders.values() ?? [])].filter(
          (order) => order.status === status,
        ),
      ).id;
    expect(await ship(of(1))).toBe(failed(60137));
    expect(await ship(of(105))).toBe(failed(60109));
    expect(await ship(of(101))).toBe(failed(60111));
    expect(await ship(of(4))).toBe(failed(60021));
    expect(await ship(of(5))).toBe(failed(60113));
    expect(await ship('1')).toBe(failed(60033));
    expect(await ship('x')).toBe('40004 isv.parameter-invalid:50049');
    const foreign = first([...(emulator.state.shops.get(emulator.seed.shops[1]?.shopId ?? '')?.orders.keys() ?? [])]);
    expect(await ship(foreign)).toBe(failed(60101));
    const { id } = newOrder(emulator, shop().shopId);
    expect(await ship(id, { company_code: undefined })).toBe('40002 isv.missing-parameter:60011');
    expect(await ship(id, { company_code: 'nobody' })).toBe(failed(60018));
    expect(await ship(id, { logistics_code: 'SF1' })).toBe(failed(60017));
    expect(await ship(id, { address_id: 1 })).toBe(failed(60072));
    expect(await ship(id, { after_sale_address_id: 1 })).toBe(failed(60070));
    expect(await ship(id, { serial_number_list: ['x'.repeat(31)] })).toBe('40004 isv.parameter-invalid:60046');
    expect(await detail(id)).toMatchObject({ order_status: 2, logistics_info: [] });
  });

  it('is stopped by a pending refund unless the call refuses the refund', async () => {
    const order = newOrder(emulator, shop().shopId);
    const refund = emulator.buyer.apply({ orderId: order.id, type: 2 });
    expect(await ship(order.id)).toBe(failed(60040));
    expect(await ship(order.id, { is_refund_reject: true, logistics_code: 'SF1' })).toBe(failed(60017));
    expect(refund.status).toBe(6);
    expect(await ship(order.id, { is_refund_reject: true })).toBe('10000');
    expect(refund).toMatchObject({ status: 27, refundStatus: 4 });
  });

  it('takes an order in parts, all parcels of a call or none, and repeats the answer of a request id', async () => {
    const order = newOrder(emulator, shop().shopId);
    const [one, two] = order.lines.map(({ id }) => id);
    const part = (request_id: string, count: number, more: Row[] = []) => ({
      order_id: order.id,
      request_id,
      pack_list: [{ ...SF, shipped_order_info: [{ shipped_order_id: one, shipped_num: count }] }, ...more],
    });
    const method = 'order.logisticsAddMultiPack';
    expect(await api.verdict(method, part('', 1))).toBe('40002 isv.missing-parameter:50050');
    expect(await api.verdict(method, part('a', 3))).toBe(failed(60079));
    const bad = { ...ZT, shipped_order_info: [{ shipped_order_id: '1', shipped_num: 1 }] };
    expect(await api.verdict(method, part('a', 1, [bad]))).toBe('40004 isv.parameter-invalid:60016');
    expect(await detail(order.id)).toMatchObject({ order_status: 2 });

    const done = await api.data(method, part('a', 1));
    expect(first(done['pack_list'] as Row[])).toMatchObject({
      logistics_code: SF.logistics_code,
      shipped_order_info: [{ shipped_order_id: one, shipped_num: 1, shipped_item_ids: [] }],
    });
    expect(await api.data(method, part('a', 1))).toEqual(done);
    const partly = await detail(order.id);
    expect(partly).toMatchObject({ order_status: 101 });
    expect((partly['sku_order_list'] as Row[]).map((line) => line['order_status'])).toEqual([101, 2]);
    expect(await ship(order.id)).toBe(failed(60111));

    const rest = { ...ZT, shipped_order_info: [{ shipped_order_id: two, shipped_num: 1 }] };
    await api.data(method, part('b', 1, [rest]));
    const shipped = await detail(order.id);
    expect(shipped).toMatchObject({ order_status: 3 });
    expect(shipped['logistics_info']).toHaveLength(3);
    expect(await api.verdict(method, part('c', 1))).toBe(failed(60110));

    const packId = first(done['pack_list'] as Row[])['pack_id'];
    expect(await api.verdict('order.logisticsEdit', { order_id: order.id, ...ZT })).toBe(failed(70011));
    await api.data('order.logisticsEditByPack', { order_id: order.id, pack_id: packId, ...ZT });
    const numbers = ((await detail(order.id))['logistics_info'] as Row[]).map((pack) => [
      pack['delivery_id'] === packId,
      pack['tracking_no'],
    ]);
    expect(numbers).toContainEqual([true, ZT.logistics_code]);
    expect(await api.verdict('order.logisticsEditByPack', { order_id: order.id, pack_id: '1', ...ZT })).toBe(
      failed(60134),
    );
  });

  it('takes several orders of one receiver in one parcel', async () => {
    const orders = [newOrder(emulator, shop().shopId), newOrder(emulator, shop().shopId)];
    const call = {
      ...SF,
      request_id: 'together',
      order_id_list: orders.map(({ id }) => id),
      shipped_order_info: orders.flatMap(({ lines }) =>
        lines.map(({ id, count }) => ({ shipped_order_id: id, shipped_num: count })),
      ),
    };
    const stranger = newOrder(emulator, shop().shopId, true, { receiver: { ...receiver, name: '李雷' } });
    const method = 'order.logisticsAddSinglePack';
    expect(await api.verdict(method, { ...call, order_id_list: [...call.order_id_list, stranger.id] })).toBe(
      failed(70021),
    );
    const { pack_id } = await api.data(method, call);
    expect(await api.data(method, call)).toEqual({ pack_id });
    for (const { id } of orders) {
      const row = await detail(id);
      expect(row).toMatchObject({ order_status: 3 });
      expect((row['logistics_info'] as Row[]).map((pack) => pack['delivery_id'])).toEqual([pack_id]);
    }
  });

  it('gives out e-waybills, which can be printed, followed once used, and cancelled until then', async () => {
    const order = newOrder(emulator, shop().shopId);
    const address = {
      country_code: 'CHN',
      province_name: '浙江省',
      city_name: '杭州市',
      district_name: '余杭区',
      detail_address: '1号',
    };
    const contact = { name: '仓库', mobile: '19900000000' };
    const info = {
      order_id: order.id,
      receiver_info: { address, contact },
      items: [{ item_name: 'x', item_count: 1 }],
    };
    const made = await api.data('logistics.newCreateOrder', {
      logistics_code: 'shunfeng',
      sender_info: { address, contact },
      order_infos: [info, { ...info, order_id: '1' }, info],
    });
    expect((made['err_infos'] as Row[]).map((row) => [row['order_id'], row['err_code']])).toEqual([['1', '10003']]);
    const [used = '', unused = ''] = (made['ebill_infos'] as Row[]).map((row) => String(row['track_no']));
    const printed = await api.data('logistics.waybillApply', {
      waybill_applies: [used, 'SF000'].map((track_no) => ({ logistics_code: 'shunfeng', track_no })),
    });
    expect([printed['waybill_infos'], printed['err_infos']].map((list) => (list as Row[]).length)).toEqual([1, 1]);

    const parcel = { logistics_code: 'shunfeng', track_no: used };
    expect(await api.verdict('logistics.trackNoRouteDetail', parcel)).toBe(failed(-10004));
    expect(await ship(order.id, { logistics_code: used })).toBe('10000');
    const nodes = async () =>
      ((await api.data('logistics.trackNoRouteDetail', parcel))['route__node_list'] as Row[]).map(
        (node) => node['state_description'],
      );
    expect(await nodes()).toEqual(['已揽收']);
    emulator.advance(25 * 3_600_000);
    expect(await nodes()).toEqual(['已揽收', '运输中', '派送中']);
    emulator.buyer.receive(order.id);
    expect((await nodes()).at(-1)).toBe('已签收');
    const route = await api.data('logistics.queryPackageRoute', { express: 'shunfeng', track_no: used });
    expect(route['track_routes']).toHaveLength(4);

    expect(await api.verdict('logistics.cancelOrder', parcel)).toBe(failed(10801));
    await api.data('logistics.cancelOrder', { ...parcel, track_no: unused });
    expect(await api.verdict('logistics.cancelOrder', { ...parcel, track_no: unused })).toBe(failed(10901));
    expect(await api.verdict('logistics.trackNoRouteDetail', { ...parcel, track_no: SF.logistics_code })).toBe(
      failed(10015),
    );
    const site = first(
      (await api.data('logistics.listShopNetsite', { logistics_code: 'shunfeng' }))['netsites'] as Row[],
    );
    expect(site['cancelled_quantity']).toBe(1);
    expect(Number(site['amount'])).toBe(10_000 - Number(site['allocated_quantity']) + 1);
  });

  it('gives a parcel of an order one number until it is cancelled, and none for the ciphertext of another receiver', async () => {
    const order = newOrder(emulator, shop().shopId);
    const row = (await detail(order.id)) as { post_addr: Row } & Row;
    const place = {
      country_code: 'CHN',
      province_name: '浙江省',
      city_name: '杭州市',
      district_name: '余杭区',
      detail_address: '1号',
    };
    const ask = async (packId: string, contact: Row) =>
      api.data('logistics.newCreateOrder', {
        logistics_code: 'shunfeng',
        sender_info: { address: place, contact: { name: '仓库' } },
        order_infos: [
          {
            order_id: order.id,
            pack_id: packId,
            receiver_info: { address: { ...place, detail_address: row.post_addr['encrypt_detail'] }, contact },
            items: [{ item_name: 'x', item_count: 1 }],
          },
        ],
      });
    const own = { name: row['encrypt_post_receiver'], mobile: row['encrypt_post_tel'] };
    const number = async (packId: string) =>
      String(first((await ask(packId, own))['ebill_infos'] as Row[])['track_no']);
    const given = await number('1');
    expect(await number('1')).toBe(given);
    expect(await number('2')).not.toBe(given);
    await api.data('logistics.cancelOrder', { logistics_code: 'shunfeng', track_no: given });
    expect(await number('1')).not.toBe(given);
    const foreign = await ask('3', { ...own, name: '##Zm9yZWlnbg==*eA==#1##' });
    expect(first(foreign['err_infos'] as Row[])).toMatchObject({ pack_id: '3', err_code: '15002' });
  });

  it('says where a carrier does not go, and takes subscriptions of tracks', async () => {
    const sender = {
      country_code: 'CHN',
      province_name: '浙江省',
      city_name: '杭州市',
      district_name: '余杭区',
      detail_address: '1号',
    };
    const reach = async (logistics_code: string, province_name: string) =>
      (
        await api.data('logistics.getOutRange', {
          logistics_code,
          type: 1,
          sender_address: sender,
          receiver_address: { ...sender, province_name },
        })
      )['is_out_range'];
    expect(await reach('yuantong', '新疆维吾尔自治区')).toBe(true);
    expect(await reach('shunfeng', '新疆维吾尔自治区')).toBe(false);
    const register = {
      express: 'shunfeng',
      track_no: 'SF1',
      callback_url: 'https://merchant.example/t',
      cargo_list: [{ total_weight: 1, total_net_weight: 1 }],
    };
    expect(await api.verdict('logistics.registerPackageRoute', register)).toBe('10000');
    expect(await api.verdict('logistics.registerPackageRoute', { ...register, cargo_list: [] })).toBe(
      '40002 isv.missing-parameter:4006',
    );
    expect(await api.verdict('logistics.registerPackageRoute', { ...register, callback_url: 'x' })).toBe(
      '40004 isv.parameter-invalid:4006',
    );
  });

  it('stops while a cross-border order is locked', async () => {
    const order = newOrder(emulator, shop().shopId);
    const lock = { vendor: 'SF', order_id: order.id, occurrence_time: '2025-06-01 08:00:00', status: 4 };
    expect(await api.data('crossborder.OrderInterception', lock)).toEqual({ code: 0, msg: '成功' });
    expect(await ship(order.id)).toBe(failed(60116));
    expect(await api.verdict('crossborder.OrderInterception', { ...lock, status: 5 })).toBe(failed(10002));
    expect(await api.verdict('crossborder.OrderInterception', { ...lock, occurrence_time: 'today' })).toBe(
      '40004 isv.parameter-invalid:1005',
    );
    expect(await api.verdict('crossborder.OrderInterception', { ...lock, order_id: '1' })).toBe(failed(10003));
  });

  it('takes serial numbers after it', async () => {
    const order = newOrder(emulator, shop().shopId);
    const add = (serial_number_list: string[]) =>
      api.verdict('order.addSerialNumber', { order_id: order.id, serial_number_list });
    expect(await add(['A1'])).toBe(failed(60056));
    await ship(order.id, { serial_number_list: ['A0'] });
    expect(await detail(order.id)).toMatchObject({ serial_number_list: ['A0'] });
    expect(await add(['A1'])).toBe('10000');
    expect(await add([])).toBe('40002 isv.missing-parameter:60048');
    expect(await detail(order.id)).toMatchObject({ serial_number_list: ['A1'] });
  });
});
