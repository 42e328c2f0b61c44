import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GreaterWmsEmulator } from '../../src/platforms/greaterwms/emulator/index.js';
import { scratchFolder } from '../support/scratch-folder.js';
import type { Answer, TestServer } from '../support/start.js';
import { freshShop } from '../writes/kinds.js';
import { douyinShop, eventually, type MirroredShop, nudge, startMirrored } from './start-mirrored.js';

const SANDBOX = 'POST /shopid/douyin/sandbox/';
const PROXY = 'POST /shopid/douyin/proxy/';
const LIST = 'GET /shopid/douyin/';

const setSandbox = (server: TestServer, shop: { id: string }, isSandbox: boolean, options: object | null = null) =>
  server.ask(
    `mutation ($input: ShopSandboxSetInput!, $options: WriteOptions) { moved: shopSandboxSet(input: $input, options: $options) {
      shop { isSandbox } userErrors { __typename code message retryable shopId
        ... on UpstreamError { fault { platform endpoint httpStatus code message } } ... on ThrottleError { retryAfterMs } }
      plan { totalCalls calls { platform shopId endpoint idempotent body } } replayed } }`,
    { input: { id: shop.id, isSandbox }, options },
  );

const setProxy = (server: TestServer, shop: { id: string }, input: object, options: object | null = null) =>
  server.ask(
    `mutation ($input: ShopProxySetInput!, $options: WriteOptions) { moved: shopProxySet(input: $input, options: $options) {
      shop { proxy { isEnabled url } } userErrors { code message retryable } plan { calls { endpoint body } } } }`,
    { input: { id: shop.id, ...input }, options },
  );

const moved = ({ data }: Answer) => data.moved;

