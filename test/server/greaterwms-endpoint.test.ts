import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GreaterWmsEmulator } from '../../src/platforms/greaterwms/emulator/index.js';
import { douyinShop, type MirroredShop, startMirrored } from '../registry/start-mirrored.js';
import type { TestServer, TestShop } from '../support/start.js';
import { freshShop } from '../writes/kinds.js';

const SANDBOX = '/shopid/douyin/sandbox/';
const PROXY = '/shopid/douyin/proxy/';

interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

let server: TestServer;
let host: GreaterWmsEmulator;
let shop: MirroredShop;
beforeAll(async () => {
  ({ server, host } = await startMirrored({ host: { throttle: false } }));
});
beforeEach(async () => {
  shop = await douyinShop(server, host);
});
afterAll(async () => {
  await server.stop();
  await host.close();
});

const send = async (path: string, body: string | undefined, headers: Record<string, string> = {}): Promise<Told> => {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', token: server.adminKey, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
const tell = (path: string, body: object, headers: Record<string, string> = {}) =>
  send(path, JSON.stringify(body), headers);

const refused = (detail: string, statusCode = 500) => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify({ detail, status_code: statusCode }),
});

const stateOf = async ({ id }: { id: string }, key = server.adminKey) => {
  const query = 'query ($id: ID!) { shop(by: { id: $id }) { isSandbox proxy { isEnabled url } } }';
  return (await server.ask(query, { id }, { key })).data.shop as { isSandbox: boolean; proxy: object | null };
};

describe('a script of a GreaterWMS host', () => {
  it('switches the sandbox with the bodies of the tutorial, and is answered to the byte', async () => {
    for (const [sandbox, isSandbox] of [
      ['0', false],
      ['1', true],
    ] as const) {
      const answer = await send(SANDBOX, `{\n  "t_code": "${shop.tCode}",\n  "sandbox": "${sandbox}"\n}`);
      expect(answer).toEqual({
        status: 200,
        type: 'application/json; charset=utf-8',
        text: `{"t_code":"${shop.tCode}","sandbox":"${sandbox}","result":"success"}`,
      });
      expect((await stateOf(shop)).isSandbox).toBe(isSandbox);
      expect(host.state.shopOf(shop.tCode).sandbox).toBe(Number(sandbox));
    }
  });

  it('switches the proxy with the bodies of the tutorial, and is answered to the byte', async () => {
    const on = `{"t_code":"${shop.tCode}","proxy":"1","proxy_ip":{"https": "http://10.10.1.10:1080"}}`;
    expect((await send(PROXY, on)).text).toBe(
      `{"t_code":"${shop.tCode}","proxy":"1","proxy_ip":{"https":"http://10.10.1.10:1080"},"result":"success"}`,
    );
    expect((await stateOf(shop)).proxy).toEqual({ isEnabled: true, url: 'http://10.10.1.10:1080' });
    expect(host.state.shopOf(shop.tCode)).toMatchObject({ proxy: 1, proxyIp: { https: 'http://10.10.1.10:1080' } });
    expect((await send(PROXY, `{"t_code":"${shop.tCode}","proxy":0}`)).text).toBe(
      `{"t_code":"${shop.tCode}","proxy":0,"result":"success"}`,
    );
    expect((await stateOf(shop)).proxy).toBeNull();
    expect(host.state.shopOf(shop.tCode)).toMatchObject({ proxy: 0, proxyIp: {} });
  });

  it('gets its own types, its own further fields and long numbers back', async () => {
    const body = `{"t_code": "${shop.tCode}", "note": "\\u4e2d\\n", "sandbox": 1.0, "id": 12345678901234567890, "list": [1, {}]}`;
    expect((await send(SANDBOX, body)).text).toBe(
      `{"t_code":"${shop.tCode}","note":"中\\n","sandbox":1.0,"id":12345678901234567890,"list":[1,{}],"result":"success"}`,
    );
    expect((await send(SANDBOX, `{"result":7,"t_code":"${shop.tCode}","sandbox":true}`)).text).toBe(
      `{"result":"success","t_code":"${shop.tCode}","sandbox":true}`,
    );
  });

  it.each([
    [
      'a map in quotes, as the tutorial shows it',
      '"{\\"https\\": \\"http://10.10.1.10:1080\\"}"',
      'http://10.10.1.10:1080',
    ],
    [
      'of two the one for https',
      '{"http":"http://proxy.example:8080","https":"http://10.10.1.10:1080"}',
      'http://10.10.1.10:1080',
    ],
    [
      'the one for all',
      '{"all":"http://proxy.example:8080","http":"http://10.10.1.10:1080"}',
      'http://proxy.example:8080',
    ],
    ['the only one, for http', '{"http":"http://proxy.example:8080","https":null}', 'http://proxy.example:8080'],
    ['an address without a scheme', '{"https":"proxy.example:8080"}', 'http://proxy.example:8080'],
    ["the tutorial's None", 'null', null],
  ])('may name the proxy by %s', async (_name, map, url) => {
    const body = `{"t_code":"${shop.tCode}","proxy":1,"proxy_ip":${map}}`;
    expect(JSON.parse((await send(PROXY, body)).text)).toMatchObject({ result: 'success' });
    expect((await stateOf(shop)).proxy).toEqual(url === null ? null : { isEnabled: true, url });
  });

  it('moves the switches of a shop on any platform, and its very next call follows', async () => {
    const kuaizhan = await freshShop(server);
    const tCode = await codeOf(kuaizhan);
    const ask = () => server.ask('query ($id: ID!) { shop(by: { id: $id }) { commodityCount } }', { id: kuaizhan.id });
    expect((await ask()).errors).toEqual([]);
    const nobody = { https: 'http://10.10.1.10:1080' };
    expect((await tell(PROXY, { t_code: tCode, proxy: 1, proxy_ip: nobody })).text).toContain('success');
    const through = await ask();
    expect([through.data.shop.commodityCount, server.kuaizhan.journal.count()]).toEqual([null, 0]);
    expect((await tell(PROXY, { t_code: tCode, proxy: 0 })).text).toContain('success');
    expect((await ask()).errors).toEqual([]);
    expect((await tell(SANDBOX, { t_code: tCode, sandbox: 1 })).text).toContain('success');
    expect((await stateOf(kuaizhan)).isSandbox).toBe(true);
    expect((await ask()).errors).toEqual([]);
  }, 30_000);

  it('leaves an audit row and is counted like the mutation it stands for', async () => {
    await tell(SANDBOX, { t_code: shop.tCode, sandbox: 0 });
    await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: { https: 'http://elsewhere.example:1' } });
    const rows = await server.foundation.store.audit.list(server.tenantId, shop.key, { limit: 5 });
    expect(rows).toMatchObject([
      { action: 'shopProxySet', outcome: 'EGRESS_DENIED', nodeId: shop.id },
      { action: 'shopSandboxSet', outcome: 'OK', nodeId: shop.id, actor: 'Test admin' },
    ]);
    const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/shopgraph_operation_duration_seconds_count\{type="mutation",outcome="OK"\} [1-9]/);
  });

  it('hears success when the switch is set here and the mirror has still to follow', async () => {
    await host.refuseConnections();
    const answer = await tell(SANDBOX, { t_code: shop.tCode, sandbox: 0 });
    expect(answer.text).toBe(`{"t_code":"${shop.tCode}","sandbox":0,"result":"success"}`);
    expect((await stateOf(shop)).isSandbox).toBe(false);
    expect(await server.foundation.store.switchDebts.ofShop(shop.key)).toMatchObject([{ name: 'sandbox' }]);
    expect(server.logLines.some((line) => line.includes(shop.key) && line.includes('not mirrored yet'))).toBe(true);
    await host.acceptConnections();
  });
});

