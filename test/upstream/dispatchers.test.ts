import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/tenants/secret.js';
import { EgressDenied } from '../../src/upstream/classify.js';
import { createDispatchers, type Destination, type ProxyHop, type WireAnswer } from '../../src/upstream/dispatchers.js';
import { after, json, MisbehavingServer } from '../support/misbehaving-server.js';

const server = new MisbehavingServer();
const tunnels: { target: string; authorization: string | undefined }[] = [];
let proxy: Server;
let proxyUrl: string;

beforeAll(async () => {
  await server.start();
  server.behave(json({ ret: 0 }));
  proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    const upstream = connect(server.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await server.stop();
});

const to = (tenantId: string, proxyHop: ProxyHop | null = null): Destination => ({
  line: { tenantId, shopKey: 's', environment: 'live', platform: 'KUAIZHAN' },
  origin: server.url,
  proxy: proxyHop,
});
const ask = (dispatchers: ReturnType<typeof createDispatchers>, destination: Destination): Promise<WireAnswer> =>
  dispatchers.send(destination, {
    method: 'GET',
    path: '/x',
    headers: {},
    body: null,
    signal: AbortSignal.timeout(5000),
    onStart: () => undefined,
    onHeaders: () => undefined,
  });

describe('pools', () => {
  it('are one for each tenant, and no more than allowed; the one idle longest goes first', async () => {
    const dispatchers = createDispatchers({ allowPrivate: true, maxPools: 2 });
    await Promise.all(['a', 'b', 'b'].map((tenant) => ask(dispatchers, to(tenant))));
    expect(dispatchers.size).toBe(2);
    await ask(dispatchers, to('c'));
    expect(dispatchers.size).toBe(2);
    await dispatchers.close();
    expect(dispatchers.size).toBe(0);
  });

  it('are closed when they were idle for long', async () => {
    const dispatchers = createDispatchers({ allowPrivate: true, idleMs: 300 });
    for (const tenant of ['a', 'b']) await ask(dispatchers, to(tenant));
    expect(dispatchers.size).toBeGreaterThan(0);
    while (dispatchers.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await ask(dispatchers, to('a'))).status).toBe(200);
    await dispatchers.close();
  });

  it('finish what is in flight when they are closed', async () => {
    const dispatchers = createDispatchers({ allowPrivate: true });
    server.behave(after(100, json({ ret: 0 })));
    const asking = ask(dispatchers, to('a'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await dispatchers.close();
    expect((await asking).status).toBe(200);
  });
});

describe('an answer', () => {
  it('is what follows the early hints, put together from its pieces', async () => {
    const dispatchers = createDispatchers({ allowPrivate: true });
    server.behave(async (response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(203, { 'x-answer': 'final' });
      for (const piece of ['{"ret"', ':', '0}']) {
        response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      response.end();
    });
    const { status, headers, body } = await ask(dispatchers, to('a'));
    expect({ status, answer: headers['x-answer'], hint: headers['link'] }).toEqual({ status: 203, answer: 'final' });
    expect(Buffer.from(body).toString()).toBe('{"ret":0}');
    await dispatchers.close();
  });
});

describe('a proxy', () => {
  it('carries everything through a tunnel, with its password', async () => {
    const dispatchers = createDispatchers({ allowPrivate: true, proxyHosts: [proxyUrl] });
    server.behave(json({ ret: 0 }));
    const hop = { url: `http://us%20er@${proxyUrl}`, password: new Secret('p:w') };
    expect((await ask(dispatchers, to('a', hop))).status).toBe(200);
    expect(tunnels).toEqual([
      { target: `127.0.0.1:${server.port}`, authorization: `Basic ${Buffer.from('us er:p:w').toString('base64')}` },
    ]);
    expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
    await dispatchers.close();
  });

  it('is refused when it is not in the list, private, or speaks something else', async () => {
    const listed = createDispatchers({ allowPrivate: true, proxyHosts: ['proxy.example:3128'] });
    await expect(ask(listed, to('a', { url: `http://${proxyUrl}`, password: null }))).rejects.toBeInstanceOf(
      EgressDenied,
    );
    await expect(ask(listed, to('a', { url: 'socks5://proxy.example:3128', password: null }))).rejects.toBeInstanceOf(
      EgressDenied,
    );
    const careful = createDispatchers({ allowPrivate: false, proxyHosts: [proxyUrl] });
    const away = { ...to('a', { url: `http://${proxyUrl}`, password: null }), origin: 'http://shop.example' };
    await expect(ask(careful, away)).rejects.toBeInstanceOf(EgressDenied);
    await Promise.all([listed.close(), careful.close()]);
    expect(tunnels).toHaveLength(1);
  });
});