describe('a switch of a Douyin shop', () => {
  let server: TestServer;
  let host: GreaterWmsEmulator;
  let shop: MirroredShop;
  beforeAll(async () => {
    ({ server, host } = await startMirrored({ host: { throttle: false } }));
  });
  beforeEach(async () => {
    host.faults.clear();
    Object.assign(host.rules, { sandboxDefect: false, crossTenant: false, throttle: false });
    shop = await douyinShop(server, host);
    host.journal.clear();
  });
  afterAll(async () => {
    await server.stop();
    await host.close();
  });
  /** What the host was asked for the shop of the test. */
  const calls = () =>
    host.journal.entries.filter(({ params }) => params['shop'] === shop.nativeId).map(({ operation }) => operation);
  const owed = () => server.foundation.store.switchDebts.ofShop(shop.key);
  const there = () => host.state.shopOf(shop.tCode);

  it('is mirrored to the host, which is asked whether it took it', async () => {
    const answer = await setSandbox(server, shop, false);
    expect(moved(answer)).toMatchObject({ shop: { isSandbox: false }, userErrors: [] });
    expect([there().sandbox, calls(), await owed()]).toEqual([0, [SANDBOX, LIST], []]);
    expect(answer.extensions.upstream.calls).toMatchObject([
      { platform: 'DOUYIN', shop: shop.id, operation: SANDBOX, attempts: 1 },
      { platform: 'DOUYIN', shop: shop.id, operation: LIST, attempts: 1 },
    ]);
    expect(moved(await setSandbox(server, shop, true)).userErrors).toEqual([]);
    expect(there().sandbox).toBe(1);
  });

  it('takes the proxy along, with the password it needs there, and off again', async () => {
    const url = 'http://user:canary-proxy-pass-41@proxy.example:8080';
    const answer = await setProxy(server, shop, { isEnabled: true, url });
    expect(moved(answer)).toMatchObject({
      shop: { proxy: { isEnabled: true, url: 'http://user@proxy.example:8080' } },
      userErrors: [],
    });
    expect(there()).toMatchObject({ proxy: 1, proxyIp: { http: url, https: url } });
    expect(moved(await setProxy(server, shop, { isEnabled: false })).userErrors).toEqual([]);
    expect(there()).toMatchObject({ proxy: 0, proxyIp: {} });
    expect(moved(await setProxy(server, shop, { isEnabled: true })).userErrors).toEqual([]);
    expect(there()).toMatchObject({ proxy: 1, proxyIp: { https: url } });
    expect(moved(await setProxy(server, shop, { isEnabled: false, url: null }))).toMatchObject({
      shop: { proxy: null },
    });
    expect([there().proxy, await owed()]).toEqual([0, []]);
  });

  it('shows in a dry run what the host would be told, without secrets, and tells it nothing', async () => {
    const sandbox = await setSandbox(server, shop, false, { dryRun: true });
    expect(moved(sandbox).plan).toEqual({
      totalCalls: 2,
      calls: [
        {
          platform: 'DOUYIN',
          shopId: shop.id,
          endpoint: SANDBOX,
          idempotent: true,
          body: { t_code: '[redacted]', sandbox: 0 },
        },
        { platform: 'DOUYIN', shopId: shop.id, endpoint: LIST, idempotent: true, body: null },
      ],
    });
    const url = 'http://user:canary-proxy-pass-42@proxy.example:8080';
    const proxy = await setProxy(server, shop, { isEnabled: true, url }, { dryRun: true });
    const shown = 'http://user@proxy.example:8080';
    expect(moved(proxy).plan.calls[0].body).toEqual({
      t_code: '[redacted]',
      proxy: 1,
      proxy_ip: { http: shown, https: shown },
    });
    expect([calls(), await owed(), there().sandbox]).toEqual([[], [], 1]);
  });

  it('counts although the host is down, says so in one retryable error, and arrives when the host is back', async () => {
    await host.refuseConnections();
    const answer = await setSandbox(server, shop, false);
    expect(moved(answer)).toEqual({
      shop: { isSandbox: false },
      userErrors: [
        {
          __typename: 'UpstreamError',
          code: 'UPSTREAM_UNAVAILABLE',
          message:
            'The switch is set here; its mirror on the GreaterWMS host is still to be set, and is tried again. It cannot be reached, or is in trouble.',
          retryable: true,
          shopId: shop.id,
          fault: { platform: 'DOUYIN', endpoint: SANDBOX, httpStatus: null, code: null, message: null },
        },
      ],
      plan: null,
      replayed: false,
    });
    expect(await owed()).toMatchObject([{ name: 'sandbox', tries: 1, refusals: 0 }]);
    const [audit] = await server.foundation.store.audit.list(server.tenantId, shop.key, { limit: 1 });
    expect(audit).toMatchObject({ action: 'shopSandboxSet', outcome: 'OK' });
    await host.acceptConnections();
    await nudge(server, shop.key);
    await eventually(async () => (await owed()).length === 0);
    expect(there().sandbox).toBe(0);
  });

  it('arrives in the order the switches were moved, each as it stands last', async () => {
    await host.refuseConnections();
    await setSandbox(server, shop, false);
    await setProxy(server, shop, { isEnabled: true, url: 'http://proxy.example:8080' });
    await setSandbox(server, shop, true);
    await setSandbox(server, shop, false);
    await setProxy(server, shop, { isEnabled: true, url: 'http://10.10.1.10:1080' });
    host.journal.clear();
    await host.acceptConnections();
    await nudge(server, shop.key);
    await eventually(async () => (await owed()).length === 0);
    expect(host.journal.effects.map(({ kind, id }) => [kind, id])).toEqual([
      ['sandbox', `${shop.nativeId}=0`],
      ['proxy', `${shop.nativeId}=1`],
    ]);
    expect(there()).toMatchObject({ sandbox: 0, proxyIp: { https: 'http://10.10.1.10:1080' } });
  });

  it('is told to the host before the next one, when that one is moved', async () => {
    await host.refuseConnections();
    await setSandbox(server, shop, false);
    await host.acceptConnections();
    host.journal.clear();
    expect(moved(await setProxy(server, shop, { isEnabled: false })).userErrors).toEqual([]);
    expect(calls()).toEqual([SANDBOX, LIST, PROXY, LIST]);
  });

  it("surfaces the refusal of the host's own defect, gives up after a few tries, and logs it", async () => {
    host.rules.sandboxDefect = true;
    const answer = await setSandbox(server, shop, false);
    expect(moved(answer).shop).toEqual({ isSandbox: false });
    expect(moved(answer).userErrors).toMatchObject([
      {
        code: 'UPSTREAM_REJECTED',
        retryable: true,
        message: expect.stringMatching(/It refused: 沙箱环境只接受1，或者0$/),
        fault: { endpoint: SANDBOX, httpStatus: 200, code: '500', message: '沙箱环境只接受1，或者0' },
      },
    ]);
    for (let tries = 1; tries < 6; tries += 1) {
      const [debt] = await owed();
      expect(debt).toMatchObject({ tries, refusals: tries });
      const before = calls().length;
      await nudge(server, shop.key);
      await eventually(() => calls().length > before);
      await eventually(async () => (await owed())[0]?.tries !== tries);
    }
    expect(await owed()).toEqual([]);
    expect(calls()).toEqual(Array(6).fill(SANDBOX));
    expect(server.logLines.filter((line) => line.includes(shop.key) && line.includes('given up'))).toHaveLength(1);
    host.rules.sandboxDefect = false;
    expect(moved(await setSandbox(server, shop, false)).userErrors).toEqual([]);
    expect(there().sandbox).toBe(0);
  });

  it('is not believed to have arrived because the host says so', async () => {
    const stranger = await douyinShop(server, null);
    const unknown = await setProxy(server, stranger, { isEnabled: true, url: 'http://proxy.example:8080' });
    expect(moved(unknown)).toMatchObject({
      shop: { proxy: { isEnabled: true } },
      userErrors: [
        {
          code: 'UPSTREAM_REJECTED',
          retryable: true,
          message: expect.stringContaining('It said success, and has no shop with this code.'),
        },
      ],
    });
    const lying = { match: { operation: SANDBOX }, fault: 'html_200' } as const;
    host.faults.set([lying]);
    expect(moved(await setSandbox(server, shop, false)).userErrors).toMatchObject([{ code: 'UPSTREAM_MALFORMED' }]);
    host.faults.set([{ match: { operation: LIST }, fault: 'rows_missing' }]);
    expect(moved(await setSandbox(server, shop, false)).userErrors).toMatchObject([{ code: 'UPSTREAM_REJECTED' }]);
    host.faults.clear();
  });

  it('is told why when the host takes no more calls', async () => {
    host.faults.set([{ match: { operation: SANDBOX }, fault: 'business_code', code: 429, message: '请求已被限流。' }]);
    expect(moved(await setSandbox(server, shop, false)).userErrors).toMatchObject([
      { __typename: 'ThrottleError', code: 'RATE_LIMITED', retryable: true, retryAfterMs: 1000 },
    ]);
    host.faults.clear();
  });

  it('answers a repeat under its key from the journal, and tells the host what is still owed', async () => {
    host.faults.set([{ match: { operation: SANDBOX }, times: 1, fault: 'http_status', status: 502 }]);
    const once = { idempotencyKey: `once ${shop.key}` };
    expect(moved(await setSandbox(server, shop, false, once)).userErrors).toMatchObject([{ retryable: true }]);
    expect(moved(await setSandbox(server, shop, false, once))).toMatchObject({ userErrors: [], replayed: true });
    expect([there().sandbox, await owed()]).toEqual([0, []]);
  });

  it('is mirrored when the command line moved it, by whatever process the store is written', async () => {
    const { store } = server.foundation;
    await store.shops.update(shop.key, { isSandbox: false }, new Date());
    expect(await owed()).toMatchObject([{ name: 'sandbox', tries: 0 }]);
    await nudge(server, shop.key);
    await eventually(async () => (await owed()).length === 0);
    expect(there().sandbox).toBe(0);
  });

  it('leaves the host alone for what is no switch, and for a shop of another platform', async () => {
    const kuaizhan = await freshShop(server);
    expect(moved(await setSandbox(server, kuaizhan, true))).toMatchObject({
      shop: { isSandbox: true },
      userErrors: [],
    });
    await server.ask('mutation ($id: ID!) { shopUpdate(input: { id: $id, name: "x" }) { userErrors { code } } }', {
      id: shop.id,
    });
    await nudge(server, kuaizhan.key);
    await eventually(async () => (await server.foundation.store.switchDebts.ofShop(kuaizhan.key)).length === 0);
    expect([calls(), await owed()]).toEqual([[], []]);
  });

  it('is owed to nobody once its shop is removed', async () => {
    await host.refuseConnections();
    await setSandbox(server, shop, false);
    await server.ask('mutation ($id: ID!) { shopUnregister(input: { id: $id }) { userErrors { code } } }', {
      id: shop.id,
    });
    expect(await owed()).toEqual([]);
    await host.acceptConnections();
  });

  it('stays within what the host takes in a second, for all shops together', async () => {
    host.rules.throttle = true;
    const shops = [shop];
    for (let more = 0; more < 5; more += 1) shops.push(await douyinShop(server, host));
    const answers = await Promise.all(shops.map((one) => setSandbox(server, one, false)));
    expect(answers.map((answer) => moved(answer).userErrors)).toEqual(shops.map(() => []));
    expect(host.journal.entries.map(({ result }) => result)).not.toContain(429);
  });
});

