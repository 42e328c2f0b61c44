import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from './changes-home.js';
import { IDS, listen, listenByPost, native, wsClient, wsUrl } from './listeners.js';

describe('subscriptions', () => {
  let server: ChangesHome;
  const clients: Client[] = [];
  beforeAll(async () => {
    server = await startChanges({
      server: {
        env: { CORS_ORIGINS: 'https://shop.example' },
      },
    });
  }, 30_000);
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    server.douyin.faults.clear();
  });
  afterAll(() => server.stop());

  const client = (key = server.readKey, closed?: (code: number) => void): Client => {
    const made = wsClient(server.url, key, closed);
    clients.push(made);
    return made;
  };
  const open = async (count: number): Promise<void> => {
    await eventually(gauge, (now) => now === count);
  };
  const gauge = async (): Promise<number> => {
    const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
    return [...text.matchAll(/^shopgraph_subscriptions\{[^}]*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  };
  const settled = () => open(0);

  it.each([
    ['the key alone', (key: string) => key],
    ['the key behind Bearer', (key: string) => `Bearer ${key}`],
  ])('tell by WebSocket what changes from now on, in order, with %s', async (_name, authorization) => {
    await settled();
    await server.tell(3);
    const heard = listen(client(authorization(server.readKey)), IDS);
    await open(1);
    const told = await server.tell(20);
    await eventually(
      () => heard.answers.length,
      (length) => length >= 20,
    );
    expect(heard.answers.map(native)).toEqual(told);
    expect(heard.answers[0].data.changes.subject.__typename).toBe('Order');
    expect(heard.answers[0].extensions).toMatchObject({ requestId: expect.any(String), cost: { actual: 1 } });
  });

  it('tell the same by POST as a stream of events', async () => {
    await settled();
    const heard = await listenByPost(
      server.url,
      server.readKey,
      IDS,
      {},
      { 'x-request-id': 'mine', origin: 'https://shop.example' },
    );
    expect([heard.status, heard.headers.get('content-type'), heard.headers.get('x-request-id')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'mine',
    ]);
    const told = await server.tell(5);
    await eventually(
      () => heard.answers.length,
      (length) => length >= 5,
    );
    expect(heard.answers.map(native)).toEqual(told);
    expect(heard.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(heard.answers.map(({ extensions }) => extensions.requestId)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `mine-${n}`),
    );
    heard.stop();
    await settled();
  });

  it('go on after a cursor, first with what is kept and then live, without gap or double', async () => {
    await settled();
    const before = await server.tell(1);
    const first = listen(client(), IDS, { after: null });
    await open(1);
    const early = await server.tell(3);
    await eventually(
      () => first.answers.length,
      (length) => length >= 3,
    );
    const bookmark = first.answers[0].data.changes.cursor;
    first.stop();
    const missed = await server.tell(150);
    const adding = (async () => {
      const told: string[] = [];
      for (let round = 0; round < 20; round += 1) told.push(...(await server.tell(5)));
      return told;
    })();
    const second = listen(client(), IDS, { after: bookmark });
    const added = await adding;
    const wanted = [...early.slice(1), ...missed, ...added];
    await eventually(
      () => second.answers.length,
      (length) => length >= wanted.length,
    );
    await sleep(100);
    expect(second.answers.map(native)).toEqual(wanted);
    expect(wanted).not.toContain(before[0]);
  });

  it('go on where a broken connection ended, with nothing lost and nothing told twice', async () => {
    await settled();
    const told: string[] = [];
    const heard: string[] = [];
    let cursor: string | null = null;
    const socketOf = async () => {
      const socket = new WebSocket(wsUrl(server.url), 'graphql-transport-ws');
      socket.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.type === 'connection_ack')
          socket.send(
            JSON.stringify({ type: 'subscribe', id: '1', payload: { query: IDS, variables: { after: cursor } } }),
          );
        if (message.type !== 'next' || socket.readyState !== socket.OPEN) return;
        heard.push(native(message.payload));
        cursor = message.payload.data.changes.cursor;
      });
      socket.on('error', () => undefined);
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: server.readKey } })),
      );
      return socket;
    };
    let socket = await socketOf();
    await open(1);
    for (let round = 0; round < 6; round += 1) {
      told.push(...(await server.tell(20)));
      // Cut off in the middle of what comes; the first time only once there is a cursor.
      await eventually(
        () => heard.length,
        (length) => length > round * 20,
      );
      socket.terminate();
      socket = await socketOf();
    }
    await eventually(
      () => heard.length,
      (length) => length >= told.length,
    );
    await sleep(100);
    socket.terminate();
    expect(heard).toEqual(told);
  });

  it('go on by themselves in a client that asks after the last cursor it saw', async () => {
    await settled();
    const sockets: WebSocket[] = [];
    const heard: string[] = [];
    let cursor: string | null = null;
    // As docs/changes.md has it.
    const following = createClient({
      url: wsUrl(server.url),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: server.readKey },
      retryWait: () => sleep(20),
      on: { opened: (socket) => void sockets.push(socket as WebSocket) },
    });
    clients.push(following);
    const variables = {
      get after() {
        return cursor;
      },
    };
    following.subscribe<{ changes: { cursor: string; subject: { id: string } } }>(
      { query: IDS, variables },
      {
        next: ({ data }) => {
          cursor = data?.changes.cursor ?? null;
          heard.push(data?.changes.subject.id.split('/').at(-1) ?? '');
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    await open(1);
    const told = await server.tell(3);
    await eventually(
      () => heard.length,
      (length) => length === 3,
    );
    sockets[0]?.terminate();
    told.push(...(await server.tell(30)));
    await eventually(
      () => heard.length,
      (length) => length >= 33,
    );
    expect(heard).toEqual(told);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('tell of the kinds and shops that are named, and of no shop that the key may not see', async () => {
    await settled();
    const [one, two] = server.shops;
    const foreign = await server.addTenant('Strangers', []);
    const bound = await server.makeKey(['orders:read'], [two?.key ?? '']);
    const ofTwo = listen(client(bound), IDS);
    const stranger = listen(client(foreign.key), IDS);
    const ofKind = listen(client(), IDS, { shopIds: [one?.id], kinds: ['PRODUCT'] });
    await open(3);
    await server.tell(2);
    const [product] = await server.tell(1, {
      kind: 'PRODUCT',
      subject: { type: 'Product', nativeId: '3539925204033339668' },
    });
    const other = await server.tell(2, { shopKey: two?.key ?? '' });
    await eventually(
      () => ofTwo.answers.length + ofKind.answers.length,
      (length) => length >= 3,
    );
    await sleep(100);
    expect(ofTwo.answers.map(native)).toEqual(other);
    expect(ofKind.answers.map(native)).toEqual([product]);
    expect(stranger.answers).toEqual([]);
    // A foreign shop, one that the key may not see, and one that is nowhere are the same.
    const refusals = [
      listen(client(foreign.key), IDS, { shopIds: [one?.id] }),
      listen(client(bound), IDS, { shopIds: [two?.id, one?.id] }),
      listen(client(), IDS, { shopIds: ['gid://v1/Shop/szzzzzzz/szzzzzzz'] }),
      listen(client(), IDS, { shopIds: ['nothing'] }),
    ];
    for (const refused of refusals)
      await eventually(
        () => refused.errors.length,
        (length) => length > 0,
      );
    const codes = refusals.map(({ errors: [error] }) => [error.message, error.extensions.code, error.extensions.path]);
    const [message] = codes[0] ?? [];
    expect(codes).toEqual([
      [message, 'NOT_FOUND', ['shopIds', '0']],
      [message, 'NOT_FOUND', ['shopIds', '1']],
      [message, 'NOT_FOUND', ['shopIds', '0']],
      [message, 'NOT_FOUND', ['shopIds', '0']],
    ]);
  });

  it('read the object now when its fields are selected, with the scopes and shops of the key', async () => {
    await settled();
    const nativeId = await server.orderId();
    const query = `subscription { changes { raw tag source subject { id ... on Order { orderStatus: status } } } }`;
    const heard = listen(client(), query);
    const plain = listen(client(), IDS);
    await open(2);
    server.douyin.journal.clear();
    await server.tell(1, { subject: { type: 'Order', nativeId }, raw: JSON.stringify({ data: { p_id: nativeId } }) });
    await eventually(
      () => heard.answers.length + plain.answers.length,
      (length) => length >= 2,
    );
    const [{ data, extensions }] = heard.answers;
    expect(data.changes).toMatchObject({ tag: '100', source: 'PUSH', raw: { data: { p_id: nativeId } } });
    expect(data.changes.subject).toEqual({
      id: server.shops[0]?.gid('Order', nativeId),
      orderStatus: expect.any(String),
    });
    expect(nativeId).toMatch(/^\d{19}$/);
    // One call, of the one who asked for more than the id.
    expect(server.calls()).toEqual(['POST /order/orderDetail']);
    expect(extensions.cost.actual).toBe(11);
  });

  it('tell an event whose object cannot be read, with the error at its place, and go on', async () => {
    await settled();
    const nativeId = await server.orderId();
    const heard = listen(client(), 'subscription { changes { kind subject { ... on Order { status } } } }');
    await open(1);
    server.douyin.faults.set([{ match: { operation: 'POST /order/orderDetail' }, fault: 'http_status', status: 404 }]);
    await server.tell(1, { subject: { type: 'Order', nativeId } });
    await eventually(
      () => heard.answers.length,
      (length) => length > 0,
    );
    server.douyin.faults.clear();
    expect(heard.answers[0].data).toEqual({ changes: { kind: 'ORDER', subject: null } });
    expect(heard.answers[0].errors[0]).toMatchObject({
      path: ['changes', 'subject'],
      extensions: { requestId: expect.any(String) },
    });
    await server.tell(1, { subject: { type: 'Order', nativeId }, occurredAt: new Date() });
    await eventually(
      () => heard.answers.length,
      (length) => length > 1,
    );
    expect(heard.answers[1].data.changes.subject.status).toEqual(expect.any(String));
  });

  it.each([
    ['a missing scope', ['shops:read'], IDS, {}, 'PERMISSION_DENIED'],
    ['no kind at all', ['read'], IDS, { kinds: [] }, 'INVALID_INPUT'],
    ['no shop at all', ['read'], IDS, { shopIds: [] }, 'INVALID_INPUT'],
    ['a kind that is none', ['read'], IDS, { kinds: ['WEATHER'] }, 'INVALID_INPUT'],
    ['a cursor that is none', ['read'], IDS, { after: 'nonsense' }, 'INVALID_CURSOR'],
    ['a field that is none', ['read'], 'subscription { weather }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['no document', ['read'], 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a skipped field', ['read'], 'subscription { changes @skip(if: true) { cursor } }', {}, 'INVALID_INPUT'],
    ['a query', ['read'], '{ viewer { name } }', {}, 'INVALID_INPUT'],
    ['a mutation', ['admin'], 'mutation { shopUnregister(input: { id: "x" }) { deletedId } }', {}, 'INVALID_INPUT'],
  ])('are refused with a typed error for %s, on both ways', async (_name, scopes, query, variables, code) => {
    const key = await server.makeKey(scopes);
    const heard = listen(client(key), query, variables);
    await eventually(
      () => heard.errors.length,
      (length) => length > 0,
    );
    expect(heard.errors[0]).toMatchObject({ extensions: { code, requestId: expect.any(String) } });
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const body = JSON.parse(response.status === 200 ? (/^data: (.*)$/m.exec(text)?.[1] ?? '') : text);
    expect(body.errors[0].extensions.code).toBe(code);
    if (response.status === 200) expect(text).toMatch(/event: complete\ndata:\n\n$/);
    expect(body.errors[0].message).toBe(heard.errors[0].message);
  });

  it('are refused where JSON is asked for, and where both are taken a query is answered as ever', async () => {
    const { status, errors } = await server.ask('subscription { changes { cursor } }', {}, { key: server.readKey });
    expect([status, errors[0].extensions.code]).toEqual([400, 'INVALID_INPUT']);
    const accept = 'application/json, text/event-stream, multipart/mixed';
    expect((await server.ask('{ viewer { name } }', {}, { headers: { accept } })).data.viewer.name).toBe('Test admin');
    const both = await listenByPost(server.url, server.readKey, IDS, {}, { accept });
    const told = await server.tell(1);
    await eventually(
      () => both.answers.length,
      (length) => length > 0,
    );
    expect(both.answers.map(native)).toEqual(told);
    both.stop();
  });

  it('refuse a cursor older than what is kept, with a message that says what to do', async () => {
    const { data } = await server.ask(
      'query($s: ID!) { shop(by: { id: $s }) { changes(first: 1) { pageInfo { endCursor } } } }',
      {
        s: server.shops[0]?.id,
      },
    );
    const feed = server.foundation.store.changeFeed;
    await server.tell(2);
    while ((await feed.prune(new Date(Date.now() + 1_000), 1_000)) > 0);
    const heard = listen(client(), IDS, { after: data.shop.changes.pageInfo.endCursor });
    await eventually(
      () => heard.errors.length,
      (length) => length > 0,
    );
    expect(heard.errors[0]).toMatchObject({
      message: expect.stringContaining('Begin again without `after`'),
      extensions: { code: 'INVALID_CURSOR', path: ['after'], retryable: false },
    });
  });

  it('end when their key expires', async () => {
    await settled();
    const { key } = await server.foundation.apiKeys.create({
      ...{ tenantId: server.tenantId, name: 'short', scopes: ['orders:read'], shopGrants: null },
      expiresAt: new Date(Date.now() + 1_000),
    });
    let closedWith = 0;
    listen(
      client(key, (code) => {
        closedWith = code;
      }),
      IDS,
    );
    await open(1);
    await eventually(
      () => closedWith,
      (code) => code !== 0,
      2_000,
    );
    expect(closedWith).toBe(4401);
  });

  it('end within a second of the revocation of their key, on both ways', async () => {
    await settled();
    const key = await server.makeKey(['orders:read']);
    let closedWith = 0;
    const heard = listen(
      client(key, (code) => {
        closedWith = code;
      }),
      IDS,
    );
    const stream = await listenByPost(server.url, key, IDS);
    await open(2);
    const id = key.split('_')[2] ?? '';
    // By another process, as the command line does it: this one finds out by looking.
    await server.foundation.store.apiKeys.revoke(id, new Date());
    const at = performance.now();
    await eventually(
      () => [closedWith, stream.isOver()],
      ([code, isOver]) => code !== 0 && isOver === true,
    );
    expect(performance.now() - at).toBeLessThan(1_000);
    expect(closedWith).toBe(4401);
    expect(stream.names).toEqual(['next', 'complete']);
    expect(stream.answers[0].errors[0].extensions.code).toBe('UNAUTHENTICATED');
    await server.tell(1);
    await settled();
    expect(heard.answers).toEqual([]);
  });

  it('are charged for each event, and told late rather than not at all when the budget is used up', async () => {
    await settled();
    const key = await server.makeKey(['orders:read']);
    const nativeId = await server.orderId();
    // Eleven points each: more than the budget of two thousand.
    const heard = listen(client(key), 'subscription { changes { cursor subject { ... on Order { status } } } }');
    await open(1);
    await server.tell(220, { subject: { type: 'Order', nativeId }, occurredAt: null });
    await eventually(
      () => heard.answers.length,
      (length) => length >= 220,
    );
    expect(heard.answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
    expect(heard.answers.at(-1).extensions.cost.remaining).toBeLessThan(1_000);
  }, 30_000);
});
