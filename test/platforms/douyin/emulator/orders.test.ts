import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { newOrder, receiver } from './buyers.js';
import { type Caller, caller, first, type Row } from './platform-caller.js';

const DAY = 86_400;

describe('orders of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  let time = Date.parse('2025-06-01T00:00:00Z');
  const shop = () => first(emulator.seed.shops);
  const now = () => Math.floor(emulator.now() / 1000);

  beforeAll(async () => {
    emulator = await startDouyinEmulator({ now: () => time });
  });
  beforeEach(async () => {
    time = Date.parse('2025-06-01T00:00:00Z');
    emulator.reset();
    api = await caller(emulator, shop());
  });
  afterAll(() => emulator.close());

  const search = (filter: Row = {}) =>
    api.data('order.searchList', { page: 0, size: 100, create_time_start: now() - 89 * DAY, ...filter });
  const rows = async (filter: Row = {}) => (await search(filter))['shop_order_list'] as Row[];
  const detail = async (id: unknown) =>
    (await api.data('order.orderDetail', { shop_order_id: id }))['shop_order_detail'] as Row;

  it('are listed in pages from 0, each once', async () => {
    const seen: unknown[] = [];
    const { total } = await search();
    for (let page = 0; page * 100 < Number(total); page += 1) {
      seen.push(...(await rows({ page, order_by: 'update_time', order_asc: true })).map((row) => row['order_id']));
    }
    expect(new Set(seen).size).toBe(Number(total));
    expect(seen).toHaveLength(Number(total));
    expect(await search({ page: 90, size: 100 })).toMatchObject({ page: 90, size: 100, total, shop_order_list: [] });
  });

  it('cannot be listed without a start, in too long a window, too large or too deep a page', async () => {
    const window = { create_time_start: now() - DAY };
    const verdict = (filter: Row) => api.verdict('order.searchList', { page: 0, size: 10, ...window, ...filter });
    expect(await verdict({ create_time_start: undefined })).toBe('40004 isv.parameter-invalid:20011');
    expect(await verdict({ create_time_start: now() - 91 * DAY })).toBe('40004 isv.parameter-invalid:20022');
    expect(await verdict({ update_time_start: 1, update_time_end: now() })).toBe('40004 isv.parameter-invalid:20022');
    expect(await verdict({ size: 101 })).toBe('40004 isv.parameter-invalid:20008');
    expect(await verdict({ size: 0 })).toBe('40004 isv.parameter-invalid:20008');
    expect(await verdict({ page: -1 })).toBe('40004 isv.parameter-invalid:10035');
    expect(await verdict({ page: 500, size: 100 })).toBe('10000');
    expect(await verdict({ page: 501, size: 100 })).toBe('40004 isv.parameter-invalid:20013');
    expect(await verdict({ combine_status: [{ order_status: '2' }, { order_status: '3' }] })).toBe(
      '40004 isv.parameter-invalid:20012',
    );
    expect(await verdict({ order_by: 'pay_time' })).toBe('40004 isv.parameter-invalid:20045');
  });

  it('older than ninety days are listed no more, but their details are there', async () => {
    const oldest = first(await rows({ order_asc: true, size: 1 }));
    time += (90 * DAY - (now() - Number(oldest['create_time']))) * 1000 + 1000;
    const window = { update_time_start: now() - 89 * DAY, create_time_start: undefined };
    const ids = (await rows({ ...window, order_asc: true })).map((row) => row['order_id']);
    expect(ids).not.toContain(oldest['order_id']);
    expect(await detail(oldest['order_id'])).toMatchObject({ order_id: oldest['order_id'] });
  });

  it('are found by status, product, waybill and after-sale', async () => {
    for (const wanted of ['1', '2,101', '5']) {
      const found = await rows({ combine_status: [{ order_status: wanted }] });
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((row) => wanted.split(',').includes(String(row['order_status'])))).toBe(true);
    }
    const shipped = first(await rows({ combine_status: [{ order_status: '3' }] }));
    const pack = first(shipped['logistics_info'] as Row[]);
    expect((await rows({ tracking_no: pack['tracking_no'] })).map((row) => row['order_id'])).toEqual([
      shipped['order_id'],
    ]);
    const line = first(shipped['sku_order_list'] as Row[]);
    const byId = await rows({ product: String(line['product_id']) });
    const byName = await rows({ product: String(line['product_name']) });
    for (const found of [byId, byName]) expect(found.map((row) => row['order_id'])).toContain(shipped['order_id']);
    expect(
      byId.every((row) => (row['sku_order_list'] as Row[]).some((item) => item['product_id'] === line['product_id'])),
    ).toBe(true);
    const inAfterSale = await rows({ after_sale_status_desc: 'in_aftersale' });
    const refunded = await rows({ after_sale_status_desc: 'refund_success' });
    const statuses = (found: Row[]) =>
      new Set(
        found.flatMap((row) =>
          (row['sku_order_list'] as Row[]).map((item) => (item['after_sale_info'] as Row)['after_sale_status']),
        ),
      );
    expect([...statuses(inAfterSale)].some((status) => [6, 7, 11, 13].includes(Number(status)))).toBe(true);
    expect(statuses(refunded).has(12)).toBe(true);
    expect(await rows({ abnormal_order: 2 })).toHaveLength(
      (await rows({ combine_status: [{ order_status: '105' }] })).length,
    );
  });

  it('are ordered by creation or update, and windows hold both ends', async () => {
    const times = async (filter: Row, key: string) => (await rows(filter)).map((row) => Number(row[key]));
    const newest = await times({}, 'create_time');
    expect(newest).toEqual([...newest].sort((a, b) => b - a));
    const updated = await times({ order_by: 'update_time', order_asc: true }, 'update_time');
    expect(updated).toEqual([...updated].sort((a, b) => a - b));
    const at = Number(newest[3]);
    expect((await rows({ create_time_start: at, create_time_end: at })).length).toBeGreaterThan(0);
  });

  it('have amounts that agree with each other and with their lines', async () => {
    for (const row of await rows()) {
      const sum = (key: string) =>
        (row['sku_order_list'] as Row[]).reduce((total, line) => total + Number(line[key]), 0);
      const of = (key: string) => Number(row[key]);
      for (const key of ['order_amount', 'pay_amount', 'post_amount', 'promotion_amount'])
        expect(of(key)).toBe(sum(key));
      expect(of('order_amount') - of('promotion_amount')).toBe(of('pay_amount'));
      expect(of('promotion_shop_amount') + of('promotion_platform_amount') + of('promotion_talent_amount')).toBe(
        of('promotion_amount'),
      );
      expect(of('post_origin_amount')).toBe(of('post_amount') + of('post_promotion_amount'));
      expect(of('total_promotion_amount')).toBe(of('promotion_amount') + of('post_promotion_amount'));
      expect(of('order_amount')).toBe(sum('sum_amount') + of('post_amount') + of('modify_amount'));
    }
  });

  it('go from payment to receipt, and their update time grows with every step, even within one second', async () => {
    const order = newOrder(emulator, shop().shopId, false);
    const steps: [string, () => unknown][] = [
      ['1', () => undefined],
      ['2', () => emulator.buyer.pay(order.id)],
      [
        '2',
        () => api.data('order.addOrderRemark', { order_id: order.id, remark: '一', is_add_star: 'true', star: '3' }),
      ],
      ['2', () => api.data('order.addOrderRemark', { order_id: order.id, remark: '二' })],
      [
        '3',
        () =>
          api.data('order.logisticsAdd', {
            order_id: order.id,
            company_code: 'shunfeng',
            logistics_code: 'SF1234567890555',
          }),
      ],
      ['5', () => emulator.buyer.receive(order.id)],
    ];
    let before = 0;
    for (const [status, act] of steps) {
      await act();
      const row = await detail(order.id);
      expect(String(row['order_status'])).toBe(status);
      expect(Number(row['update_time'])).toBeGreaterThan(before);
      before = Number(row['update_time']);
      const [listed] = await rows({ update_time_start: before, update_time_end: before, create_time_start: undefined });
      expect(listed).toMatchObject({ order_id: order.id, update_time: before });
    }
    expect(await detail(order.id)).toMatchObject({ seller_words: '二', seller_remark_stars: 3, finish_time: now() });
  });

  it('wait for the risk review when there is one', async () => {
    emulator.rules.riskReviewSeconds = 3600;
    const order = newOrder(emulator, shop().shopId);
    emulator.rules.riskReviewSeconds = 0;
    expect(await detail(order.id)).toMatchObject({ order_status: 105 });
    time += 3_600_000;
    expect(await detail(order.id)).toMatchObject({ order_status: 2 });
  });

  it('can be repriced as long as they are not paid', async () => {
    const order = newOrder(emulator, shop().shopId, false);
    const [line] = order.lines;
    const before = await detail(order.id);
    await api.data('order.updateOrderAmount', {
      pid: order.id,
      update_detail: [{ order_id: line?.id, discount_amount: 100 }],
    });
    await api.data('order.updatePostAmount', { order_id: order.id, post_amount: 0 });
    const after = await detail(order.id);
    expect(Number(before['pay_amount']) - Number(after['pay_amount'])).toBe(100 + Number(before['post_amount']));
    expect(after).toMatchObject({ modify_amount: -100, modify_post_amount: -500, post_amount: 0 });
    emulator.buyer.pay(order.id);
    const refused = '50002 isv.business-failed:60021';
    expect(await api.verdict('order.updatePostAmount', { order_id: order.id, post_amount: 1 })).toBe(refused);
  });

  it('tell what is wrong with a remark or an id', async () => {
    const order_id = first(await rows({ size: 1 }))['order_id'];
    const verdict = (fields: Row) => api.verdict('order.addOrderRemark', { order_id, remark: 'x', ...fields });
    expect(await verdict({ order_id: 'abc' })).toBe('40004 isv.parameter-invalid:50001');
    expect(await verdict({ order_id: '1' })).toBe('40004 isv.parameter-invalid:20002');
    expect(await verdict({ remark: '长'.repeat(501) })).toBe('50002 isv.business-failed:50056');
    expect(await verdict({ remark: '加微信详聊' })).toBe('40004 isv.parameter-invalid:50051');
    expect(await verdict({ is_add_star: 'true', star: '6' })).toBe('40004 isv.parameter-invalid:50001');
    expect(await api.verdict('order.orderDetail', {})).toBe('40002 isv.missing-parameter:20000');
    expect(await api.verdict('order.orderDetail', { shop_order_id: '1' })).toBe('40004 isv.parameter-invalid:20014');
    const foreign = first([...(emulator.state.shops.get(emulator.seed.shops[1]?.shopId ?? '')?.orders.keys() ?? [])]);
    expect(await api.verdict('order.orderDetail', { shop_order_id: foreign })).toBe('50002 isv.business-failed:20015');
  });

  it('take another receiver from the seller, or from the buyer when the seller agrees', async () => {
    const order = newOrder(emulator, shop().shopId);
    const before = await detail(order.id);
    await api.data('order.addressModify', {
      order_id: order.id,
      post_receiver: '李雷',
      post_tel: '19911112222',
      post_addr: {
        province: { id: '310000', name: '上海市' },
        city: { id: '310100', name: '上海市' },
        town: { id: '310115', name: '' },
        street: { id: '310115011', name: '' },
        address_detail: '世纪大道1号',
      },
    });
    const after = await detail(order.id);
    expect(after).toMatchObject({ mask_post_receiver: '李*', mask_post_tel: '1********22' });
    expect(after['post_addr']).toMatchObject({ province: { name: '上海市' }, street: { name: '张江镇' } });
    for (const key of ['encrypt_post_tel', 'encrypt_post_receiver', 'open_address_id'])
      expect(after[key]).not.toBe(before[key]);
    expect(
      JSON.stringify(after, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('19911112222');
    const named = { province: '浙江省', city: '杭州市', town: '余杭区', street: '仓前街道' };
    const byName = Object.fromEntries(Object.entries(named).map(([level, name]) => [level, { name }]));
    await api.data('order.addressModify', { order_id: order.id, post_addr: byName });
    expect((await detail(order.id))['post_addr']).toMatchObject({
      town: { id: '330110' },
      street: { id: '330110012' },
    });
    const strange = { order_id: order.id, post_addr: { ...byName, city: { name: '余杭区' } } };
    expect(await api.verdict('order.addressModify', strange)).toBe('40004 isv.parameter-invalid:20003');
    const modify = { order_id: order.id, post_addr: { street: { id: '999', name: 'x' } } };
    expect(await api.verdict('order.addressModify', modify)).toBe('40004 isv.parameter-invalid:20003');

    expect(await api.verdict('order.addressConfirm', { order_id: order.id, is_approved: 0 })).toBe(
      '50002 isv.business-failed:50040',
    );
    await api.data('order.AddressAppliedSwitch', { is_allowed: 1 });
    emulator.buyer.askForReceiver(order.id, receiver);
    expect(await detail(order.id)).toMatchObject({ mask_post_receiver: '李*' });
    await api.data('order.addressConfirm', { order_id: order.id, is_approved: 1001 });
    expect(await detail(order.id)).toMatchObject({ mask_post_receiver: '李*' });
    emulator.buyer.askForReceiver(order.id, receiver);
    await api.data('order.addressConfirm', { order_id: order.id, is_approved: 0 });
    expect(await detail(order.id)).toMatchObject({
      mask_post_receiver: '王*',
      encrypt_post_tel: before['encrypt_post_tel'],
    });
    expect(await api.verdict('order.addressConfirm', { order_id: order.id, is_approved: 5 })).toBe(
      '40004 isv.parameter-invalid:50038',
    );
  });

  it('hide personal data in ciphertexts that are equal for equal receivers and opened only for their order', async () => {
    const [one, two] = [newOrder(emulator, shop().shopId), newOrder(emulator, shop().shopId)];
    const [row, same] = [await detail(one.id), await detail(two.id)];
    expect(row['encrypt_post_tel']).toMatch(/^\$\$[A-Za-z0-9+/=]+\*[A-Za-z0-9+/=]+\$1\$\$$/);
    expect(row['encrypt_post_receiver']).toMatch(/^##[A-Za-z0-9+/=]+\*[A-Za-z0-9+/=]+#1##$/);
    expect(row['encrypt_post_tel']).toBe(same['encrypt_post_tel']);
    expect(row['open_address_id']).toBe(same['open_address_id']);
    const infos = [
      row['encrypt_post_tel'],
      row['encrypt_post_receiver'],
      (row['post_addr'] as Row)['encrypt_detail'],
    ].map((cipher_text) => ({ auth_id: one.id, cipher_text }));
    const texts = async (method: string) =>
      ((await api.data(method, { cipher_infos: infos }))['decrypt_infos'] as Row[]).map((item) => item['decrypt_text']);
    expect(await texts('order.batchSensitive')).toEqual(['1********01', '王*', '****号楼****室']);
    expect(await texts('order.batchDecrypt')).toEqual([
      expect.stringMatching(/^184\d{8}-\d{4}$/),
      receiver.name,
      receiver.detail,
    ]);
    emulator.rules.virtualNumbers = false;
    expect((await texts('order.batchDecrypt'))[0]).toBe(receiver.tel);
    emulator.rules.virtualNumbers = true;

    const strange = {
      auth_id: first(await rows({ size: 1, order_asc: true }))['order_id'],
      cipher_text: row['encrypt_post_tel'],
    };
    const partly = await api.call('order.batchDecrypt', { cipher_infos: [...infos, strange] });
    expect(partly).toMatchObject({ code: 50002, sub_code: 'isv.business-failed:300008' });
    expect(((partly.data as Row)['decrypt_infos'] as Row[]).map((item) => item['err_no'])).toEqual([0, 0, 0, 300003]);
    const many = Array(51).fill(first(infos)) as Row[];
    expect(await api.verdict('order.batchDecrypt', { cipher_infos: many })).toBe('40004 isv.parameter-invalid:300001');
    expect(await api.data('antispam.orderQuery', { event_time: now(), params: '{}' })).toMatchObject({
      decision: { decision: 'PASS' },
    });
  });
});
