import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { eventSign as ownEventSign } from '../../../../src/platforms/douyin/emulator/push/event-signature.js';
import { receiver as buyer, newOrder } from './buyers.js';
import { type Caller, caller, first, fixture, type Row } from './platform-caller.js';
import { eventSign, type Receiver, startReceiver } from './push-receiver.js';

const FOLDER = new URL('../../../fixtures/douyin/push/', import.meta.url);

describe('signatures of messages that the emulated Douyin platform pushes', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'push-bad-signature.json');
  it.each(files)('are those of %s', (file) => {
    const vector = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as {
      readonly app_key: string;
      readonly app_secret: string;
      readonly request: { readonly headers: Record<string, string>; readonly body: string };
      readonly event_sign_hmac_sha256: string;
    };
    const { app_key, app_secret, request } = vector;
    expect(ownEventSign(app_key, app_secret, request.body, 'md5')).toBe(request.headers['event-sign']);
    expect(ownEventSign(app_key, app_secret, request.body, 'hmac-sha256')).toBe(vector.event_sign_hmac_sha256);
  });
});

describe('messages that the emulated Douyin platform pushes', () => {
  let emulator: DouyinEmulator;
  let receiver: Receiver;
  let api: Caller;
  const shop = () => first(emulator.seed.shops);
  const SF = { company_code: 'shunfeng', logistics_code: 'SF1234567890555' };
  const idle = () => emulator.push.whenIdle();
  const tagsAfter = async (act: () => unknown) => {
    const before = receiver.tags().length;
    await act();
    await idle();
    return receiver.tags().slice(before);
  };

  beforeEach(async () => {
    receiver = await startReceiver();
    emulator = await startDouyinEmulator({ push: { retryMs: [10, 20, 30] } });
    api = await caller(emulator, shop());
  });
  afterEach(async () => {
    await emulator.close();
    await receiver.close();
  });

  it('start with a probe, without whose acknowledgement the URL is not saved', async () => {
    receiver.settings.answer = (response) => response.end('{"code":1,"msg":"fail"}');
    await expect(emulator.pushTo({ shopId: shop().shopId, url: receiver.url })).rejects.toThrow('not acknowledged');
    expect(await tagsAfter(() => newOrder(emulator, shop().shopId))).toEqual([]);
    receiver.settings.answer = (response) => response.end('{"code":0,"msg":"success"}');
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url });
    expect(first(receiver.bodies).text).toMatch(
      /^\[\{"tag":"0","msg_id":"0","data":"\d{4}-\d\d-\d\dT[^"]+\+08:00"\}\]$/,
    );
    await expect(emulator.pushTo({ appKey: shop().appKey, url: 'http://127.0.0.1:1/' })).rejects.toThrow();
    await expect(emulator.pushTo({ shopId: 'nobody', url: receiver.url })).rejects.toThrow('no app');
  });

  it('are signed over the raw bytes, an array with data as JSON in a string and ids as numbers', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const order = newOrder(emulator, shop().shopId);
    await idle();
    const body = first(receiver.bodies);
    expect(body.headers).toMatchObject({
      'app-id': shop().appKey,
      'event-sign': eventSign(shop().appKey, body.text, shop().appSecret),
    });
    expect(body.text).toContain(`\\"p_id\\":${order.id},`);
    expect(body.messages.map(({ tag }) => tag)).toEqual(['100', '101', '110']);
    expect(first(body.messages)).toMatchObject({
      msgId: expect.stringMatching(/^\d+::100:\d{10}:\d+$/),
      data: {
        p_id: order.id,
        s_ids: order.lines.map(({ id }) => id),
        shop_id: Number(shop().shopId),
        order_status: expect.any(Number),
        create_time: order.createdAt,
      },
    });
    expect(body.messages[1]?.data).toMatchObject({ pay_amount: expect.any(Number), pay_type: 1 });
  });

  it('tell of every step of an order', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const order = newOrder(emulator, shop().shopId);
    await idle();
    const remark = { order_id: order.id, remark: '好', is_add_star: 'true', star: '2' };
    expect(await tagsAfter(() => api.data('order.addOrderRemark', remark))).toEqual(['113']);
    expect(receiver.messages().at(-1)?.data).toMatchObject({ remark: '好', star: 2 });
    expect(await tagsAfter(() => emulator.buyer.askForReceiver(order.id, { ...buyer, name: '李雷' }))).toEqual(['105']);
    const addr = (receiver.messages().at(-1)?.data['receiver_msg'] as Row | undefined)?.['addr'];
    expect(JSON.parse(String(addr))).toMatchObject({
      province: { name: '浙江省' },
      encrypt_detail: expect.stringMatching(/^##/),
    });
    const line = first(order.lines);
    const part = { ...SF, shipped_order_info: [{ shipped_order_id: line.id, shipped_num: 1 }] };
    const pack = { order_id: order.id, request_id: 'a', pack_list: [part] };
    expect(await tagsAfter(() => api.data('order.logisticsAddMultiPack', pack))).toEqual(['108']);
    expect(receiver.messages().at(-1)?.data).toMatchObject({
      logistics_msg: {
        express_company_id: 'shunfeng',
        shipped_order_info: [{ shipped_order_id: line.id, sku_num: 2, shipped_num: 1 }],
      },
    });
    const whole = newOrder(emulator, shop().shopId);
    await idle();
    expect(await tagsAfter(() => api.data('order.logisticsAdd', { order_id: whole.id, ...SF }))).toEqual(['102']);
    const edit = { order_id: whole.id, company_code: 'zhongtong', logistics_code: '78901234567890' };
    expect(await tagsAfter(() => api.data('order.logisticsEdit', edit))).toEqual(['104']);
    expect(await tagsAfter(() => emulator.buyer.receive(whole.id))).toEqual(['103']);
    const unpaid = newOrder(emulator, shop().shopId, false);
    await idle();
    expect(await tagsAfter(() => api.data('order.updatePostAmount', { order_id: unpaid.id, post_amount: 0 }))).toEqual([
      '109',
    ]);
    expect(await tagsAfter(() => emulator.buyer.cancel(unpaid.id, '不想要了'))).toEqual(['106']);
    await api.data('order.AddressAppliedSwitch', { is_allowed: 1 });
    const asked = newOrder(emulator, shop().shopId);
    await idle();
    expect(await tagsAfter(() => emulator.buyer.askForReceiver(asked.id, buyer))).toEqual(['111']);
  });

  it('tell of after-sales and products', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const order = newOrder(emulator, shop().shopId);
    await idle();
    let id = '';
    const apply = () => {
      id = emulator.buyer.apply({ orderId: order.id, type: 2 }).id;
    };
    expect(await tagsAfter(apply)).toEqual(['200']);
    expect(receiver.messages().at(-1)?.data).toMatchObject({
      aftersale_id: id,
      aftersale_status: 6,
      update_time: expect.stringMatching(/T.*\+08:00$/),
    });
    expect(await tagsAfter(() => emulator.buyer.modify(id, { amount: 1 }))).toEqual(['208']);
    expect(await tagsAfter(() => api.data('afterSale.timeExtend', { aftersale_id: BigInt(id) }))).toEqual(['209']);
    const agree = { type: 201, items: [{ aftersale_id: id }] };
    expect(await tagsAfter(() => api.data('afterSale.operate', agree))).toEqual(['201', '206']);

    const made = fixture('product.addV2').request.param_json;
    expect(await tagsAfter(() => api.data('product.addV2', made))).toEqual(['400', '400']);
    emulator.advance(5000);
    expect(await tagsAfter(() => emulator.auditor.settle())).toEqual(['400']);
    const events = receiver
      .messages()
      .filter(({ tag }) => tag === '400')
      .map(({ data }) => data['event']);
    expect(events).toEqual([1, 3, 4]);
    const product_id = receiver.messages().at(-1)?.data['product_id'];
    expect(await tagsAfter(() => api.data('product.setOffline', { product_id }))).toEqual(['400']);
    await api.data('material.uploadImageSync', { folder_id: '0', material_name: 'a', url: 'https://m.example/a.png' });
    emulator.advance(5000);
    expect(await tagsAfter(() => emulator.auditor.settle())).toEqual(['137']);
  });

  it('look like the documented samples, key by key', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const order = newOrder(emulator, shop().shopId);
    await api.data('order.addOrderRemark', { order_id: order.id, remark: '好' });
    emulator.buyer.askForReceiver(order.id, buyer);
    await api.data('order.logisticsAdd', { order_id: order.id, ...SF });
    emulator.buyer.receive(order.id);
    const { id } = emulator.buyer.apply({ orderId: order.id, lineId: first(order.lines).id, type: 0 });
    emulator.buyer.closeAfterSale(id);
    await idle();
    for (const [tag, file] of [
      ['100', '100-trade-create'],
      ['101', '101-trade-paid'],
      ['102', '102-seller-ship'],
      ['103', '103-trade-success'],
      ['105', '105-address-changed'],
      ['110', '110-trade-pending'],
      ['113', '113-memo-modify'],
      ['200', '200-refund-created'],
      ['207', '207-refund-closed'],
    ] as const) {
      const sample = JSON.parse(readFileSync(new URL(`push-${file}.json`, FOLDER), 'utf8')) as {
        events: { data: Row }[];
      };
      const sent = receiver.messages().find((message) => message.tag === tag);
      expect([tag, Object.keys(sent?.data ?? {}).sort()]).toEqual([tag, Object.keys(first(sample.events).data).sort()]);
    }
  });

  it('go to the apps of their shop only, one shop in a body, at most ten together', async () => {
    const [, other] = emulator.seed.shops;
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    newOrder(emulator, other?.shopId ?? '');
    await idle();
    expect(receiver.bodies).toEqual([]);
    await emulator.pushTo({ shopId: other?.shopId ?? '', url: receiver.url, probe: false });
    for (let made = 0; made < 5; made += 1) newOrder(emulator, shop().shopId);
    newOrder(emulator, other?.shopId ?? '');
    await idle();
    expect(receiver.bodies.map(({ messages }) => messages.length).sort((a, b) => a - b)).toEqual([3, 5, 10]);
    for (const { messages } of receiver.bodies)
      expect(new Set(messages.map(({ data }) => data['shop_id'])).size).toBe(1);
    emulator.withdrawGrant(shop().appKey, shop().shopId);
    const before = receiver.bodies.length;
    newOrder(emulator, shop().shopId);
    await idle();
    expect(receiver.bodies).toHaveLength(before);
  });

  it('come again after a failure or a late answer, and are given up after the last try', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    emulator.rules.push.timeoutMs = 100;
    const answers = [
      (response: { end: (text: string) => void; statusCode: number }) => {
        response.statusCode = 500;
        response.end('{"code":0}');
      },
      () => undefined,
      (response: { end: (text: string) => void }) => response.end('{"code":1,"msg":"fail"}'),
      (response: { end: (text: string) => void }) => response.end('{"code":0,"msg":"success"}'),
    ];
    let tries = 0;
    receiver.settings.answer = (response) => answers[tries++]?.(response as never);
    newOrder(emulator, shop().shopId, false);
    await idle();
    expect(emulator.push.deliveries.map(({ attempt, status, outcome }) => [attempt, status, outcome])).toEqual([
      [1, 500, 'failed'],
      [2, null, 'failed'],
      [3, 200, 'failed'],
      [4, 200, 'acknowledged'],
    ]);
    expect(new Set(receiver.messages().map(({ msgId }) => msgId)).size).toBe(1);
    receiver.settings.answer = (response) => response.end('no JSON');
    newOrder(emulator, shop().shopId, false);
    await idle();
    expect(emulator.push.deliveries.slice(4).map(({ outcome }) => outcome)).toEqual([
      'failed',
      'failed',
      'failed',
      'given up',
    ]);
  });

  it('can be doubled, lost, badly signed, in the object form, with numbers for tags', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const { push } = emulator.rules;
    push.duplicates = 1;
    expect(await tagsAfter(() => newOrder(emulator, shop().shopId, false))).toEqual(['100', '100']);
    expect(new Set(receiver.messages().map(({ msgId }) => msgId)).size).toBe(1);
    Object.assign(push, { duplicates: 0, drops: 1 });
    expect(await tagsAfter(() => newOrder(emulator, shop().shopId, false))).toEqual([]);
    Object.assign(push, { drops: 0, badSignatures: 1 });
    await tagsAfter(() => newOrder(emulator, shop().shopId, false));
    const bad = receiver.bodies.at(-1);
    expect(bad?.headers['event-sign']).not.toBe(eventSign(shop().appKey, bad?.text ?? '', shop().appSecret));
    expect(emulator.push.deliveries.at(-1)?.badSignature).toBe(true);
    Object.assign(push, { badSignatures: 0, dataForm: 'object', tagForm: 'number' });
    await tagsAfter(() => newOrder(emulator, shop().shopId, false));
    expect(receiver.bodies.at(-1)?.text).toMatch(/^\[\{"tag":100,"msg_id":"[^"]+","data":\{"p_id":\d{19},/);
    emulator.push.stop();
    expect(await tagsAfter(() => newOrder(emulator, shop().shopId, false))).toEqual([]);
  });

  it('come from buyers at a pace, the same for the same seed', async () => {
    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const acts = (seed: number) => {
      emulator.reset();
      const pace = emulator.startPace({ everyMs: 60_000, seed });
      const names = Array.from({ length: 60 }, () => pace.step());
      pace.stop();
      return names;
    };
    const [one, again, other] = [acts(1), acts(1), acts(2)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    for (const act of ['place', 'pay', 'receive', 'apply']) expect(one).toContain(act);
    expect(one).not.toContain(null);

    await emulator.pushTo({ shopId: shop().shopId, url: receiver.url, probe: false });
    const pace = emulator.startPace({ everyMs: 5, shopIds: [shop().shopId] });
    while (receiver.messages().length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    pace.stop();
    await idle();
    expect(new Set(receiver.messages().map(({ data }) => data['shop_id']))).toEqual(new Set([Number(shop().shopId)]));
  });
});
