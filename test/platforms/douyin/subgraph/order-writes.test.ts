import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../src/platforms/douyin/emulator/state/order.record.js';
import { scratchFolder } from '../../../support/scratch-folder.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';
import { newOrder, receiver } from '../emulator/buyers.js';

const UPDATE = `mutation($input: OrderUpdateInput!, $options: WriteOptions) {
  payload: orderUpdate(input: $input, options: $options) {
    order { id version sellerRemark sellerFlag total { minorUnits } postage { minorUnits } recipient { name phone address { province city district street detail } } }
    userErrors { code message path retryable ... on StateError { currentVersion } ... on InputError { constraint } }
    plan { calls { endpoint body } warnings } replayed
  }
}`;
const DECIDE = `mutation($input: OrderAddressChangeDecideInput!, $options: WriteOptions) {
  payload: orderAddressChangeDecide(input: $input, options: $options) {
    order { id recipient { name } } userErrors { code path } plan { calls { endpoint body } } replayed
  }
}`;

const DETAIL = 'POST /order/orderDetail';
const REMARK = 'POST /order/addOrderRemark';
const ADDRESS = 'POST /order/addressModify';
const AMOUNT = 'POST /order/updateOrderAmount';
const POSTAGE = 'POST /order/updatePostAmount';
const SERIALS = 'POST /order/addSerialNumber';
const CONFIRM = 'POST /order/addressConfirm';

// A short name, which no search for secrets finds.
const NAME = '欧飒';
const PHONE = '19955554444';
const ROOM = '世纪大道九十九弄七号';
const PUDONG = { province: '上海市', city: '上海市', district: '浦东新区', street: '陆家嘴街道', detail: ROOM };

