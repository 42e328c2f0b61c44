import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from './changes-home.js';
import { IDS, listen, listenByPost, native, wsClient, wsUrl } from './listeners.js';

describe('messages that a platform pushes', () => {
  let server: ChangesHome;
  beforeAll(async () => {
    server = await startChanges();
  }, 30_000);
  afterAll(() => server.stop());

  it('reach who listens, each object in its order, with every digit and no personal data', async () => {
    const [shop] = server.shops;
    const { data } = await server.ask('query($shop: ID!) { shop(by: { id: $shop }) { pushUrl } }', { shop: shop?.id });
    const orders = ['6921052297377971987', '6921052297377971988'];
    const client = wsClient(server.url, server.readKey);
    const heard = listen(client, 'subscription { changes { tag occurredAt raw subject { id } } }');
    await sleep(300);
    let number = 0;
    const message = (order: string, tag: string, time: number) => {
      number += 1;
      const data = `{"p_id":${order},"shop_id":${shop?.nativeId},"update_time":${time},"receiver_msg":{"name":"张三","tel":"13800138000"}}`;
      return `{"tag":"${tag}","msg_id":"m${number}","data":${JSON.stringify(data)}}`;
    };
    const begin = Math.floor(Date.now() / 1000) - 1_000;
    for (let step = 0; step < 10; step += 1) {
      const body = `[${orders.map((order) => message(order, '102', begin + step)).join(',')}]`;
      const sign = createHash('md5').update(`${shop?.appId}${body}${shop?.appSecret}`).digest('hex');
      const headers = { 'app-id': shop?.appId ?? '', 'event-sign': sign, 'content-type': 'application/json' };
      expect((await fetch(data.shop.pushUrl, { method: 'POST', headers, body })).status).toBe(200);
    }
    await eventually(
      () => heard.answers.length,
      (length) => length >= 20,
    );
    await client.dispose();
    for (const order of orders) {
      const own = heard.answers
        .map((answer) => answer.data.changes)
        .filter(({ subject }) => subject.id.endsWith(order));
      expect(own.map(({ raw }) => [String(raw.data.p_id), raw.data.update_time])).toEqual(
        Array.from({ length: 10 }, (_, step) => [order, begin + step]),
      );
    }
    expect(JSON.stringify(heard.answers)).not.toMatch(/张三|13800138000/);
  }, 30_000);
});

describe('a server that stops', () => {
  it('says goodbye to who listens, and does not wait for them', async () => {
    const server = await startChanges();
    let code = 0;
    const client = wsClient(server.url, server.readKey, (closedWith) => {
      code = closedWith;
    });
    listen(client, IDS);
    const stream = await listenByPost(server.url, server.readKey, IDS);
    await sleep(300);
    const at = performance.now();
    await server.stop();
    expect(performance.now() - at).toBeLessThan(3_000);
    expect(code).toBe(1001);
    await eventually(
      () => stream.isOver(),
      (isOver) => isOver,
    );
    expect(stream.names).toEqual(['complete']);
    await client.dispose();
  }, 30_000);
});

describe('a consumer that does not read', () => {
  let server: ChangesHome;
  beforeAll(async () => {
    server = await startChanges({
      server: {
        subscriptionLimits: { slowMs: 300 },
        costLimits: { capacity: 1_000_000, perRequest: 100_000 },
      },
    });
  }, 30_000);
  afterAll(() => server.stop());

  const ended = async (transport: string, reason: string): Promise<number> => {
    const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
    const line = new RegExp(`sessions_ended_total\\{transport="${transport}",reason="${reason}"\\} (\\d+)`);
    return Number(line.exec(text)?.[1] ?? 0);
  };
  const large = JSON.stringify({ filler: 'x'.repeat(200_000) });

  it('is closed with a code of its own and goes on after its last cursor, while others are told all', async () => {
    const query = 'subscription($after: String) { changes(after: $after) { cursor raw subject { id } } }';
    const client = wsClient(server.url, server.readKey);
    const other = listen(client, query);
    const socket = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
    const heard: string[] = [];
    let cursor = '';
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: server.readKey } }));
      socket.send(JSON.stringify({ type: 'ping' }));
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack')
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      if (message.type !== 'next') return;
      heard.push(native(message.payload));
      cursor = message.payload.data.changes.cursor;
      if (heard.length === 1) socket.pause();
    });
    const closed = new Promise<number>((resolve) => void socket.on('close', resolve));
    await sleep(400);
    const told = await server.tell(60, { raw: large });
    await eventually(
      () => ended('websocket', 'slow'),
      (count) => count === 1,
    );
    await eventually(
      () => other.answers.length,
      (length) => length >= 60,
    );
    socket.resume();
    expect([4414, 1006]).toContain(await closed);
    const again = listen(client, query, { after: cursor });
    await eventually(
      () => again.answers.length,
      (length) => length >= told.length - heard.length,
    );
    expect([...heard, ...again.answers.map(native)]).toEqual(told);
    await client.dispose();
  }, 30_000);

  it('is cut off from a stream of events as well', async () => {
    const { port, hostname, host } = new URL(server.url);
    const body = JSON.stringify({ query: 'subscription { changes { raw } }' });
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${server.readKey}\r\naccept: text/event-stream\r\n` +
          `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    socket.pause();
    await sleep(300);
    await server.tell(60, { raw: large });
    await eventually(
      () => ended('event-stream', 'slow'),
      (count) => count === 1,
    );
    socket.destroy();
  }, 30_000);
});

it('closes a WebSocket that answers no ping, and one that wants nothing', async () => {
  const server = await startChanges({ server: { subscriptionLimits: { pingMs: 200, idleMs: 600 } } });
  try {
    const silent = new WebSocket(wsUrl(server.url), 'graphql-transport-ws', { autoPong: false });
    silent.on('open', () =>
      silent.send(JSON.stringify({ type: 'connection_init', payload: { authorization: server.readKey } })),
    );
    expect([1001, 1006]).toContain(await new Promise((resolve) => void silent.on('close', resolve)));
    const idle = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
    idle.on('open', () =>
      idle.send(JSON.stringify({ type: 'connection_init', payload: { authorization: server.readKey } })),
    );
    expect(await new Promise((resolve) => void idle.on('close', resolve))).toBe(1000);
  } finally {
    await server.stop();
  }
}, 30_000);
