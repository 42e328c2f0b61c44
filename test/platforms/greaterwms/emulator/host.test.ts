import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type GreaterWmsEmulator,
  startGreaterWmsEmulator,
} from '../../../../src/platforms/greaterwms/emulator/index.js';

let host: GreaterWmsEmulator;
/** 2022-05-01 08:00:00 in Beijing, and a little. */
const START = Date.UTC(2022, 4, 1, 0, 0, 0, 123);
let clock = START;

beforeAll(async () => {
  host = await startGreaterWmsEmulator({ now: () => clock, throttle: false, reachableProxies: ['http://proxy:1'] });
});
beforeEach(() => {
  clock = START;
  host.reset();
  Object.assign(host.rules, { throttle: false, sandboxDefect: false, crossTenant: false, echoSecrets: true });
});
afterAll(() => host.close());

interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(`${host.url}${path}`, {
    method,
    headers: { token: host.seed.account.openid, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const post = (path: string, body?: unknown, headers?: Record<string, string>) => call('POST', path, body, headers);
const json = async (told: Promise<Told>) => {
  const { status, text } = await told;
  expect(status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  return JSON.parse(text) as any;
};
const refused = (detail: string, status_code = 500) => ({ detail, status_code });
const [SANDBOX, PROXY, SHOPS] = ['/shopid/douyin/sandbox/', '/shopid/douyin/proxy/', '/shopid/douyin/'];
const other = () => host.state.addAccount('other', 'secret');
const first = () => host.seed.shops[0]?.tCode ?? '';

describe('an account of the host', () => {
  const wanted = { name: 'new', password1: 'p', password2: 'p' };

  it('is registered once, and logs in with its password', async () => {
    const made = await json(post('/register/', wanted));
    expect(made).toEqual({
      code: '200',
      msg: 'Success Create',
      data: { name: 'new', openid: expect.stringMatching(/^[0-9a-f]{32}$/), user_id: 2 },
      ip: '127.0.0.1',
    });
    expect((await json(post('/register/', wanted))).code).toBe('1022');
    expect(await json(post('/login/', { name: 'new', password: 'p' }))).toEqual(made);
    expect(await json(post('/login/', { name: 'new', password: 'x' }))).toMatchObject({
      code: '1011',
      data: { name: 'new', password: 'x' },
    });
    expect(await json(call('GET', SHOPS, undefined, { token: made.data.openid }))).toMatchObject({ count: 0 });
  });

  it.each([
    [{ name: 'n' }, '1024'],
    [{ name: 'n', password1: '' }, '1024'],
    [{ name: 'n', password1: 'p' }, '1025'],
    [{ name: 'n', password1: 'p', password2: 'q' }, '1026'],
  ])('is not made of %j', async (body, code) => {
    expect(await json(post('/register/', body))).toMatchObject({ code, data: 'n' });
  });

  it('is asked for by every other view', async () => {
    const noToken = await fetch(`${host.url}${SHOPS}`);
    expect([noToken.status, await noToken.json()]).toEqual([200, refused('Please Add Token To Your Request Headers')]);
    expect(await json(post(SANDBOX, 'no json', { token: 'x' }))).toEqual(refused('User Does Not Exists'));
  });
});

describe("the host's registry", () => {
  const shop = { shop_name: '店', shop_appid: '70', shop_app_secret: 'canary', shop_id: '9' };

  it('echoes what was registered, secret and all, with a code of app id and time', async () => {
    const tCode = createHash('md5').update('702022-05-01 08:00:00.123000').digest('hex');
    expect((await post(SHOPS, { ...shop, extra: [1] })).text).toBe(
      `{"shop_name":"店","shop_appid":"70","shop_app_secret":"canary","shop_id":"9","extra":[1],"result":"success","t_code":"${tCode}"}`,
    );
    expect(await json(post(SHOPS, shop))).toEqual(refused('数据已经存在'));
    clock += 877;
    const whole = createHash('md5').update('702022-05-01 08:00:01').digest('hex');
    expect(await json(post(SHOPS, { ...shop, shop_id: '10' }))).toMatchObject({ t_code: whole });
    host.rules.echoSecrets = false;
    expect(await json(post(SHOPS, { ...shop, shop_id: '11' }))).toMatchObject({ shop_app_secret: '' });
  });

  it.each([
    ['shop_name', '请提交该店铺的店铺名称'],
    ['shop_appid', '请提交该店铺的appid'],
    ['shop_app_secret', '请提交该店铺的shop_app_secret'],
    ['shop_id', '请提交该店铺的shop_id'],
  ])('misses %s first of those that come after it', async (name, detail) => {
    const keys = Object.keys(shop);
    const body = Object.fromEntries(Object.entries(shop).slice(0, keys.indexOf(name)));
    expect(await json(post(SHOPS, body))).toEqual(refused(detail));
  });

  it('falls over a number for an app id', async () => {
    expect(await post(SHOPS, { ...shop, shop_appid: 70 })).toMatchObject({ status: 500, type: 'text/html' });
    expect(host.state.shops).toHaveLength(2);
  });

  it('lists rows with secrets, in sandbox unless switched, page by page', async () => {
    const list = await json(call('GET', `${SHOPS}?max_page=1`));
    expect(list).toEqual({
      count: 2,
      next: `${host.url}${SHOPS}?max_page=1&page=2`,
      previous: null,
      results: [
        {
          id: 1,
          shop_name: '测试店',
          shop_mode: 'douyin',
          shop_appid: '7012345678901234567',
          shop_app_secret: 'canary-host-app-secret',
          shop_id: '4463798',
          sandbox: 1,
          proxy: 0,
          proxy_ip: {},
          t_code: first(),
          create_time: '2022-05-01 08:00:00',
          update_time: '2022-05-01 08:00:00',
        },
      ],
    });
    const next = await json(call('GET', `${SHOPS}?max_page=1&page=2`));
    expect([next.previous, next.next, next.results[0].sandbox]).toEqual([`${host.url}${SHOPS}?max_page=1`, null, 0]);
    expect(await json(call('GET', `${SHOPS}?page=3`))).toEqual(refused('无效页面。', 404));
  });

  it.each([
    ['t_code=1b6453892473a467d07372d45eb05abc', [1]],
    ['t_code__iexact=1B6453892473A467D07372D45EB05ABC', [1]],
    ['id__in=2,3', [2]],
    ['id__range=1,2&sandbox=0', [2]],
    ['id__gt=1', [2]],
    ['shop_id__contains=9', [1, 2]],
    ['shop_id__icontains=99', [2]],
    ['openid=f0e1d2c3b4a5968778695a4b3c2d1e0f', [1, 2]],
    ['create_time__year=2022&create_time__week_day=1', [1, 2]],
    ['create_time__lt=2022-05-01 08:00:00', []],
    ['shop_name__icontains=nothing', [1, 2]],
    ['ordering=-id', [2, 1]],
    ['ordering=shop_name', [1, 2]],
  ])('filters by %s', async (query, ids) => {
    const { results } = await json(call('GET', `${SHOPS}?${encodeURI(query)}`));
    expect(results.map(({ id }: { id: number }) => id)).toEqual(ids);
  });

  it('keys the error of a filter by its field', async () => {
    expect(await json(call('GET', `${SHOPS}?id=x`))).toEqual({ id: ['输入一个数字。'], status_code: 400 });
  });

  it('keeps accounts apart unless told to be as the real one', async () => {
    const { openid } = other();
    expect(await json(call('GET', SHOPS, undefined, { token: openid }))).toMatchObject({ count: 0 });
    host.rules.crossTenant = true;
    expect(await json(call('GET', SHOPS, undefined, { token: openid }))).toMatchObject({ count: 2 });
  });

  it('deletes a shop of the account, and no other', async () => {
    const { openid } = other();
    expect(await json(call('DELETE', `${SHOPS}1/`, undefined, { token: openid }))).toEqual(
      refused('不可以删除别人的数据'),
    );
    expect((await call('DELETE', `${SHOPS}1/`)).text).toBe('{"result":"该商店已经删除"}');
    expect(await json(call('DELETE', `${SHOPS}1/`))).toEqual(refused('未找到。', 404));
    expect(host.state.shops.map(({ id }) => id)).toEqual([2]);
  });
});

describe("the host's sandbox switch", () => {
  it('keeps the types of the caller, and does not touch the time of the change', async () => {
    for (const [sandbox, stored] of [
      ['"0"', 0],
      ['1', 1],
      ['" 0_0 "', 0],
      ['true', 1],
      ['0.9', 0],
    ] as const) {
      clock += 5_000;
      const { text } = await post(SANDBOX, `{"t_code": "${first()}", "sandbox": ${sandbox}}`);
      expect(text).toBe(`{"t_code":"${first()}","sandbox":${sandbox},"result":"success"}`);
      expect(host.state.shopOf(first())).toMatchObject({ sandbox: stored, updatedAt: START });
    }
  });

  it('checks code, presence, value and shop in this order', async () => {
    const unknown = 'f'.repeat(32);
    for (const [body, detail] of [
      [{ sandbox: 7 }, '请提交该店铺的唯一值'],
      [{ t_code: unknown }, '请sandbox调整成开启还是关闭，开始是1，关闭是0'],
      [{ t_code: unknown, sandbox: 7 }, '沙箱环境只接受1，或者0'],
      [{ t_code: unknown, sandbox: 1 }, '店铺不存在'],
      [[], '请提交该店铺的唯一值'],
    ] as const)
      expect(await json(post(SANDBOX, body))).toEqual(refused(detail));
  });

  it('falls over what is no number', async () => {
    for (const sandbox of ['on', '', null, [], {}])
      expect(await post(SANDBOX, { t_code: first(), sandbox })).toMatchObject({ status: 500, type: 'text/html' });
    for (const body of ['7', 'null', '["t_code","sandbox"]']) expect((await post(SANDBOX, body)).status).toBe(500);
  });

  it('takes no value at all in the published versions', async () => {
    host.rules.sandboxDefect = true;
    for (const sandbox of [0, 1])
      expect(await json(post(SANDBOX, { t_code: first(), sandbox }))).toEqual(refused('沙箱环境只接受1，或者0'));
    expect(host.state.shopOf(first()).sandbox).toBe(1);
  });

  it('finds the shops of other accounts only when told to be as the real one', async () => {
    const { openid } = other();
    const body = { t_code: first(), sandbox: 0 };
    expect(await json(post(SANDBOX, body, { token: openid }))).toEqual(refused('店铺不存在'));
    host.rules.crossTenant = true;
    expect(await json(post(SANDBOX, body, { token: openid }))).toMatchObject({ result: 'success' });
  });
});

describe("the host's proxy switch", () => {
  it('stores what it is given, and says success to a code it does not know', async () => {
    for (const proxyIp of [{ https: 'http://10.10.1.10:1080' }, 'a text', null, 7]) {
      const body = { t_code: first(), proxy: '1', proxy_ip: proxyIp };
      expect(await json(post(PROXY, body))).toEqual({ ...body, result: 'success' });
      expect(host.state.shopOf(first())).toMatchObject({ proxy: 1, proxyIp });
    }
    expect(await json(post(PROXY, { t_code: first(), proxy: 0 }))).toMatchObject({ proxy: 0, result: 'success' });
    expect(host.state.shopOf(first())).toMatchObject({ proxy: 0, proxyIp: {} });
    const count = host.journal.effects.length;
    expect(await json(post(PROXY, { t_code: 'nobody', proxy: 0 }))).toMatchObject({ result: 'success' });
    expect(host.journal.effects).toHaveLength(count);
  });

  it('checks in its own order', async () => {
    for (const [body, detail] of [
      [{ proxy: 7 }, '请提交该店铺的唯一值'],
      [{ t_code: 'x' }, '代理开启还是关闭，开启是1，关闭是0'],
      [{ t_code: 'x', proxy: 7 }, '请proxy调整成开启还是关闭，开启是1，关闭是0'],
      [{ t_code: 'x', proxy: 1 }, '请输入代理ip，是个json格式{}'],
    ] as const)
      expect(await json(post(PROXY, body))).toEqual(refused(detail));
    expect((await post(PROXY, { t_code: 'x', proxy: 'on' })).status).toBe(500);
  });
});

describe("the host's transport", () => {
  it('wraps framework errors in a 200', async () => {
    expect(await json(call('GET', SANDBOX))).toEqual(refused('方法 “GET” 不被允许。', 405));
    expect(await json(call('PUT', SHOPS, {}))).toEqual(refused('方法 “PUT” 不被允许。', 405));
    expect(await json(post(SANDBOX, '{'))).toEqual(refused('JSON parse error', 400));
    expect(await json(post(SANDBOX, 'x', { 'content-type': 'text/plain' }))).toEqual(
      refused('不支持请求中的媒体类型。', 415),
    );
    expect(await call('GET', '/nowhere/')).toMatchObject({ status: 404, type: expect.stringContaining('text/html') });
  });

  it('stores what a form asks, and falls over its answer', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post(SANDBOX, `t_code=${first()}&sandbox=0`, form)).toMatchObject({ status: 500, type: 'text/html' });
    expect(host.state.shopOf(first()).sandbox).toBe(0);
  });

  it('refuses the fifth POST and the sixth GET of a second, counting refused ones', async () => {
    host.rules.throttle = true;
    const codes = async (method: string, path: string, times: number, headers = {}) => {
      const seen: (number | undefined)[] = [];
      for (let at = 0; at < times; at += 1)
        seen.push((await json(call(method, path, method === 'POST' ? {} : undefined, headers))).status_code);
      return seen;
    };
    expect(await codes('POST', SANDBOX, 5)).toEqual([500, 500, 500, 500, 429]);
    expect(await codes('GET', SHOPS, 6)).toEqual([...Array(5).fill(undefined), 429]);
    expect(await codes('POST', PROXY, 1, { 'x-forwarded-for': '10.0.0.1' })).toEqual([500]);
    clock += 999;
    expect(await codes('POST', SANDBOX, 1)).toEqual([429]);
    clock += 1;
    expect(await codes('POST', SANDBOX, 4)).toEqual([500, 500, 500, 429]);
  });

  it('keeps tokens, codes and passwords out of its journal', async () => {
    await post(PROXY, { t_code: first(), proxy: 1, proxy_ip: { https: 'http://u:canary-pass@h:1' } });
    await call('GET', `${SHOPS}?t_code=${first()}`);
    const journal = JSON.stringify(host.journal.entries);
    for (const secret of [first(), host.seed.account.openid, 'canary-pass']) expect(journal).not.toContain(secret);
    expect(host.journal.entries).toMatchObject([
      { caller: { label: 'warehouse' }, params: { shop: '4463798', proxy: '1' }, result: 200 },
      { params: { shop: '4463798' } },
    ]);
  });
});

describe('a view of the plugin', () => {
  const view = (path: string, tCode = first()) => post(path, { t_code: tCode });

  it('answers for the environment of the shop', async () => {
    expect((await json(view('/douyin/product.detail/'))).result).toMatchObject({
      code: 10000,
      err_no: 0,
      data: { name: '测试店 sandbox', product_id: '3539925204033339668' },
    });
    const live = await json(view('/test/', host.seed.shops[1]?.tCode));
    expect(live.result.data.shop_order_list).toEqual([{ order_id: '446379901', environment: 'live' }]);
  });

  it('says nothing of what went wrong behind it', async () => {
    const set = (proxyIp: unknown) => post(PROXY, { t_code: first(), proxy: 1, proxy_ip: proxyIp });
    for (const [proxyIp, isEmpty] of [
      [{ https: 'http://10.10.1.10:1080' }, true],
      ['{"https":"http://proxy:1"}', true],
      [{ https: 'http://proxy:1' }, false],
      [{ http: 'http://10.10.1.10:1080' }, false],
      [null, false],
    ] as const) {
      await set(proxyIp);
      expect((await view('/test/')).text === '{"result":""}').toBe(isEmpty);
    }
  });

  it('misses the code in an envelope, and falls over an unknown one', async () => {
    expect(await json(post('/test/', {}))).toEqual(refused('店铺唯一值不在Post Data中'));
    expect(await view('/test/', 'nobody')).toMatchObject({ status: 500, type: 'text/html' });
  });

  it('takes a push message that is signed over its exact text', async () => {
    const body = JSON.stringify({ t_code: first(), tag: '100', msg_id: '1', data: '{}' });
    const sign = (text: string) =>
      createHash('md5').update(`7012345678901234567${text}canary-host-app-secret`).digest('hex');
    const headers = { 'app-id': '7012345678901234567', 'event-sign': sign(body) };
    expect((await post('/notify/', body, headers)).text).toBe('{"code":0,"msg":"success"}');
    for (const wrong of [{ ...headers, 'app-id': '7' }, { ...headers, 'event-sign': sign(`${body} `) }, {}])
      expect((await post('/notify/', body, wrong as Record<string, string>)).text).toBe(
        '{"code":40041,"message":"解析推送数据失败"}',
      );
  });
});