describe('writes to orders', () => {
  const folder = scratchFolder('order-writes');
  let server: DouyinServer;
  let shop: DouyinShop;
  let other: DouyinShop;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' }, server: { file: join(folder, 'orders.db') } });
    [shop, other] = server.shops as [DouyinShop, DouyinShop];
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => server.douyin.faults.clear());

  const send = async (mutation: string, input: object, options: object | null = null, key = server.adminKey) => {
    const answer = await server.ask(mutation, { input, options }, { key });
    expect(answer.errors ?? []).toEqual([]);
    return answer.data.payload;
  };
  const update = (order: Order, change: object, options: object | null = null, key = server.adminKey) =>
    send(UPDATE, { id: shop.gid('Order', order.id), ...change }, options, key);
  const made = (isPaid = false): Order => newOrder(server.douyin, shop.nativeId, isPaid);
  const lineId = (order: Order, at = 0) => shop.gid('OrderLine', `${order.id}.${order.lines[at]?.id}`);
  const yuan = (amount: string, currencyCode = 'CNY') => ({ amount, currencyCode });
  const sent = (operation: string) =>
    server.douyin.journal.entries
      .filter((entry) => entry.operation === operation)
      .map(({ params }) => JSON.parse(String(params['param_json'])));

  it('set remark and flag in one call, and read the order back', async () => {
    const order = made();
    const payload = await update(order, { sellerRemark: '请尽快发货,谢谢😀', sellerFlag: 3 });
    expect(payload).toMatchObject({
      order: { sellerRemark: '请尽快发货,谢谢😀', sellerFlag: 3 },
      userErrors: [],
      replayed: false,
    });
    expect(server.calls()).toEqual([REMARK, DETAIL]);
    expect(sent(REMARK)).toEqual([{ order_id: order.id, remark: '请尽快发货,谢谢😀', is_add_star: 'true', star: '3' }]);
  });

  it('keep the remark when only the flag changes, and the flag when only the remark does', async () => {
    const order = made();
    await update(order, { sellerRemark: '第一', sellerFlag: 2 });
    expect((await update(order, { sellerFlag: 5 })).order).toMatchObject({ sellerRemark: '第一', sellerFlag: 5 });
    expect(server.calls()).toEqual([DETAIL, REMARK, DETAIL]);
    expect((await update(order, { sellerRemark: '第二' })).order).toMatchObject({
      sellerRemark: '第二',
      sellerFlag: 5,
    });
  });

  it('clear a remark by null, and make a flag grey', async () => {
    const order = made();
    await update(order, { sellerRemark: '有', sellerFlag: 2 });
    const cleared = await update(order, { sellerRemark: null, sellerFlag: null });
    expect(cleared).toMatchObject({ order: { sellerRemark: null, sellerFlag: 0 }, userErrors: [] });
  });

  it('change prices of lines and the postage before payment, in fen, and what comes off a line is told', async () => {
    const order = made();
    const [line] = order.lines;
    const full = (line?.price ?? 0) * (line?.count ?? 0);
    const linePrices = [{ orderLineId: lineId(order), price: yuan(((full - 150) / 100).toFixed(2)) }];
    const payload = await update(order, { linePrices, postage: yuan('7.5') });
    expect(payload).toMatchObject({ order: { postage: { minorUnits: '750' } }, userErrors: [] });
    expect(server.calls()).toEqual([DETAIL, AMOUNT, POSTAGE, DETAIL]);
    expect(sent(AMOUNT)).toEqual([{ pid: order.id, update_detail: [{ order_id: line?.id, discount_amount: 150 }] }]);
    expect(sent(POSTAGE)).toEqual([{ order_id: order.id, post_amount: 750 }]);
    expect(line?.modifyAmount).toBe(-150);
  });

  it('carry out the parts that can be, and tell of each that cannot by itself', async () => {
    const order = made(true);
    const change = {
      sellerRemark: '改价',
      linePrices: [{ orderLineId: lineId(order), price: yuan('1') }],
      postage: yuan('0'),
      serialNumbers: ['SN-1'],
    };
    const options = { idempotencyKey: `parts ${order.id}` };
    const payload = await update(order, change, options);
    expect(payload.order).toMatchObject({ sellerRemark: '改价' });
    const failures = [
      { code: 'STATE_FORBIDS', path: ['input', 'linePrices'] },
      { code: 'STATE_FORBIDS', path: ['input', 'postage'] },
      { code: 'STATE_FORBIDS', path: ['input', 'serialNumbers'] },
    ];
    expect(payload.userErrors).toMatchObject(failures);
    expect(server.calls()).toEqual([DETAIL, REMARK, AMOUNT, POSTAGE, SERIALS, DETAIL]);
    const again = await update(order, change, options);
    expect(again).toMatchObject({ order: { sellerRemark: '改价' }, userErrors: failures, replayed: true });
    expect(server.calls()).toEqual([DETAIL]);
    expect((await update(order, { sellerRemark: '另' }, options)).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);
  });

  it('send nothing more once the platform says that there is no such order', async () => {
    const order = { ...made(), id: '6917135448573842999' };
    const payload = await update(order, { sellerRemark: 'x', postage: yuan('1') });
    expect(payload.order).toBeNull();
    expect(payload.userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'id'] },
      { code: 'NOT_FOUND', path: ['input', 'id'] },
    ]);
    expect(server.calls()).toEqual([REMARK]);
  });

  it('name serial numbers after sending', async () => {
    const order = made(true);
    order.status = order.mainStatus = 3;
    expect((await update(order, { serialNumbers: ['A-1', 'A-2'] })).userErrors).toEqual([]);
    expect(order.serialNumbers).toEqual(['A-1', 'A-2']);
    expect(server.calls()).toEqual([SERIALS, DETAIL]);
  });

  it('do not take a success in part for a change of all of it', async () => {
    const order = made();
    server.douyin.faults.set([{ match: { operation: AMOUNT }, fault: 'business_code', code: 10001, times: 1 }]);
    const { userErrors } = await update(order, { linePrices: [{ orderLineId: lineId(order), price: yuan('1.00') }] });
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  });

  it('change who gets the goods, by names of regions', async () => {
    const order = made(true);
    const change = { address: PUDONG, recipientName: NAME, recipientPhone: PHONE };
    const payload = await update(order, change);
    expect(payload.userErrors).toEqual([]);
    expect(payload.order.recipient).toMatchObject({
      name: '欧*',
      address: { district: '浦东新区', street: '陆家嘴街道' },
    });
    expect(order.receiver).toMatchObject({
      name: NAME,
      tel: PHONE,
      detail: ROOM,
      place: { street: { id: '310115012' } },
    });
    expect(server.calls()).toEqual([ADDRESS, DETAIL]);
    const unknown = await update(order, { address: { ...PUDONG, district: '无此区' } });
    expect(unknown.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'address'] }]);
    const phone = await update(order, { recipientPhone: '123456' });
    expect(phone.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'recipientPhone'] }]);
  });

  it('know a repeat that names the same person, and one that names another', async () => {
    const order = made(true);
    const options = { idempotencyKey: `person ${order.id}` };
    expect((await update(order, { recipientName: NAME }, options)).userErrors).toEqual([]);
    expect(await update(order, { recipientName: NAME }, options)).toMatchObject({ replayed: true, userErrors: [] });
    expect((await update(order, { recipientName: `${NAME}乙` }, options)).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);
  });

  it('keep nothing of a person in plans, files, logs and errors, when it is done, refused, or lost', async () => {
    const order = made(true);
    const change = { address: PUDONG, recipientName: NAME, recipientPhone: PHONE };
    const heard: unknown[] = [];
    const { plan } = await update(order, change, { dryRun: true });
    expect(plan.calls).toMatchObject([
      {
        endpoint: 'POST order/addressModify',
        body: {
          post_receiver: '***',
          post_tel: '***',
          post_addr: { province: { name: '上海市' }, address_detail: '***' },
        },
      },
      { endpoint: 'POST order/orderDetail', body: null },
    ]);
    heard.push(plan, await update(order, change, { idempotencyKey: `kept ${order.id}` }));
    const fault = { match: { operation: ADDRESS }, times: 1 } as const;
    server.douyin.faults.set([
      { ...fault, fault: 'business_code', code: 50002, message: `isv.business-failed:80001 ${NAME} ${PHONE} ${ROOM}` },
    ]);
    heard.push(await update(order, change, { idempotencyKey: `refused ${order.id}` }));
    server.douyin.faults.set([{ ...fault, fault: 'reset', phase: 'after_effect' }]);
    const options = { idempotencyKey: `lost ${order.id}` };
    const lost = await update(order, change, options);
    expect(lost.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', path: ['input', 'address'] }]);
    // Nobody can compare who was meant with who is there.
    const again = await update(order, change, options);
    expect(again.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    heard.push(lost, again);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)).toString('utf8'));
    expect(files.length).toBeGreaterThan(0);
    for (const text of [...files, ...server.logLines, JSON.stringify(heard)])
      for (const secret of [NAME, PHONE, ROOM]) expect(text.includes(secret)).toBe(false);
  });

  it('find out part by part what became of parts whose answers were lost', async () => {
    const order = made();
    const [line] = order.lines;
    const full = (line?.price ?? 0) * (line?.count ?? 0);
    const change = {
      sellerRemark: '丢失',
      sellerFlag: 1,
      linePrices: [{ orderLineId: lineId(order), price: yuan((full / 100 - 1).toFixed(2)) }],
      postage: yuan('3.21'),
    };
    const lost = [REMARK, AMOUNT, POSTAGE].map(
      (operation) => ({ match: { operation }, fault: 'reset', phase: 'after_effect', times: 1 }) as const,
    );
    server.douyin.faults.set(lost);
    const options = { idempotencyKey: `lost ${order.id}` };
    const first = await update(order, change, options);
    expect(first.userErrors).toMatchObject([
      { code: 'OUTCOME_UNKNOWN', path: ['input', 'sellerRemark'], retryable: false },
      { code: 'OUTCOME_UNKNOWN', path: ['input', 'linePrices'] },
      { code: 'OUTCOME_UNKNOWN', path: ['input', 'postage'] },
    ]);
    for (const operation of [REMARK, AMOUNT, POSTAGE])
      expect(server.calls().filter((one) => one === operation)).toHaveLength(1);
    const again = await update(order, change, options);
    expect(again).toMatchObject({
      replayed: true,
      userErrors: [],
      order: { sellerRemark: '丢失', postage: { minorUnits: '321' } },
    });
    expect(new Set(server.calls())).toEqual(new Set([DETAIL]));
  });

  it('leave open what did not come, and never repeat it', async () => {
    const order = made();
    // One that is answered, so that the breaker does not take the failures before for a row of them.
    await update(order, { sellerFlag: 1 });
    server.douyin.faults.set([{ match: { operation: REMARK }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    const options = { idempotencyKey: `never ${order.id}` };
    expect((await update(order, { sellerRemark: '没' }, options)).userErrors).toMatchObject([
      { code: 'OUTCOME_UNKNOWN' },
    ]);
    expect((await update(order, { sellerRemark: '没' }, options)).userErrors).toMatchObject([
      { code: 'OUTCOME_UNKNOWN' },
    ]);
    expect(server.calls()).toEqual([DETAIL]);
  });

  it('hold the version that was expected, once before the first call', async () => {
    const order = made();
    const stale = await update(order, { sellerRemark: 'x', postage: yuan('1') }, { expectedVersion: 'old' });
    expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['options', 'expectedVersion'] }]);
    expect(server.calls()).toEqual([DETAIL]);
    const expectedVersion = stale.userErrors[0].currentVersion;
    expect((await update(order, { sellerRemark: 'x', postage: yuan('1') }, { expectedVersion })).userErrors).toEqual(
      [],
    );
    expect(server.calls()).toEqual([DETAIL, REMARK, POSTAGE, DETAIL]);
  });

  it('are planned with what would be sent', async () => {
    const order = made();
    const [line] = order.lines;
    const linePrices = [{ orderLineId: lineId(order), price: yuan('1.00') }];
    const { plan } = await update(order, { sellerFlag: 0, linePrices }, { dryRun: true });
    expect(plan.calls).toEqual([
      { endpoint: 'POST order/orderDetail', body: null },
      {
        endpoint: 'POST order/addOrderRemark',
        body: { order_id: order.id, remark: '', is_add_star: 'true', star: '0' },
      },
      {
        endpoint: 'POST order/updateOrderAmount',
        body: {
          pid: order.id,
          update_detail: [{ order_id: line?.id, discount_amount: (line?.price ?? 0) * (line?.count ?? 0) - 100 }],
        },
      },
      { endpoint: 'POST order/orderDetail', body: null },
    ]);
    expect(server.calls()).toEqual([DETAIL]);
  });

  it('tell all that is wrong with an input at once, and send nothing', async () => {
    const [order, another] = [made(), made()];
    const payload = await update(order, {
      recipientName: null,
      linePrices: [
        { orderLineId: lineId(another), price: yuan('1') },
        { orderLineId: lineId(order), price: yuan('0.001') },
        { orderLineId: lineId(order), price: yuan('0') },
      ],
      postage: yuan('-1', 'USD'),
    });
    const found = payload.userErrors.map(
      ({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`,
    );
    expect(found.sort()).toEqual([
      'INVALID_INPUT input.linePrices.1.price.amount',
      'INVALID_INPUT input.linePrices.2.orderLineId',
      'INVALID_INPUT input.linePrices.2.price.amount',
      'INVALID_INPUT input.postage.amount',
      'INVALID_INPUT input.postage.currencyCode',
      'NOT_FOUND input.linePrices.0.orderLineId',
      'UNSUPPORTED_COMBINATION input.recipientName',
    ]);
    expect(server.calls()).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['nothing to change', {}, ['input']],
    ['a remark of more than 500 characters', { sellerRemark: '好'.repeat(501) }, ['input', 'sellerRemark']],
    ['a flag that is none', { sellerFlag: 6 }, ['input', 'sellerFlag']],
    ['an address without a city', { address: { ...PUDONG, city: '' } }, ['input', 'address', 'city']],
    ['no serial number', { serialNumbers: [] }, ['input', 'serialNumbers']],
    ['a serial number of 31 characters', { serialNumbers: ['x'.repeat(31)] }, ['input', 'serialNumbers']],
  ])('refuse %s', async (_name, change, path) => {
    expect((await update(made(), change)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path }]);
    expect(server.calls()).toEqual([]);
  });

  it('take a remark of more than 60 characters, and tell what the platform says of it', async () => {
    const order = made();
    expect((await update(order, { sellerRemark: '好'.repeat(500) })).userErrors).toEqual([]);
    expect((await update(order, { sellerRemark: '加微信' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'sellerRemark'] },
    ]);
  });

  it('need the scope and an own order', async () => {
    const order = made();
    expect((await update(order, { sellerFlag: 1 }, null, server.readKey)).userErrors).toMatchObject([
      { code: 'PERMISSION_DENIED' },
    ]);
    const foreign = await send(UPDATE, { id: 'gid://v1/Order/s7f3k2a/6917135448573842113', sellerFlag: 1 });
    expect(foreign.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(server.calls()).toEqual([]);
    const elsewhere = await send(UPDATE, { id: other.gid('Order', order.id), sellerRemark: 'x' });
    expect(elsewhere.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  describe('decisions on a change of address', () => {
    const asked = (): Order => {
      const order = made(true);
      const state = server.douyin.state.shops.get(shop.nativeId);
      if (state !== undefined) state.addressReview = { allowed: true, type: 0 };
      server.douyin.buyer.askForReceiver(order.id, { ...receiver, name: '李雷' });
      return order;
    };
    const decide = (order: Order, isAccepted: boolean, options: object | null = null, key = server.adminKey) =>
      send(DECIDE, { orderId: shop.gid('Order', order.id), isAccepted }, options, key);

    it('accept it or refuse it, and read the order back', async () => {
      const [one, two] = [asked(), asked()];
      expect(await decide(one, true)).toMatchObject({ order: { recipient: { name: '李*' } }, userErrors: [] });
      expect(server.calls()).toEqual([CONFIRM, DETAIL]);
      expect(sent(CONFIRM)).toEqual([{ order_id: one.id, is_approved: 0 }]);
      expect(await decide(two, false)).toMatchObject({ order: { recipient: { name: '王*' } }, userErrors: [] });
      expect((await decide(two, true)).userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'orderId'] },
      ]);
    });

    it('are planned, answered from the journal, and left open when the answer was lost', async () => {
      const order = asked();
      const { plan } = await decide(order, true, { dryRun: true });
      expect(plan.calls).toEqual([
        { endpoint: 'POST order/addressConfirm', body: { order_id: order.id, is_approved: 0 } },
        { endpoint: 'POST order/orderDetail', body: null },
      ]);
      const options = { idempotencyKey: `address ${order.id}` };
      server.douyin.faults.set([{ match: { operation: CONFIRM }, fault: 'reset', phase: 'after_effect', times: 1 }]);
      expect((await decide(order, true, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
      expect((await decide(order, true, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
      expect(server.calls()).toEqual([]);
      const next = asked();
      const key = { idempotencyKey: `address ${next.id}` };
      await decide(next, false, key);
      expect(await decide(next, false, key)).toMatchObject({ replayed: true, userErrors: [] });
    });

    it('need the scope, an own order, and its version where one is expected', async () => {
      const order = asked();
      expect((await decide(order, true, null, server.readKey)).userErrors).toMatchObject([
        { code: 'PERMISSION_DENIED' },
      ]);
      const foreign = await send(DECIDE, { orderId: shop.gid('Product', order.id), isAccepted: true });
      expect(foreign.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'orderId'] }]);
      expect((await decide(order, true, { expectedVersion: 'old' })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
      expect(server.calls()).toEqual([DETAIL]);
    });
  });
});