const codeOf = async ({ id }: Pick<TestShop, 'id'>): Promise<string> =>
  (await server.ask('query ($id: ID!) { shop(by: { id: $id }) { tCode } }', { id })).data.shop.tCode as string;

describe('a bad call of the sandbox switch', () => {
  const CODE = '$code';
  it.each<[string, object, string]>([
    ['no code', { sandbox: 1 }, '请提交该店铺的唯一值'],
    ['nothing at all', {}, '请提交该店铺的唯一值'],
    ['no position', { t_code: CODE }, '请sandbox调整成开启还是关闭，开始是1，关闭是0'],
    ...[2, -1, '-1', '2', 'on', '', '1.0', 0.5, 1.9, null, [], {}, [1], '１'].map(
      (sandbox): [string, object, string] => [
        `the position ${JSON.stringify(sandbox)}`,
        { t_code: CODE, sandbox },
        '沙箱环境只接受1，或者0',
      ],
    ),
    ['an unknown code', { t_code: '0123456789abcdef0123456789abcdef', sandbox: 1 }, '店铺不存在'],
    ['a code that is none', { t_code: "' or 1=1", sandbox: 1 }, '店铺不存在'],
    ['a number for a code', { t_code: 12, sandbox: 1 }, '店铺不存在'],
    ['null for a code', { t_code: null, sandbox: 1 }, '店铺不存在'],
  ])('with %s is refused as the host would word it', async (_name, body, detail) => {
    const before = await stateOf(shop);
    const text = JSON.stringify(body).replace(CODE, shop.tCode);
    expect(await send(SANDBOX, text)).toEqual(refused(detail));
    expect(await stateOf(shop)).toEqual(before);
  });

  it.each(['1', ' 1 ', '+1', '01', true, 1])('takes %j for on', async (sandbox) => {
    await tell(SANDBOX, { t_code: shop.tCode, sandbox: 0 });
    expect((await tell(SANDBOX, { t_code: shop.tCode, sandbox })).text).toContain('"result":"success"');
    expect((await stateOf(shop)).isSandbox).toBe(true);
  });
});

