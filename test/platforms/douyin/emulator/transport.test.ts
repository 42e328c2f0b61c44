import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { type Caller, caller, type Envelope, first, type Row, raw, readExactly, send } from './platform-caller.js';

describe('the emulated Douyin platform is strict about how it is called', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  const shop = () => first(emulator.seed.shops);
  const verdict = async (method: string, params: unknown, options = {}) => {
    const text = (await send(emulator.url, shop(), emulator.now(), method, params, options)).text;
    const { code, sub_code } = readExactly(text) as Envelope;
    return `${code} ${sub_code}`;
  };

  beforeAll(async () => {
    emulator = await startDouyinEmulator();
  });
  beforeEach(async () => {
    emulator.reset();
    api = await caller(emulator, shop());
    emulator.journal.clear();
  });
  afterAll(() => emulator.close());

  it('answers 70000 for a path that it does not know, whatever else is wrong', async () => {
    const answer = await raw(`${emulator.url}/buyin/simplePlan?app_key=1`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 70000, sub_code: 'isp.api-service-off', data: null });
    expect((await raw(`${emulator.url}/order/searchList`, 'GET')).status).toBe(405);
  });

  it('checks app, signature parameters, method, signature, token and parameters in that order', async () => {
    const wrongs: [Record<string, string | undefined>, string][] = [
      [{ app_key: undefined }, '40001 isv.app-id-missing'],
      [{ app_key: '123' }, '40003 isv.app-id-invalid'],
      [{ app_key: '7000000000000000009' }, '40003 isv.app-id-invalid'],
      [{ sign: undefined }, '40001 isv.signature-missing'],
      [{ timestamp: undefined }, '40001 isv.parameter-missing'],
      [{ timestamp: 'x' }, '40003 isv.timestamp-format-error'],
      [{ timestamp: '1600000000' }, '40003 isv.timestamp-invalid'],
      [{ v: '1' }, '40003 isv.parameter-invalid'],
      [{ method: 'order.orderDetail' }, '40003 isv.parameter-invalid'],
      [{ sign: 'f'.repeat(64) }, '40003 isv.signature-invalid'],
      [{ access_token: undefined }, '40001 isv.access-token-missing'],
      [{ access_token: 'made-up' }, '40003 isv.access-token-no-existed'],
    ];
    // Each call has its own fault and all that are checked later, so that the order shows.
    for (const [at, [, expected]] of wrongs.entries()) {
      const query = Object.assign({}, ...[...wrongs.slice(at)].reverse().map(([fault]) => fault)) as object;
      const merged = { ...query, ...wrongs[at]?.[0] };
      expect([at, await verdict('order.searchList', 'not json', { query: merged })]).toEqual([at, expected]);
    }
    expect(await api.verdict('order.searchList', 'not json')).toBe('40003 isv.parameter-format-invalid');
    expect(await api.verdict('order.searchList', '[]')).toBe('40003 isv.parameter-format-invalid');
    emulator.rules.deniedMethods = ['order.searchList'];
    expect(await api.verdict('order.searchList', 'not json')).toBe('30001 isv.app-permissions-insufficient');
    emulator.rules.deniedMethods = [];
  });

  it('tells a token of another app from one of nobody', async () => {
    const [, other] = emulator.seed.shops;
    const foreign = await caller(emulator, other ?? shop());
    expect(await verdict('shop.brandList', {}, { accessToken: foreign.token })).toBe('40003 isv.access-token-invalid');
  });

  it('takes a path in other letters, with a method in the same letters or in its own', async () => {
    for (const query of [{ method: 'aftersale.list' }, {}]) {
      const method = query.method ?? 'afterSale.List';
      const options = { path: '/aftersale/list', accessToken: api.token };
      expect(await verdict(method, { page: 0, size: 1 }, options)).toBe('10000 ');
    }
    expect(await verdict('afterSale.List', {}, { path: '/order/searchList' })).toBe('40003 isv.parameter-invalid');
  });

  it('takes param_json from the query when there is no body', async () => {
    const text = '{"cid":0}';
    const options = { accessToken: api.token, signedText: text, query: { param_json: text } };
    expect(await verdict('shop.getShopCategory', '', options)).toBe('10000 ');
  });

  it('adds the old keys unless the caller asks not to', async () => {
    const plain = await api.call('shop.brandList');
    expect(Object.keys(plain)).toEqual(['code', 'msg', 'sub_code', 'sub_msg', 'data', 'log_id']);
    const legacy = await api.call('shop.brandList', {}, { headers: { 'x-open-no-old-err-code': '0' } });
    expect(legacy).toMatchObject({ code: 10000, err_no: 0, message: 'success' });
    const failed = await api.call('order.orderDetail', {}, { headers: { 'x-open-no-old-err-code': '' } });
    expect(failed).toMatchObject({ code: 40002, err_no: 40002, message: failed.sub_msg });
  });

  it('names every answer by a log id of its own and tells its clock in the Date header', async () => {
    emulator.advance(3_600_000);
    const answers = [await api.raw('shop.brandList'), await api.raw('shop.brandList')];
    const ids = answers.map(({ text }) => (readExactly(text) as Envelope).log_id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^\d{14}[0-9A-F]{20}$/);
    const told = Date.parse(String(answers[0]?.headers['date']));
    expect(Math.abs(told - emulator.now())).toBeLessThan(5000);
    expect(told - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('writes ids of nineteen digits as numbers, digit by digit, and takes them as numbers or texts', async () => {
    const list = await api.raw('product.listV2', { page: 1, size: 5 });
    const rows = ((readExactly(list.text) as Envelope).data as Row)['data'] as Row[];
    for (const row of rows) {
      const id = row['product_id'];
      expect(typeof id).toBe('bigint');
      expect(list.text).toContain(`"product_id":${id},`);
      expect(BigInt(Number(id))).not.toBe(id);
      for (const wanted of [id, String(id)]) {
        expect(await api.data('product.detail', { product_id: wanted })).toMatchObject({
          product_id: id,
          product_id_str: String(id),
        });
      }
    }
  });

  it('says in three ways that a write has no payload', async () => {
    const orderId = first([...(emulator.state.shops.get(shop().shopId)?.orders.keys() ?? [])]);
    const texts: string[] = [];
    for (const form of ['object', 'null', 'absent'] as const) {
      emulator.rules.emptyData = form;
      texts.push((await api.raw('order.addOrderRemark', { order_id: orderId, remark: 'x' })).text);
    }
    emulator.rules.emptyData = 'object';
    expect(texts.map((text) => /"data":[^,]*,|"sub_msg":"","log_id"/.exec(text)?.[0])).toEqual([
      '"data":{},',
      '"data":null,',
      '"sub_msg":"","log_id"',
    ]);
  });

  it('puts unknown keys into every object when it is told to', async () => {
    emulator.rules.chaos = true;
    const data = await api.data('order.searchList', {
      page: 0,
      size: 1,
      create_time_start: 1 + Math.floor(emulator.now() / 1000) - 7 * 86_400,
    });
    emulator.rules.chaos = false;
    expect(data['x_unknown_key']).toBeDefined();
    const order = first(data['shop_order_list'] as Row[]);
    expect(order['x_unknown_key']).toBeDefined();
    expect(first(order['sku_order_list'] as Row[])['x_unknown_key']).toBeDefined();
  });

  it('throttles an app and method by a bucket that fills again with time', async () => {
    let time = emulator.now();
    const timed = await startDouyinEmulator({
      seed: 'fixtures',
      now: () => time,
      throttle: { perSecond: 2, burst: 3 },
    });
    try {
      const limited = await caller(timed, first(timed.seed.shops));
      const verdicts = [];
      for (let call = 0; call < 5; call += 1) verdicts.push(await limited.verdict('shop.brandList'));
      const refused = '60000 isv.traffic-limited';
      expect(verdicts).toEqual(['10000', '10000', '10000', refused, refused]);
      expect(await limited.verdict('order.logisticsCompanyList')).toBe('10000');
      time += 500;
      expect(await limited.verdict('shop.brandList')).toBe('10000');
      expect(await limited.verdict('shop.brandList')).toBe(refused);
      timed.rules.throttle = null;
      expect(await limited.verdict('shop.brandList')).toBe('10000');
    } finally {
      await timed.close();
    }
  });

  it('writes calls into its journal without tokens, secrets and receivers', async () => {
    await api.call('order.addressModify', { order_id: '1', post_receiver: '张三丰', post_tel: '13800000009' });
    await send(emulator.url, shop(), emulator.now(), 'token.refresh', {
      grant_type: 'refresh_token',
      refresh_token: 'very-secret-refresh',
    });
    const text = JSON.stringify(emulator.journal.entries);
    for (const secret of [api.token, 'very-secret-refresh', '张三丰', '13800000009', shop().appSecret]) {
      expect(text).not.toContain(secret);
    }
    const [modify, refresh] = emulator.journal.entries;
    expect(modify).toMatchObject({
      operation: 'POST /order/addressModify',
      caller: { label: shop().label },
      result: 40004,
      params: { method: 'order.addressModify', param_json: '{"order_id":"1"}' },
    });
    expect(refresh).toMatchObject({ operation: 'POST /token/refresh', result: 50001 });
    expect(emulator.journal.count('POST /token/refresh')).toBe(1);
  });

  it('plays faults by shop and path, without rounding ids that it moves about', async () => {
    const match = { operation: 'POST /product/listV2', shop: shop().label };
    const page = { page: 1, size: 10 };
    const idsOf = async () =>
      ((await api.data('product.listV2', page))['data'] as Row[]).map((row) => row['product_id']);
    const right = await idsOf();
    emulator.faults.set([{ match, fault: 'rows_reordered' }]);
    expect(await idsOf()).toEqual([...right].reverse());
    emulator.faults.set([{ match, fault: 'business_code', code: 50002, message: 'isv.business-failed:2010401 busy' }]);
    expect(await api.call('product.listV2', page)).toMatchObject({
      code: 50002,
      sub_code: 'isv.business-failed:2010401',
      sub_msg: 'busy',
    });
    emulator.faults.set([{ match, fault: 'http_status', status: 502 }]);
    expect((await api.raw('product.listV2', page)).status).toBe(502);
    expect(await api.verdict('shop.brandList')).toBe('10000');
  });

  it('can be steered over its port, and refuses connections when told', async () => {
    const rules = [{ match: { operation: 'POST /shop/brandList' }, fault: 'business_code', code: 60000 }];
    await raw(`${emulator.url}/_control/rules`, 'PUT', JSON.stringify(rules));
    expect(await api.verdict('shop.brandList')).toBe('60000 isv.traffic-limited');
    const journal = JSON.parse((await raw(`${emulator.url}/_control/journal`, 'GET')).text) as { counts: object };
    expect(journal.counts).toEqual({ 'POST /shop/brandList': 1 });
    await raw(`${emulator.url}/_control/reset`, 'POST');
    await emulator.refuseConnections();
    await expect(raw(`${emulator.url}/shop/brandList`)).rejects.toThrow();
    await expect(raw(`${emulator.sandboxUrl}/shop/brandList`)).rejects.toThrow();
    await emulator.acceptConnections();
    expect((await raw(`${emulator.url}/shop/brandList`)).status).toBe(200);
  });
});
