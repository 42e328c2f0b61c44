import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from './changes-home.js';
import { IDS, wsUrl } from './listeners.js';

describe('a subscription on a WebSocket', () => {
  let server: ChangesHome;
  beforeAll(async () => {
    server = await startChanges();
  }, 30_000);
  afterAll(() => server.stop());

  const gauge = async (): Promise<number> => {
    const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
    return Number(/^shopgraph_subscriptions\{transport="websocket"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const isOpen = (count: number) => eventually(gauge, (now) => now === count, 3_000);

  /** A connection that has said who it is, without a client's library. */
  const connected = async (key = server.readKey) => {
    const socket = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
    // biome-ignore lint/suspicious/noExplicitAny: a message's shape is what the tests are about
    const messages: any[] = [];
    const closed = new Promise<number>((resolve) => void socket.on('close', resolve));
    const say = (...said: object[]): void => {
      for (const message of said) socket.send(JSON.stringify(message));
    };
    await new Promise<void>((resolve) => {
      socket.on('open', () => say({ type: 'connection_init', payload: { authorization: key } }));
      socket.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.type === 'connection_ack') resolve();
        else messages.push(message);
      });
    });
    const nexts = () => messages.filter(({ type }) => type === 'next');
    return { socket, messages, nexts, closed, say };
  };
  const subscribe = (id: string, payload: object = {}) => ({
    ...{ type: 'subscribe', id },
    payload: { query: IDS, ...payload },
  });
  const complete = (id: string) => ({ type: 'complete', id });

  it('may have an id again as soon as the client has completed it, also while the first is being opened', async () => {
    const { say, nexts, messages, socket } = await connected();
    say(subscribe('1'), complete('1'), subscribe('1'));
    await isOpen(1);
    await server.tell(1);
    await eventually(
      () => nexts().length,
      (length) => length > 0,
    );
    say(complete('1'), subscribe('1'));
    await sleep(200);
    expect(await isOpen(1)).toBe(1);
    await server.tell(1);
    await eventually(
      () => nexts().length,
      (length) => length > 1,
    );
    await sleep(100);
    // Each change once, and no end of one that the client has ended itself.
    expect(messages.map(({ type }) => type)).toEqual(['next', 'next']);
    socket.close();
    expect(await isOpen(0)).toBe(0);
  });

  it('does not outlive its connection, however often its id was used', async () => {
    const { say, nexts, socket } = await connected();
    for (let time = 0; time < 200; time += 1) say(subscribe('1'), complete('1'));
    await sleep(300);
    expect(await isOpen(0)).toBe(0);
    say(subscribe('1'));
    await isOpen(1);
    await server.tell(1);
    await eventually(
      () => nexts().length,
      (length) => length > 0,
    );
    await sleep(100);
    expect(nexts()).toHaveLength(1);
    socket.close();
    expect(await isOpen(0)).toBe(0);
    const budget = async () => (await server.ask('{ __typename }', {}, { key: server.readKey })).extensions.cost;
    await server.tell(100);
    await sleep(100);
    const { actual, remaining } = await budget();
    // Nobody was charged for what nobody listens to.
    expect(remaining).toBeGreaterThan(2_000 - actual - 50);
  });

  it('ends with its key, also when its id was used before', async () => {
    const key = await server.makeKey(['orders:read']);
    const { say, closed } = await connected(key);
    for (let time = 0; time < 5; time += 1) say(subscribe('1'), complete('1'));
    say(subscribe('1'));
    await isOpen(1);
    await server.foundation.store.apiKeys.revoke(key.split('_')[2] ?? '', new Date());
    expect(await closed).toBe(4401);
    expect(await isOpen(0)).toBe(0);
  });

  it('closes its connection with 4409 when its id is in use', async () => {
    const { say, closed } = await connected();
    say(subscribe('1'));
    await isOpen(1);
    say(subscribe('1'));
    expect(await closed).toBe(4409);
    expect(await isOpen(0)).toBe(0);
    const early = await connected();
    early.say(subscribe('1'), subscribe('1'));
    expect(await early.closed).toBe(4409);
    expect(await isOpen(0)).toBe(0);
  });

  it('is opened with an operation name that is empty, as POST is answered', async () => {
    const { say, nexts, socket } = await connected();
    say(subscribe('1', { operationName: '' }));
    await isOpen(1);
    await server.tell(1);
    await eventually(
      () => nexts().length,
      (length) => length > 0,
    );
    expect(nexts()).toHaveLength(1);
    say(subscribe('2', { operationName: 'Nothing' }));
    await sleep(200);
    expect([await gauge(), socket.readyState]).toEqual([1, socket.OPEN]);
    socket.close();
    expect(await isOpen(0)).toBe(0);
  });

  it.each([
    ['a second connection_init', { type: 'connection_init' }, 4429],
    ['a message that only a server sends', { type: 'connection_ack' }, 4400],
    ['an id that is none', { type: 'subscribe', id: 1, payload: { query: IDS } }, 4400],
  ])('ends when its connection is closed for %s', async (_name, message, code) => {
    const { say, closed } = await connected();
    say(subscribe('1'));
    await isOpen(1);
    say(message);
    expect(await closed).toBe(code);
    expect(await isOpen(0)).toBe(0);
  });
});