describe('what is owed to the host', () => {
  it('survives a restart, and so does the order', async () => {
    const folder = scratchFolder('mirror');
    const [file, masterKeys] = [join(folder, 'shopgraph.db'), `k1:${randomBytes(32).toString('base64')}`];
    const first = await startMirrored({ file, masterKeys });
    const shop = await douyinShop(first.server, first.host);
    await first.host.refuseConnections();
    await setSandbox(first.server, shop, false);
    await setProxy(first.server, shop, { isEnabled: true, url: 'http://proxy.example:8080' });
    await nudge(first.server, shop.key);
    await first.server.stop();
    await first.host.acceptConnections();
    first.host.journal.clear();
    const { server, host } = await startMirrored({ file, masterKeys, env: { GREATERWMS_URL: first.host.url } });
    await eventually(async () => (await server.foundation.store.switchDebts.ofShop(shop.key)).length === 0);
    expect(first.host.journal.effects.map(({ kind }) => kind)).toEqual(['sandbox', 'proxy']);
    await server.stop();
    await host.close();
    await first.host.close();
    rmSync(folder, { recursive: true });
  });

  it('is kept, and not given up, while the token is wrong', async () => {
    const { server, host } = await startMirrored({ token: '00000000000000000000000000000000' });
    const shop = await douyinShop(server, host);
    const answer = await setSandbox(server, shop, false);
    expect(moved(answer).userErrors).toMatchObject([
      {
        code: 'UPSTREAM_REJECTED',
        message: expect.stringContaining('It does not know the token it was called with.'),
        retryable: true,
      },
    ]);
    expect(await server.foundation.store.switchDebts.ofShop(shop.key)).toMatchObject([{ tries: 1, refusals: 0 }]);
    await server.stop();
    await host.close();
  });
});

