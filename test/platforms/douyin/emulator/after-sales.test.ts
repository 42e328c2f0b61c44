import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { newOrder } from './buyers.js';
import { type Caller, caller, first, type Row } from './platform-caller.js';

const DAY = 86_400;

describe('after-sales of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  const shop = () => first(emulator.seed.shops);
  const now = () => Math.floor(emulator.now() / 1000);
  const SF = { company_code: 'shunfeng', logistics_code: 'SF1234567890555' };

  beforeAll(async () => {
    emulator = await startDouyinEmulator();
  });
  beforeEach(async () => {
    emulator.reset();
    api = await caller(emulator, shop());
  });
  afterAll(() => emulator.close());

  const WRONG_STATE = '50002 isv.business-failed:20309541';
  const WRONG = '40004 isv.parameter-invalid:11000';
  const detail = (id: unknown, more: Row = {}) => api.data('afterSale.Detail', { after_sale_id: id, ...more });
  const sheet = async (id: unknown) => ((await detail(id))['process_info'] as Row)['after_sale_info'] as Row;
  const order = async (id: string) =>
    (await api.data('order.orderDetail', { shop_order_id: id }))['shop_order_detail'] as Row;
  const operate = (type: number, id: string, more: Row = {}) =>
    api.verdict('afterSale.operate', { type, items: [{ aftersale_id: id, ...more }] });
  const refusal = { reject_reason_code: 11, reason: '协商一致', remark: '已与买家沟通' };
  const back = () => ({
    logistics: { receiver_address_id: Number(first(emulator.state.shops.get(shop().shopId)?.addresses ?? []).id) },
  });

  /** An order that was shipped, and received when told. */
  const shippedOrder = async (received = false) => {
    const made = newOrder(emulator, shop().shopId);
    await api.data('order.logisticsAdd', { order_id: made.id, ...SF });
    if (received) emulator.buyer.receive(made.id);
    return made;
  };

  it('are listed in pages from 0, with has_more until the last, start inclusive and end exclusive', async () => {
    const list = (filter: Row) => api.data('afterSale.List', { page: 0, size: 10, ...filter });
    const seen: unknown[] = [];
    for (let page = 0; ; page += 1) {
      const answer = await list({ page });
      seen.push(...(answer['items'] as Row[]).map((item) => (item['aftersale_info'] as Row)['aftersale_id']));
      if (answer['has_more'] === false) break;
    }
    expect(new Set(seen).size).toBe(36);
    const all = (await list({ size: 100 }))['items'] as Row[];
    const infos = all.map((item) => item['aftersale_info'] as Row);
    const at = Number(first(infos)['update_time']);
    const window = async (start: number, end: number) =>
      (await list({ update_start_time: start, update_end_time: end, order_by: ['update_time asc'] }))['total'];
    expect([await window(at, at), await window(at - 1, at), await window(at, at + 1)].map(Number).slice(0, 2)).toEqual([
      0, 0,
    ]);
    expect(Number(await window(at, at + 1))).toBeGreaterThan(0);
    const refunds = (await list({ size: 100, standard_aftersale_status: [6, 7] }))['items'] as Row[];
    expect(refunds.length).toBe(infos.filter((info) => [6, 7].includes(Number(info['aftersale_status']))).length);
    const one = first(infos);
    expect((await list({ aftersale_id: one['aftersale_id'] }))['total']).toBe(1);
    const verdict = (filter: Row) => api.verdict('afterSale.List', { page: 0, size: 10, ...filter });
    for (const wrong of [
      { page: -1 },
      { size: 101 },
      { size: 0 },
      { page: 501, size: 100 },
      { order_by: ['price asc'] },
    ]) {
      expect([wrong, await verdict(wrong)]).toEqual([wrong, WRONG]);
    }
    expect(await verdict({ update_start_time: at, order_by: ['update_time desc'] })).toBe(WRONG);
  });

  it('have ids that are texts in the list and numbers in the detail', async () => {
    const item = first((await api.data('afterSale.List', { page: 0, size: 1 }))['items'] as Row[]);
    const id = (item['aftersale_info'] as Row)['aftersale_id'];
    expect(typeof id).toBe('string');
    const info = await detail(id);
    expect(((info['process_info'] as Row)['after_sale_info'] as Row)['after_sale_id']).toBe(BigInt(String(id)));
    expect((info['order_info'] as Row)['shop_order_id']).toBe(
      BigInt(String((item['order_info'] as Row)['shop_order_id'])),
    );
    expect(info['process_info']).not.toHaveProperty('record_logs_list');
    const logs = ((await detail(id, { need_operation_record: true }))['process_info'] as Row)[
      'record_logs_list'
    ] as Row[];
    expect(first(logs)).toMatchObject({ role: expect.any(Number), time: expect.stringMatching(/^\d{4}-\d\d-\d\d /) });
    const other = await caller(emulator, emulator.seed.shops[1] ?? shop());
    expect(await other.verdict('afterSale.Detail', { after_sale_id: id })).toBe(WRONG);
  });

  it('close an order that is refunded before it is shipped, and put its stock back', async () => {
    const made = newOrder(emulator, shop().shopId);
    const skus = made.lines.map((line) => emulator.state.shops.get(shop().shopId)?.skus.get(line.skuId)?.sku);
    const before = skus.map((sku) => sku?.stock ?? 0);
    const { id } = emulator.buyer.apply({ orderId: made.id, type: 2 });
    expect(await sheet(id)).toMatchObject({ after_sale_status: 6, refund_status: 1, after_sale_order_type: 2 });
    expect(await operate(201, id)).toBe('10000');
    expect(await sheet(id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
    const row = await order(made.id);
    expect(row).toMatchObject({ order_status: 4, main_status: 21 });
    expect((row['sku_order_list'] as Row[]).map((line) => line['after_sale_info'])).toEqual(
      Array(2).fill({ after_sale_status: 12, after_sale_type: 2, refund_status: 3 }),
    );
    expect(skus.map((sku) => sku?.stock)).toEqual(
      [before[0] ?? 0, before[1] ?? 0].map((stock, at) => stock + (made.lines[at]?.count ?? 0)),
    );
  });

  it('refund one line before shipping and let the rest go out', async () => {
    const made = newOrder(emulator, shop().shopId);
    const [line, other] = made.lines;
    const { id } = emulator.buyer.apply({ orderId: made.id, lineId: line?.id ?? '', type: 2 });
    expect(await operate(201, id)).toBe('10000');
    expect(await order(made.id)).toMatchObject({ order_status: 2, main_status: 2 });
    await api.data('order.logisticsAdd', { order_id: made.id, ...SF });
    const row = await order(made.id);
    expect(row).toMatchObject({ order_status: 3 });
    const info = first(row['logistics_info'] as Row[])['product_info'] as Row[];
    expect(info.map((item) => item['sku_order_id'])).toEqual([other?.id]);
  });

  it('refund after shipping or after receipt', async () => {
    for (const [received, main] of [
      [false, 22],
      [true, 39],
    ] as const) {
      const made = await shippedOrder(received);
      for (const line of made.lines) {
        const { id } = emulator.buyer.apply({ orderId: made.id, lineId: line.id, type: 1 });
        expect(await operate(201, id)).toBe('10000');
      }
      expect(await order(made.id)).toMatchObject({ order_status: received ? 5 : 3, main_status: main });
    }
  });

  it('go through return and refund: address, goods back, money back', async () => {
    const made = await shippedOrder(true);
    const { id } = emulator.buyer.apply({ orderId: made.id, lineId: first(made.lines).id, type: 0 });
    expect(await operate(101, id)).toBe(WRONG);
    expect(await operate(101, id, { logistics: { receiver_address_id: 1 } })).toBe(WRONG);
    expect(await operate(111, id)).toBe(WRONG_STATE);
    expect(await operate(101, id, back())).toBe('10000');
    expect(await sheet(id)).toMatchObject({ after_sale_status: 7, return_address: { province: { name: '浙江省' } } });
    emulator.buyer.returnGoods(id, { companyCode: 'zhongtong', trackingNo: 'ZT78901234567890' });
    expect(((await detail(id))['process_info'] as Row)['logistics_info']).toMatchObject({
      return: { tracking_no: 'ZT78901234567890', company_name: '中通快递' },
    });
    expect(await operate(111, id)).toBe('10000');
    expect(await sheet(id)).toMatchObject({
      after_sale_status: 12,
      refund_status: 3,
      real_refund_amount: expect.any(Number),
    });
  });

  it('can be refused before and after the goods come back, with reason, remark and picture', async () => {
    const made = await shippedOrder(true);
    const [one, two] = made.lines;
    const { id } = emulator.buyer.apply({ orderId: made.id, lineId: one?.id ?? '', type: 0 });
    const { items } = await api.data('afterSale.rejectReasonCodeList', { aftersale_id: BigInt(id) });
    expect((items as Row[]).map((reason) => reason['evidence_need'])).toEqual(['Y', 'N']);
    for (const missing of ['reject_reason_code', 'reason', 'remark']) {
      expect(await operate(102, id, { ...refusal, [missing]: undefined })).toBe(WRONG);
    }
    expect(await operate(102, id, { ...refusal, reject_reason_code: 10 })).toBe(WRONG);
    const evidence = [{ type: 1, url: 'https://img/1.png', desc: '' }];
    expect(await operate(102, id, { ...refusal, reject_reason_code: 10, evidence })).toBe('10000');
    expect(await sheet(id)).toMatchObject({ after_sale_status: 27, refund_status: 4 });
    expect((await api.data('afterSale.rejectReasonCodeList', { aftersale_id: BigInt(id) }))['items']).toEqual([]);

    const second = emulator.buyer.apply({ orderId: made.id, lineId: two?.id ?? '', type: 0 });
    expect(await operate(101, second.id, back())).toBe('10000');
    emulator.buyer.returnGoods(second.id, { companyCode: 'zhongtong', trackingNo: 'ZT78901234567890' });
    expect(await operate(112, second.id, refusal)).toBe('10000');
    expect(await sheet(second.id)).toMatchObject({ after_sale_status: 29 });

    emulator.buyer.arbitrate(id);
    expect(((await detail(id))['process_info'] as Row)['arbitrate_info']).toMatchObject({
      arbitrate_status: 4,
      is_required_evidence: true,
    });
    await api.data('afterSale.submitEvidence', {
      aftersale_id: BigInt(id),
      comment: '凭证',
      evidence: ['https://img/2.png'],
    });
    expect(
      await api.verdict('afterSale.submitEvidence', { aftersale_id: BigInt(id), comment: 'x', evidence: ['y'] }),
    ).toBe('50002 isv.business-failed:11001');
  });

  it('go through an exchange: address, goods back, new goods out, received', async () => {
    const made = await shippedOrder(true);
    const line = first(made.lines);
    const { id } = emulator.buyer.apply({ orderId: made.id, lineId: line.id, type: 3, exchangeSkuId: line.skuId });
    expect((await sheet(id))['exchange_sku_info']).toMatchObject({
      sku_id: line.skuId,
      price: expect.stringMatching(/^\d+$/),
    });
    expect(await operate(201, id)).toBe(WRONG_STATE);
    expect(await operate(301, id, back())).toBe('10000');
    emulator.buyer.returnGoods(id, { companyCode: 'zhongtong', trackingNo: 'ZT78901234567890' });
    expect(await operate(311, id)).toBe(WRONG);
    expect(await operate(311, id, { logistics: SF })).toBe('10000');
    expect(await sheet(id)).toMatchObject({ after_sale_status: 13, refund_status: 0 });
    emulator.buyer.confirmExchange(id);
    expect(await sheet(id)).toMatchObject({ after_sale_status: 14 });
    const refused = emulator.buyer.apply({ orderId: made.id, lineId: made.lines[1]?.id ?? '', type: 3 });
    expect(await operate(302, refused.id, refusal)).toBe('10000');
  });

  it('end with the money back by the decisions that stand in place of agreeing', async () => {
    const received = await shippedOrder(true);
    const [one, two] = received.lines;
    const apply = (lineId: string | undefined, type: number) =>
      emulator.buyer.apply({ orderId: received.id, lineId: lineId ?? '', type });
    const returned = apply(one?.id, 0);
    expect(await operate(203, returned.id)).toBe(WRONG_STATE);
    expect(await operate(121, returned.id)).toBe('10000');
    const exchanged = apply(two?.id, 3);
    expect(await sheet(exchanged.id)).toMatchObject({ refund_total_amount: 0 });
    expect(await operate(321, exchanged.id)).toBe('10000');
    expect(Number((await sheet(exchanged.id))['refund_total_amount'])).toBeGreaterThan(0);
    const sent = await shippedOrder();
    const refused = emulator.buyer.apply({ orderId: sent.id, lineId: first(sent.lines).id, type: 1 });
    expect(await operate(401, refused.id)).toBe(WRONG_STATE);
    expect(await operate(203, refused.id)).toBe('10000');
    const unsent = emulator.buyer.apply({ orderId: newOrder(emulator, shop().shopId).id, type: 2 });
    expect(await operate(401, unsent.id)).toBe('10000');
    for (const { id } of [returned, exchanged, refused, unsent])
      expect(await sheet(id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
  });

  it('are locked by the update time that was read', async () => {
    const made = newOrder(emulator, shop().shopId);
    const { id } = emulator.buyer.apply({ orderId: made.id, type: 2 });
    const { update_time } = await sheet(id);
    emulator.buyer.modify(id, { amount: 100, remark: '少退一点' });
    expect(await sheet(id)).toMatchObject({ refund_total_amount: 100, reason_remark: '少退一点' });
    expect(await operate(201, id, { update_time })).toBe(WRONG_STATE);
    const read = (await sheet(id))['update_time'];
    expect(Number(read)).toBeGreaterThan(Number(update_time));
    expect(await operate(201, id, { update_time: read })).toBe('10000');
    expect(await operate(201, id)).toBe(WRONG_STATE);
    expect(await operate(201, '1')).toBe('20000 isp.service-error:10000');
    expect(await operate(999, id)).toBe(WRONG);
  });

  it('are decided all or none in one call, with the failure of each item when the rule says so', async () => {
    const good = emulator.buyer.apply({ orderId: newOrder(emulator, shop().shopId).id, type: 2 });
    const done = emulator.buyer.apply({ orderId: newOrder(emulator, shop().shopId).id, type: 2 });
    emulator.buyer.closeAfterSale(done.id);
    const call = { type: 201, items: [good, done].map(({ id }) => ({ aftersale_id: id })) };
    expect(await api.verdict('afterSale.operate', call)).toBe(WRONG_STATE);
    expect(good.status).toBe(6);
    emulator.rules.operateFailure = 'item';
    const answer = await api.data('afterSale.operate', call);
    emulator.rules.operateFailure = 'envelope';
    expect((answer['items'] as Row[]).map((item) => [item['aftersale_id'], item['status_code']])).toEqual([
      [BigInt(good.id), 11005],
      [BigInt(done.id), 20309541],
    ]);
    expect(good.status).toBe(6);
    const many = { type: 201, items: Array(21).fill({ aftersale_id: good.id }) };
    expect(await api.verdict('afterSale.operate', many)).toBe(WRONG);
    const success = await api.data('afterSale.operate', { type: 201, items: [{ aftersale_id: good.id }] });
    expect(success['items']).toEqual([{ aftersale_id: BigInt(good.id), status_code: 0, status_msg: 'success' }]);
  });

  it('can be given a remark and more time, and end by themselves when the warehouse reports', async () => {
    const made = newOrder(emulator, shop().shopId);
    const { id } = emulator.buyer.apply({ orderId: made.id, type: 2 });
    await api.data('afterSale.addOrderRemark', { after_sale_id: id, remark: '已电话联系' });
    const before = Number((await sheet(id))['status_deadline']);
    await api.data('afterSale.timeExtend', { aftersale_id: BigInt(id) });
    expect(Number((await sheet(id))['status_deadline'])).toBe(before + 2 * DAY);
    expect(await api.verdict('afterSale.timeExtend', { aftersale_id: BigInt(id) })).toBe(
      '40004 isv.parameter-invalid:10001',
    );
    const item = first((await api.data('afterSale.List', { page: 0, size: 1, aftersale_id: id }))['items'] as Row[]);
    expect(item['seller_logs']).toMatchObject([{ content: '已电话联系' }]);
    await api.data('afterSale.CancelSendGoodsSuccess', { aftersale_id: id, op_time: now() });
    expect(await sheet(id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
    expect(await api.verdict('afterSale.CancelSendGoodsSuccess', { aftersale_id: id, op_time: now() })).toBe(
      '50002 isv.business-failed:11002',
    );

    const received = await shippedOrder(true);
    const returned = emulator.buyer.apply({ orderId: received.id, lineId: first(received.lines).id, type: 0 });
    expect(await operate(101, returned.id, back())).toBe('10000');
    emulator.buyer.returnGoods(returned.id, { companyCode: 'zhongtong', trackingNo: 'ZT78901234567890' });
    const report = { aftersale_id: returned.id, op_time: now() };
    expect(await api.verdict('afterSale.returnGoodsToWareHouseSuccess', { ...report, tracking_no: 'x' })).toBe(
      '40004 isv.parameter-invalid:11004',
    );
    await api.data('afterSale.returnGoodsToWareHouseSuccess', { ...report, tracking_no: 'ZT78901234567890' });
    expect(await sheet(returned.id)).toMatchObject({ after_sale_status: 12 });
    const channel = async (id_: string) =>
      (await api.data('afterSale.OpenAfterSaleChannel', { order_id: BigInt(id_) }))['conclusion'];
    expect(await channel(received.id)).toMatchObject({ match_success: true });
    expect(await channel(newOrder(emulator, shop().shopId).id)).toMatchObject({ match_success: false });
  });

  it('turn a parcel round until it is out for delivery', async () => {
    const made = await shippedOrder();
    const { id } = emulator.buyer.apply({ orderId: made.id, lineId: first(made.lines).id, type: 1 });
    const target = { company_code: SF.company_code, tracking_no: SF.logistics_code };
    const ask = (targets: Row[]) =>
      api.data('afterSale.applyLogisticsIntercept', {
        after_sale_id: BigInt(id),
        op_from: 1,
        intercept_targets: targets,
      });
    const answer = await ask([target, { ...target, tracking_no: 'SF0' }]);
    expect(answer).toMatchObject({ success_count: 1, failed_count: 1 });
    expect((answer['intercept_results'] as Row[]).map((result) => result['is_success'])).toEqual([true, false]);
    expect(first(answer['intercept_results'] as Row[])).toMatchObject({
      cur_product: { order_id: BigInt(first(made.lines).id), amount: 2 },
      other_products: [{ order_id: BigInt(made.lines[1]?.id ?? 0) }],
    });
    emulator.advance(24 * 3_600_000);
    expect(await ask([target])).toMatchObject({
      success_count: 0,
      failed_count: 1,
      unavailable_reason: expect.stringContaining('派送'),
    });
    const unshipped = emulator.buyer.apply({ orderId: newOrder(emulator, shop().shopId).id, type: 2 });
    expect(
      await api.verdict('afterSale.applyLogisticsIntercept', {
        after_sale_id: BigInt(unshipped.id),
        op_from: 1,
        intercept_targets: [target],
      }),
    ).toBe('50002 isv.business-failed:10000');
  });
});