describe('a bad call of the proxy switch', () => {
  const CODE = '$code';
  const NO_MAP = '请输入代理ip，是个json格式{}';
  const BAD_ADDRESS = '代理地址无效，格式为 http://主机:端口 或 https://主机:端口';
  const NOT_ALLOWED = '代理地址不在允许的列表中，请联系管理员';
  const on = (proxy_ip: unknown) => ({ t_code: CODE, proxy: 1, proxy_ip });
  it.each<[string, object, string]>([
    ['no code', { proxy: 0 }, '请提交该店铺的唯一值'],
    ['no position', { t_code: CODE, proxy_ip: {} }, '代理开启还是关闭，开启是1，关闭是0'],
    ...[2, -1, 'off', '', null, 0.5, [], {}].map((proxy): [string, object, string] => [
      `the position ${JSON.stringify(proxy)}`,
      { t_code: CODE, proxy },
      '请proxy调整成开启还是关闭，开启是1，关闭是0',
    ]),
    ['no map', { t_code: CODE, proxy: 1 }, NO_MAP],
    ...[{}, [], '', 'http://proxy.example:8080', 7, true, { https: null }, { ftp: 'http://proxy.example:8080' }].map(
      (map): [string, object, string] => [`the map ${JSON.stringify(map)}`, on(map), NO_MAP],
    ),
    ...[7, {}, '', 'socks5://proxy.example:8080', 'http://', 'http://a b', `http://${'x'.repeat(600)}:80`].map(
      (https): [string, object, string] => [
        `the address ${JSON.stringify(https).slice(0, 40)}`,
        on({ https }),
        BAD_ADDRESS,
      ],
    ),
    ...[
      'http://elsewhere.example:8080',
      'http://proxy.example:1',
      'http://127.0.0.1:4001',
      'http://169.254.169.254',
    ].map((https): [string, object, string] => [`the forbidden ${https}`, on({ https }), NOT_ALLOWED]),
    ['an unknown code, on', { ...on({ https: 'http://proxy.example:8080' }), t_code: 'f'.repeat(32) }, '店铺不存在'],
    ['an unknown code, off', { t_code: 'f'.repeat(32), proxy: 0 }, '店铺不存在'],
  ])('with %s is refused, and no success is made up', async (_name, body, detail) => {
    const text = JSON.stringify(body).replace(CODE, shop.tCode);
    expect(await send(PROXY, text)).toEqual(refused(detail));
    expect((await stateOf(shop)).proxy).toBeNull();
  });

  it('can be made good by switching off, even when the operator has taken the proxy from the list', async () => {
    await server.foundation.registry.setProxy(shop.key, { isEnabled: true, url: 'http://gone.example:8080' });
    expect((await tell(PROXY, { t_code: shop.tCode, proxy: '0' })).text).toContain('"result":"success"');
    expect((await stateOf(shop)).proxy).toBeNull();
  });
});

describe('the transport of a script', () => {
  it.each([
    ['no JSON', 'sandbox=1', {}, 'JSON parse error', 400],
    ['half of it', '{"t_code":', {}, 'JSON parse error', 400],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 'JSON parse error', 400],
    ['a prototype', '{"__proto__":{"sandbox":1}}', {}, 'JSON parse error', 400],
    ['too many levels', '['.repeat(30_000), {}, 'JSON parse error', 400],
    ['a list', '[1]', {}, '请提交该店铺的唯一值', 500],
    ['a text', '"t_code"', {}, '请提交该店铺的唯一值', 500],
    ['null', 'null', {}, '请提交该店铺的唯一值', 500],
    ['a form', 'sandbox=1', { 'content-type': 'application/x-www-form-urlencoded' }, '不支持请求中的媒体类型。', 415],
    [
      'another character set',
      '{}',
      { 'content-type': 'application/json; charset=gbk' },
      '不支持请求中的媒体类型。',
      415,
    ],
    ['too much', ' '.repeat(65 * 1024), {}, '请求无效。', 413],
  ] as const)('gets an envelope for %s', async (_name, body, headers, detail, status) => {
    for (const path of [SANDBOX, PROXY])
      expect(await send(path, body as string, headers)).toEqual(refused(detail, status));
  });

  it('gets an envelope for another method, and the usual 404 without the slash at the end', async () => {
    const headers = { token: server.adminKey };
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(`${server.url}${SANDBOX}`, { method, headers });
      expect([response.status, await response.json()]).toEqual([200, { detail: '方法不被允许。', status_code: 405 }]);
    }
    expect((await send(SANDBOX.slice(0, -1), '{}')).status).toBe(404);
  });
});