describe('the secrets of a mirror', () => {
  it('are in no answer, no line of the log and no file', async () => {
    const folder = scratchFolder('mirror-secrets');
    const token = 'c0ffee00c0ffee00c0ffee00c0ffee00';
    const { server, host } = await startMirrored({ file: join(folder, 'shopgraph.db'), token });
    host.state.addAccount('other', 'pw', token);
    host.rules.crossTenant = true;
    const shop = await douyinShop(server, host);
    const password = 'canary-mirror-pass-77';
    const heard: string[] = [];
    const run = async (): Promise<void> => {
      const url = `http://user:${password}@proxy.example:8080`;
      heard.push((await setSandbox(server, shop, false)).text);
      heard.push((await setProxy(server, shop, { isEnabled: true, url })).text);
      heard.push((await setProxy(server, shop, { isEnabled: true, url }, { dryRun: true })).text);
    };
    await run();
    const appSecret = `canary-dy-secret-${shop.nativeId}`;
    const said = `token ${token} code ${shop.tCode} 密码 ${password} ${encodeURIComponent(password)} ${appSecret}`;
    for (const fault of [
      { fault: 'business_code', message: said },
      { fault: 'business_code', code: 500, message: Buffer.from(token).toString('base64') },
      { fault: 'http_status', status: 500 },
      { fault: 'redirect', location: `http://127.0.0.1:9/?t_code=${shop.tCode}` },
      { fault: 'wrong_types' },
      { fault: 'reset' },
    ] as const) {
      host.faults.set([fault]);
      await run();
    }
    host.faults.clear();
    expect(heard.join('')).toContain('密码');
    await server.stop();
    await host.close();
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    const log = server.logLines.join('\n');
    expect(log).toContain('a switch is not mirrored yet');
    for (const secret of [token, shop.tCode, password, appSecret, 'canary-host-app-secret'])
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        encodeURIComponent(secret),
      ]) {
        expect([form, heard.some((text) => text.includes(form))]).toEqual([form, false]);
        expect([form, log.includes(form)]).toEqual([form, false]);
        expect([form, files.some((bytes) => bytes.includes(form))]).toEqual([form, false]);
      }
    rmSync(folder, { recursive: true });
  });
});
