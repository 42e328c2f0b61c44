import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from './changes-home.js';
import { IDS, listenByPost, wsUrl } from './listeners.js';

describe('a WebSocket', () => {
  let server: ChangesHome;
  beforeAll(async () => {
    server = await startChanges({
      server: {
        subscriptionLimits: { subscriptionsOfConnection: 3, sessionsOfKey: 6, strangers: 8, initMs: 400 },
        env: { CORS_ORIGINS: 'https://shop.example' },
      },
    });
  }, 30_000);
  afterAll(() => server.stop());

  /** A socket without a client's library, and the code it is closed with. */
  const raw = (options: { protocol?: string; origin?: string; path?: string } = {}) => {
    const { protocol = 'graphql-transport-ws', origin, path = '' } = options;
    const socket = new WebSocket(`${wsUrl(server.url)}${path}`, protocol, origin === undefined ? {} : { origin });
    const messages: Record<string, unknown>[] = [];
    socket.on('message', (data) => void messages.push(JSON.parse(String(data))));
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
      socket.on('error', () => undefined);
    });
    const status = new Promise<number>((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => resolve(101));
    });
    const say = async (message: unknown) => {
      await status;
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    };
    return { socket, messages, closed, status, say };
  };
  /** Waits until none of an earlier test is left. */
  const nobody = () =>
    eventually(
      async () => (await fetch(`${server.adminUrl}/metrics`)).text(),
      (metrics) => metrics.includes('\nshopgraph_subscription_sessions 0\n'),
    );
  const init = (authorization: unknown) => ({ type: 'connection_init', payload: { authorization } });

  it.each([
    ['no key', {}, 4401],
    ['a wrong key', 'nobody', 4401],
    ['a key that is a number', 17, 4401],
    ['an endless key', 'x'.repeat(2_000), 4401],
  ])('is closed for %s', async (_name, authorization, code) => {
    const { say, closed } = raw();
    await say(init(authorization));
    expect(await closed).toBe(code);
  });

  it('is closed when nobody says who it is, speaks another protocol, or says nothing that can be read', async () => {
    expect(await raw().closed).toBe(4408);
    expect(await raw({ protocol: 'graphql-ws' }).closed).toBe(1006);
    const early = raw();
    await early.say({ type: 'subscribe', id: '1', payload: { query: IDS } });
    expect(await early.closed).toBe(4401);
    const unreadable = raw();
    await unreadable.say('{"type":');
    expect(await unreadable.closed).toBe(4400);
    const large = raw();
    await large.say(init('x'.repeat(256 * 1024)));
    expect(await large.closed).toBe(1009);
    const binary = raw();
    await binary.status;
    binary.socket.send(Buffer.from(JSON.stringify(init(server.readKey))));
    expect(await binary.closed).toBe(4400);
  });

  it('refuses what a body of POST may not hold, and more subscriptions than are allowed', async () => {
    const { say, messages, socket } = raw();
    await say(init(server.readKey));
    await eventually(
      () => messages.length,
      (length) => length > 0,
    );
    await say(
      `{"type":"subscribe","id":"p","payload":{"query":"subscription { changes { cursor } }","variables":{"__proto__":1}}}`,
    );
    await eventually(
      () => messages.length,
      (length) => length > 1,
    );
    expect(messages[1]).toMatchObject({
      type: 'error',
      id: 'p',
      payload: [{ extensions: { code: 'INVALID_INPUT' } }],
    });
    for (const id of ['1', '2', '3', '4']) await say({ type: 'subscribe', id, payload: { query: IDS } });
    await eventually(
      () => messages.length,
      (length) => length > 2,
    );
    expect(messages[2]).toMatchObject({
      type: 'error',
      id: '4',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    socket.terminate();
  });

  it('is refused to pages of other origins, as POST is, and open to those of its own address', async () => {
    expect(await raw({ origin: 'https://evil.example' }).status).toBe(403);
    expect(await raw({ origin: 'null' }).status).toBe(403);
    expect(await raw({ origin: 'https://shop.example' }).status).toBe(101);
    expect(await raw({ origin: 'https://shop.example.evil.example' }).status).toBe(403);
    expect(await raw({ origin: server.url }).status).toBe(101);
    expect(await raw({ path: '/else' }).status).toBe(404);
  });

  it('holds only so many of one key', async () => {
    await nobody();
    const key = await server.makeKey(['orders:read']);
    const sockets = Array.from({ length: 7 }, () => raw());
    for (const { say } of sockets) await say(init(key));
    expect(await Promise.race(sockets.map(({ closed }) => closed))).toBe(1013);
    for (const { socket } of sockets) socket.terminate();
  });

  it('leaves room for others when a crowd does not say who it is', async () => {
    await nobody();
    const sockets = Array.from({ length: 9 }, () => raw());
    const statuses = await Promise.all(sockets.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([...Array.from({ length: 8 }, () => 101), 503]);
    const stream = await listenByPost(server.url, server.readKey, IDS);
    expect(stream.status).toBe(200);
    stream.stop();
    await Promise.all(sockets.filter((_, at) => statuses[at] === 101).map(({ closed }) => closed));
    const later = raw();
    expect(await later.status).toBe(101);
    later.socket.terminate();
  });

  it('leaves requests that offer another protocol to HTTP', async () => {
    const body = JSON.stringify({ query: '{ viewer { name } }' });
    const { host, port, hostname } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `POST /graphql HTTP/1.1\r\nhost: ${host}\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n` +
            `authorization: Bearer ${server.readKey}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        ),
      );
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes;
        if (text.includes('"data"')) {
          socket.destroy();
          resolve(text);
        }
      });
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"name":"test read"');
  });
});