describe('the key of a script', () => {
  const body = () => ({ t_code: shop.tCode, sandbox: 0 });
  const withHeaders = async (headers: Record<string, string>) => {
    const response = await fetch(`${server.url}${SANDBOX}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body()),
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };

  it('may stand in either header, with or without Bearer', async () => {
    const { adminKey } = server;
    for (const headers of [
      { token: adminKey },
      { authorization: `Bearer ${adminKey}` },
      { authorization: adminKey },
      { token: adminKey, authorization: 'Bearer other' },
    ])
      expect((await withHeaders(headers)).text).toContain('"result":"success"');
  });

  it('is asked for before anything else', async () => {
    expect(await withHeaders({})).toEqual(refused('Please Add Token To Your Request Headers'));
    expect(await withHeaders({ token: '' })).toEqual(refused('Please Add Token To Your Request Headers'));
    const wrong = [
      'x',
      'f0e1d2c3b4a5968778695a4b3c2d1e0f',
      `${server.adminKey}0`,
      server.adminKey.slice(0, -1),
      'x'.repeat(600),
    ];
    for (const token of wrong) expect(await withHeaders({ token })).toEqual(refused('User Does Not Exists'));
    expect(await send(SANDBOX, 'no json', { token: 'x' })).toEqual(refused('User Does Not Exists'));
    expect((await stateOf(shop)).isSandbox).toBe(true);
  });

  it('needs the scope of an administrator', async () => {
    const every = ['read', 'catalog:write', 'stock:write', 'orders:write', 'ops:write', 'router'];
    for (const token of [server.readKey, await server.makeKey(every)])
      expect(await withHeaders({ token })).toEqual(refused('该密钥没有 shops:admin 权限', 403));
    expect((await stateOf(shop)).isSandbox).toBe(true);
    expect((await withHeaders({ token: await server.makeKey(['shops:admin']) })).text).toContain('success');
  });

  it('of another tenant, or without a grant for the shop, finds no such shop', async () => {
    const other = await server.addTenant('Other', []);
    const ungranted = await server.makeKey(['admin'], [(await douyinShop(server, null)).key]);
    for (const token of [other.key, ungranted]) {
      expect(await withHeaders({ token })).toEqual(refused('店铺不存在'));
      const on = { t_code: shop.tCode, proxy: 1, proxy_ip: { https: 'http://proxy.example:8080' } };
      expect(await tell(PROXY, on, { token })).toEqual(refused('店铺不存在'));
    }
    expect(await stateOf(shop)).toEqual({ isSandbox: true, proxy: null });
  });
});

describe('the secrets of a script', () => {
  it('are repeated in no answer and no line of the log', async () => {
    const passwords = [
      'canary-drop-in-pass-1',
      'canary drop/in "pass" 2',
      'canary-drop-in-pass-3',
      'canary-drop-in-pass-4',
    ];
    const [first, second, third, fourth] = passwords.map((password) => encodeURIComponent(password));
    const heard = [
      await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: { https: `http://u:${first}@proxy.example:8080` } }),
      await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: { https: `u:${second}@proxy.example:8080` } }),
      await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: `{"https":"http://u:${third}@proxy.example:8080"}` }),
      await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: { https: `http://u:${fourth}@other.example:1` } }),
      await tell(PROXY, { t_code: shop.tCode, proxy: 1, proxy_ip: { https: `socks5://u:${fourth}@other.example:1` } }),
      await tell(PROXY, { t_code: `canary-drop-in-code`, proxy: 0 }),
      await send(PROXY, `{"t_code":"canary-drop-in-code","proxy":`),
    ];
    expect(heard.slice(0, 3).map(({ text }) => text)).toEqual([
      `{"t_code":"${shop.tCode}","proxy":1,"proxy_ip":{"https":"http://u@proxy.example:8080"},"result":"success"}`,
      `{"t_code":"${shop.tCode}","proxy":1,"proxy_ip":{"https":"http://u@proxy.example:8080"},"result":"success"}`,
      `{"t_code":"${shop.tCode}","proxy":1,"proxy_ip":"{\\"https\\":\\"http://u@proxy.example:8080\\"}","result":"success"}`,
    ]);
    expect(host.state.shopOf(shop.tCode).proxyIp).toMatchObject({ https: `http://u:${third}@proxy.example:8080` });
    const log = server.logLines.join('\n');
    for (const secret of [...passwords, ...passwords.map(encodeURIComponent), 'canary-drop-in-code', shop.tCode]) {
      expect([secret, log.includes(secret)]).toEqual([secret, false]);
      if (secret !== shop.tCode)
        expect([secret, heard.some(({ text }) => text.includes(secret))]).toEqual([secret, false]);
    }
    expect(log).not.toContain(server.adminKey);
  });
});
