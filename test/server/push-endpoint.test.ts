import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { createLogger } from '../../src/log/logger.js';
import { createDouyinPush } from '../../src/platforms/douyin/push/dialect.js';
import { PushDispatcher } from '../../src/push/dispatcher.js';
import { PushReceiver } from '../../src/push/receiver.js';
import { createHttpServer, type HttpServer } from '../../src/server/http-server.js';
import { createMetrics, type Metrics } from '../../src/server/metrics.js';
import { addPushEndpoint } from '../../src/server/push-endpoint.js';
import { Secret } from '../../src/tenants/secret.js';
import type { Shop } from '../../src/tenants/shop.js';
import {
  APP_ID,
  APP_SECRET,
  type PushSample,
  pushSample,
  pushSamples,
  SHOP_ID,
} from '../platforms/douyin/push/fixtures.js';
import { eventually, makePushHome } from '../push/push-home.js';

const signed = (body: string) => ({
  'app-id': APP_ID,
  'event-sign': createHash('md5')
    .update(APP_ID + body + APP_SECRET)
    .digest('hex'),
});

const TAKEN = '{"code":0,"msg":"success"}';

describe('the address of push messages', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  let metrics: Metrics;
  let server: HttpServer;
  let dispatcher: PushDispatcher;
  let shop: Shop;
  let url: string;
  let port: number;
  const log = createLogger({ level: 'silent', format: 'json' });

  const serve = async (budgetMs = 3_000, receive?: PushReceiver['receive']) => {
    metrics = createMetrics({ inboxDepth: () => at.store.inbox.depth() });
    const platforms = [createDouyinPush()];
    const { inbox } = at.store;
    const parts = { platforms, registry: at.registry, inbox, observer: metrics.push };
    const receiver = new PushReceiver({ ...parts, onStored: () => dispatcher.wake() });
    if (receive !== undefined) receiver.receive = receive;
    dispatcher = new PushDispatcher({ ...parts, receiver, log });
    server = await createHttpServer({
      log,
      corsOrigins: [],
      addRoutes: (routes) => addPushEndpoint(routes, { receiver, observer: metrics.push, budgetMs }),
    });
    port = await server.listen('127.0.0.1', 0);
    url = `http://127.0.0.1:${port}/push/douyin/${await at.registry.pushAddresses.idOf(shop)}`;
  };
  const stop = async () => {
    await server.stop(500);
    await dispatcher.stop();
    metrics.close();
  };

  beforeEach(async () => {
    at = await makePushHome();
    shop = await at.register({
      platform: 'DOUYIN',
      nativeId: SHOP_ID,
      nativeResource: 'shop',
      attributes: { appId: APP_ID },
      secrets: { appSecret: new Secret(APP_SECRET) },
      mainSecret: 'appSecret',
      appId: APP_ID,
      pushes: true,
    });
    await serve();
  });
  afterEach(async () => {
    await stop();
    await at.close();
  });

  const send = async (body: string | Uint8Array, headers: Readonly<Record<string, string>>, to = url) => {
    const response = await fetch(to, { method: 'POST', body, headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const push = (sample: PushSample, over: Readonly<Record<string, string>> = {}) =>
    send(sample.request.body, { ...sample.request.headers, ...over });
  const stored = () => at.store.inbox.list({ states: ['PENDING', 'DONE', 'PARKED', 'QUARANTINED'], limit: 100 });
  const metric = async (name: string): Promise<string[]> =>
    (await metrics.render()).text.split('\n').filter((line) => line.startsWith(`shopgraph_push_${name}`));

  it('acknowledges every sample as the platform wants it', async () => {
    for (const sample of pushSamples().filter(({ name }) => name !== 'bad-signature')) {
      const { status, text, headers } = await push(sample);
      expect([sample.name, status, JSON.parse(text)]).toEqual([sample.name, 200, sample.expected_ack.body]);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  });

  it('tells the messages of all samples once, in the feed', async () => {
    dispatcher.start();
    for (let round = 0; round < 2; round += 1) for (const sample of pushSamples()) await push(sample);
    const count = (await stored()).length;
    await eventually(
      () => at.store.inbox.depth(),
      ({ pending }) => pending === 0,
    );
    const changes = await at.changes();
    const ids = new Set(changes.map(({ raw }) => JSON.parse(raw ?? '{}').msg_id));
    expect([changes.length, ids.size]).toEqual([count, count]);
    expect(JSON.stringify(changes)).not.toMatch(/encrypt_|张\*|1\*{8}01/);
    expect(await metric('received_total')).toEqual([`shopgraph_push_received_total{platform="DOUYIN"} ${count}`]);
    expect(await metric('inbox_messages{state="pending"}')).toEqual([
      'shopgraph_push_inbox_messages{state="pending"} 0',
    ]);
  });

  it('refuses a wrong signature with 401, counts it, and stores nothing', async () => {
    const sample = pushSample('bad-signature');
    expect(await push(sample)).toMatchObject({ status: 401, text: JSON.stringify(sample.expected_ack.body) });
    expect(await stored()).toEqual([]);
    expect(await metric('refused_total')).toEqual(['shopgraph_push_refused_total{platform="DOUYIN",reason="wrong"} 1']);
  });

  it('answers 400 to a signed body that cannot be read, and keeps it in quarantine', async () => {
    const body = '{"not":"an array"';
    expect(await send(body, signed(body))).toMatchObject({ status: 400, text: '{"code":1,"msg":"fail"}' });
    expect(await stored()).toMatchObject([{ state: 'QUARANTINED', quarantine: 'UNREADABLE' }]);
    expect(await metric('quarantined_total')).toEqual([
      'shopgraph_push_quarantined_total{platform="DOUYIN",reason="UNREADABLE"} 1',
    ]);
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['no type at all', ''],
    ['what the Go SDK calls JSON', 'Content-Type: application/json'],
    ['a form', 'application/x-www-form-urlencoded'],
  ])('looks at the signature and not at the content type: %s', async (_name, type) => {
    const sample = pushSample('100-trade-create');
    const { 'Content-Type': _, ...signed } = sample.request.headers;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...signed, ...(type === '' ? {} : { 'content-type': type }) };
      const sending = request(url, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sending.on('error', reject);
      sending.end(sample.request.body);
    });
    expect(status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('answers an address that is nobody’s like any other that is not there', async () => {
    const sample = pushSample('100-trade-create');
    const nowhere = await send(sample.request.body, sample.request.headers, `http://127.0.0.1:${port}/nowhere`);
    const { message } = JSON.parse(nowhere.text).errors[0];
    for (const address of [
      url.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
      url.replace('douyin', 'kuaizhan'),
      url.replace('douyin', 'DOUYIN'),
      url.replace(/[^/]+$/, 'x'.repeat(90)),
      url.replace(/[^/]+$/, '..%2f..%2fgraphql'),
    ]) {
      const { status, text } = await send(sample.request.body, sample.request.headers, address);
      expect([status, JSON.parse(text).errors[0]]).toEqual([
        404,
        { message, extensions: { code: 'NOT_FOUND', requestId: expect.any(String) } },
      ]);
      expect(text).toHaveLength(nowhere.text.length);
    }
    expect(await stored()).toEqual([]);
  });

  it('takes POST alone, and bodies up to a mebibyte', async () => {
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
    const envelope = '[{"tag":"100","msg_id":"large","data":{"p_id":1,"x":""}}]';
    const fits = envelope.replace('""', `"${'x'.repeat(1024 * 1024 - envelope.length)}"`);
    expect(await send(fits, signed(fits))).toMatchObject({ status: 200, text: TAKEN });
    const beyond = `${fits} `;
    expect((await send(beyond, signed(beyond))).status).toBe(413);
    expect(await stored()).toHaveLength(1);
  });

  it('answers 5xx when it cannot store, so that the platform sends again, and takes the repeat', async () => {
    const sample = pushSample('101-trade-paid');
    await stop();
    await serve(3_000, () => Promise.reject(new AppError('STORAGE_UNAVAILABLE')));
    const refused = await push(sample);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await metric('refused_total')).toEqual([
      'shopgraph_push_refused_total{platform="DOUYIN",reason="storage"} 1',
    ]);
    await stop();
    await serve();
    expect(await push(sample)).toMatchObject({ status: 200, text: TAKEN });
  });

  it('answers 5xx within its own time when storing takes too long', async () => {
    await stop();
    await serve(100, () => new Promise(() => undefined));
    const begun = performance.now();
    expect((await push(pushSample('101-trade-paid'))).status).toBe(503);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await metric('refused_total')).toEqual(['shopgraph_push_refused_total{platform="DOUYIN",reason="late"} 1']);
  });

  it('acknowledges a burst of bodies at once, each on disk', async () => {
    const count = 200;
    const answers = await Promise.all(
      Array.from({ length: count }, (_, n) => {
        const body = `[{"tag":"100","msg_id":"b${n}","data":{"p_id":${n},"shop_id":${SHOP_ID}}}]`;
        return send(body, signed(body));
      }),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([`200 ${TAKEN}`]));
    const elsewhere = await at.home.open();
    expect((await elsewhere.inbox.depth()).pending).toBe(count);
  });
});
