import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../src/errors/app-error.js';
import { CallTrace } from '../../../../src/log/call-trace.js';
import { createLogger } from '../../../../src/log/logger.js';
import {
  type GreaterWmsEmulator,
  startGreaterWmsEmulator,
} from '../../../../src/platforms/greaterwms/emulator/index.js';
import {
  createGreaterWmsClient,
  type GreaterWmsClient,
  type HostShopRef,
} from '../../../../src/platforms/greaterwms/upstream/client.js';
import { isHostRefusal } from '../../../../src/platforms/greaterwms/upstream/host-error.js';
import { Secret } from '../../../../src/tenants/secret.js';
import type { Shop } from '../../../../src/tenants/shop.js';

const SANDBOX = 'POST /shopid/douyin/sandbox/';
const PROXY = 'POST /shopid/douyin/proxy/';
const LIST = 'GET /shopid/douyin/';
const TOKEN = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';

let host: GreaterWmsEmulator;
let client: GreaterWmsClient;
const logLines: string[] = [];
const log = createLogger({ level: 'debug', format: 'json', write: (line) => void logLines.push(line) });

const shop: Shop = {
  tenantId: 'tn_test',
  key: 's7f3k2',
  platform: 'DOUYIN',
  name: '测试店',
  status: 'ACTIVE',
  nativeId: '4463798',
  nativeResource: 'shop',
  attributes: {},
  isSandbox: true,
  proxy: null,
  labels: [],
  groupKey: null,
  credentialVersion: 1,
  appIdMasked: '',
  secretFingerprint: '',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

const clientOf = (over: Partial<Parameters<typeof createGreaterWmsClient>[0]> = {}) =>
  createGreaterWmsClient({
    baseUrl: new URL(host.url),
    token: new Secret(TOKEN),
    allowPrivate: true,
    tryMs: 300,
    retry: { shortestMs: 1, longestMs: 2 },
    breaker: { leastCalls: 1000, inARow: 1000 },
    ...over,
  });

beforeAll(async () => {
  host = await startGreaterWmsEmulator({ throttle: false });
});
beforeEach(() => {
  // A client of its own, so that no test waits for the pace of another.
  client = clientOf();
  host.reset();
  Object.assign(host.rules, { throttle: false, sandboxDefect: false, crossTenant: false, echoSecrets: true });
});
afterEach(() => client.close());
afterAll(() => host.close());

const ref = (at = 0): HostShopRef => ({
  shop,
  tCode: new Secret(host.seed.shops[at]?.tCode ?? ''),
  secrets: [new Secret('canary-host-app-secret')],
});
const call = () => ({
  trace: new CallTrace(),
  log,
  deadlineAt: performance.now() + 4_000,
  signal: AbortSignal.timeout(4_000),
});
const calls = () => host.journal.entries.map(({ operation }) => operation);
const failure = async (work: Promise<void>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error;
};

describe('a switch of the host', () => {
  it('is set, and looked at', async () => {
    await client.setSandbox(ref(), false, call());
    await client.setSandbox(ref(1), true, call());
    expect(host.state.shops.map(({ sandbox }) => sandbox)).toEqual([0, 1]);
    expect(calls()).toEqual([SANDBOX, LIST, SANDBOX, LIST]);
  });

  it('for the proxy gets an object by scheme, with the password, and none again', async () => {
    const password = new Secret('a:b/c@d %');
    await client.setProxy(ref(), { url: 'http://user@proxy.example:8080', password }, call());
    const whole = 'http://user:a%3Ab%2Fc%40d%20%25@proxy.example:8080';
    expect(host.state.shops[0]).toMatchObject({ proxy: 1, proxyIp: { http: whole, https: whole } });
    await client.setProxy(ref(), { url: 'https://[2001:db8::1]:3128', password: null }, call());
    expect(host.state.shops[0]).toMatchObject({ proxyIp: { https: 'https://[2001:db8::1]:3128' } });
    await client.setProxy(ref(), null, call());
    expect(host.state.shops[0]).toMatchObject({ proxy: 0, proxyIp: {} });
  });

  it('is found among the shops of all accounts by its code alone', async () => {
    host.rules.crossTenant = true;
    const account = host.state.addAccount('other', 'pw');
    for (let at = 0; at < 40; at += 1)
      host.addShop({ account, shopName: `${at}`, shopAppid: `${at}`, shopAppSecret: 'x', shopId: `${at}` });
    host.faults.set([{ match: { operation: LIST }, fault: 'rows_foreign', rows: 1 }]);
    await client.setSandbox(ref(), false, call());
    expect(host.state.shops[0]?.sandbox).toBe(0);
  });

  it('may be listed twice, and must be readable', async () => {
    host.faults.set([{ match: { operation: LIST }, fault: 'rows_doubled', rows: 1 }]);
    await client.setSandbox(ref(), false, call());
    host.faults.set([{ match: { operation: LIST }, fault: 'wrong_types' }]);
    expect(await failure(client.setSandbox(ref(), true, call()))).toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  });

  it('is never taken for set because the host said so', async () => {
    const unknown = { ...ref(), tCode: new Secret('f'.repeat(32)) };
    const proxy = { url: 'http://proxy.example:8080', password: null };
    const stranger = await failure(client.setProxy(unknown, proxy, call()));
    expect([stranger.code, stranger.message, isHostRefusal(stranger)]).toEqual([
      'UPSTREAM_REJECTED',
      'It said success, and has no shop with this code.',
      true,
    ]);
    const liar = await startLiar();
    const lied = await failure(liar.client.setSandbox(ref(), false, call()));
    expect([lied.code, lied.message, isHostRefusal(lied)]).toEqual([
      'UPSTREAM_REJECTED',
      'It said success, and left the switch as it was.',
      true,
    ]);
    await liar.close();
  });
});

/** A host that says success to everything and changes nothing. */
async function startLiar(): Promise<{ client: GreaterWmsClient; close: () => Promise<void> }> {
  const { createServer } = await import('node:http');
  const row = { t_code: host.seed.shops[0]?.tCode, sandbox: 1, proxy: 0, proxy_ip: {} };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.method === 'POST' ? { result: 'success' } : { results: [row] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const lied = clientOf({ baseUrl: new URL(`http://127.0.0.1:${port}`) });
  const close = async (): Promise<void> => {
    await lied.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client: lied, close };
}

describe('a failure of the host', () => {
  it.each([
    ['the documented refusal', { fault: 'business_code', code: 500, message: '店铺不存在' }, 'UPSTREAM_REJECTED', true],
    ['a refusal without a text', { fault: 'business_code', code: 400 }, 'UPSTREAM_REJECTED', true],
    ['too many calls', { fault: 'business_code', code: 429 }, 'RATE_LIMITED', false],
    ['a page of its own', { fault: 'http_status', status: 500 }, 'UPSTREAM_UNAVAILABLE', false],
    ['a page of what is before it', { fault: 'html_200' }, 'UPSTREAM_MALFORMED', false],
    ['half an answer', { fault: 'truncate' }, 'UPSTREAM_MALFORMED', false],
    ['nothing', { fault: 'empty' }, 'UPSTREAM_MALFORMED', false],
    ['null', { fault: 'null' }, 'UPSTREAM_MALFORMED', false],
    ['a redirect', { fault: 'redirect' }, 'UPSTREAM_MALFORMED', false],
    ['a reset', { fault: 'reset' }, 'UPSTREAM_UNAVAILABLE', false],
    ['silence', { fault: 'stall' }, 'UPSTREAM_TIMEOUT', false],
  ] as const)('that is %s is told as one that may pass', async (_name, fault, code, isRefusal) => {
    host.faults.set([{ match: { operation: SANDBOX }, ...fault }]);
    const error = await failure(client.setSandbox(ref(), false, call()));
    expect([error.code, error.retryable, isHostRefusal(error)]).toEqual([code, true, isRefusal]);
    expect(error.detail).toMatchObject({ shopId: 'gid://v1/Shop/s7f3k2/s7f3k2', fault: { endpoint: SANDBOX } });
    // A switch is not sent twice in one go, whatever came of it.
    expect(host.journal.count(SANDBOX)).toBe(1);
  });

  it('when it is looked at is repeated, since looking changes nothing', async () => {
    host.faults.set([{ match: { operation: LIST }, times: 2, fault: 'http_status', status: 503 }]);
    await client.setSandbox(ref(), false, call());
    expect(calls()).toEqual([SANDBOX, LIST, LIST, LIST]);
  });

  it('to know the token is not a refusal of the switch', async () => {
    const wrong = clientOf({ token: new Secret('0'.repeat(32)) });
    const error = await failure(wrong.setSandbox(ref(), false, call()));
    expect([error.code, error.message, isHostRefusal(error)]).toEqual([
      'UPSTREAM_REJECTED',
      'It does not know the token it was called with.',
      false,
    ]);
    await wrong.close();
  });

  it('to be reached is told before anything was sent, on a private address too that is not allowed', async () => {
    await host.refuseConnections();
    expect(await failure(client.setSandbox(ref(), false, call()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    await host.acceptConnections();
    const guarded = clientOf({ allowPrivate: false });
    expect(await failure(guarded.setSandbox(ref(), false, call()))).toMatchObject({ code: 'EGRESS_DENIED' });
    expect(calls()).toEqual([]);
    await guarded.close();
  });

  it('ends with the time it was given', async () => {
    host.faults.set([{ fault: 'stall' }]);
    const startedAt = performance.now();
    const short = { ...call(), deadlineAt: startedAt + 100, signal: AbortSignal.timeout(100) };
    const error = await failure(client.setSandbox(ref(), false, short));
    expect(error.code).toBe('UPSTREAM_TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('the secrets of the host', () => {
  it('are in no error and no line of the log, whatever it says', async () => {
    const tCode = host.seed.shops[0]?.tCode ?? '';
    const password = 'canary-client-pass-9';
    const secrets = [TOKEN, tCode, 'canary-host-app-secret', password];
    const said = `${secrets.join(' | ')} ${Buffer.from(TOKEN).toString('base64')}`;
    const heard: string[] = [];
    for (const operation of [PROXY, LIST])
      for (const fault of [
        { fault: 'business_code', message: said },
        { fault: 'business_code', code: 429, message: said },
        { fault: 'redirect', location: `http://127.0.0.1:9/?t_code=${tCode}` },
        { fault: 'html_200' },
      ] as const) {
        host.faults.set([{ match: { operation }, ...fault }]);
        const proxy = { url: 'http://user@proxy.example:8080', password: new Secret(password) };
        const known = { ...ref(), secrets: [...ref().secrets, new Secret(password)] };
        const error = await failure(client.setProxy(known, proxy, call()));
        heard.push(JSON.stringify([error.message, error.detail.fault]));
      }
    expect(heard.join('')).toContain('[redacted]');
    expect(logLines.length).toBeGreaterThan(8);
    for (const secret of [...secrets, Buffer.from(TOKEN).toString('base64').replace(/=+$/, '')])
      expect([heard.join('').includes(secret), logLines.join('').includes(secret)]).toEqual([false, false]);
  });
});