it('closes a WebSocket that says ping and wants nothing, and none that listens', async () => {
  const server = await startChanges({ server: { subscriptionLimits: { pingMs: 100, idleMs: 500 } } });
  try {
    const open = (payload: object | null) => {
      const socket = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
      const say = (message: object) => socket.send(JSON.stringify(message));
      socket.on('open', () => say({ type: 'connection_init', payload: { authorization: server.readKey } }));
      socket.once('message', () => {
        if (payload !== null) say({ type: 'subscribe', id: '1', payload });
      });
      const pings = setInterval(() => socket.readyState === socket.OPEN && say({ type: 'ping' }), 50);
      const closed = new Promise<number>((resolve) => void socket.on('close', resolve)).finally(() =>
        clearInterval(pings),
      );
      return { socket, closed };
    };
    const listening = open({ query: IDS });
    const idle = open(null);
    expect(await Promise.race([idle.closed, sleep(3_000)])).toBe(1000);
    expect(listening.socket.readyState).toBe(WebSocket.OPEN);
    listening.socket.terminate();
    idle.socket.terminate();
    await listening.closed;
  } finally {
    await server.stop();
  }
}, 30_000);

describe('an event that cannot be told', () => {
  let server: ChangesHome;
  beforeAll(async () => {
    server = await startChanges({ server: { costLimits: { capacity: 1_000_000, perRequest: 100_000 } } });
  }, 30_000);
  afterAll(() => server.stop());

  it('tells where to go on and what it was about, and the next is told', async () => {
    const socket = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const answers: any[] = [];
    const raws = Array.from({ length: 9 }, (_, at) => `raw${at}: raw`).join(' ');
    const query = `subscription($after: String) { changes(after: $after) { cursor ${raws} subject { id } } }`;
    const subscribe = (id: string, after: string | null) =>
      socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query, variables: { after } } }));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: server.readKey } })),
    );
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') subscribe('1', null);
      if (type === 'next') answers.push(payload);
    });
    const heard = (count: number) =>
      eventually(
        () => answers.length,
        (length) => length >= count,
      );
    await sleep(300);
    const [large] = await server.tell(1, { raw: JSON.stringify({ filler: 'x'.repeat(1_000_000) }) });
    const [small] = await server.tell(1);
    await heard(2);
    expect(answers[0].data).toBeNull();
    const [{ extensions }] = answers[0].errors;
    expect(extensions).toMatchObject({
      code: 'RESPONSE_TOO_LARGE',
      cursor: expect.any(String),
      nodeId: server.shops[0]?.gid('Order', large ?? ''),
    });
    expect(answers[1].data.changes.subject.id).toBe(server.shops[0]?.gid('Order', small ?? ''));
    expect(answers[1].errors).toBeUndefined();
    subscribe('2', extensions.cursor);
    await heard(3);
    expect(answers[2].data.changes.subject.id).toBe(server.shops[0]?.gid('Order', small ?? ''));
    socket.close();
  }, 30_000);
});
