import { afterEach, expect, it } from '@jest/globals';
import { eventually } from '../push/push-home.js';
import { listen, listenByPost, wsClient } from './listeners.js';
import { startTinyGraph, type TinyGraphOptions } from './start-tiny-graph.js';

let graph: Awaited<ReturnType<typeof startTinyGraph>>;
const start = async (options: TinyGraphOptions = {}): Promise<void> => {
  graph = await startTinyGraph(options);
};
afterEach(() => graph.stop());

/** Value of a metric, over all its labels. */
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${graph.adminUrl}/metrics`)).text();
  return [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, 'gm'))].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
};
const listeners = async () => [
  await metric('shopgraph_subscriptions'),
  await metric('shopgraph_subscription_sessions'),
];

interface Refused {
  readonly errors: readonly [{ readonly message: string; readonly extensions: { readonly code: string } }];
}

const QUIET = 'subscription($ms: Int) { quiet(ms: $ms) }';
const ask = (variables: Record<string, unknown>, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: 'Bearer reader',
      ...headers,
    },
    body: JSON.stringify({ query: QUIET, variables }),
    ...(signal === undefined ? {} : { signal }),
  });

it('forgets a client that leaves while its stream of events is being opened', async () => {
  await start();
  const leaving = new AbortController();
  const left = ask({ ms: 300 }, {}, leaving.signal).catch(() => 'left');
  await eventually(
    () => graph.started.length,
    (length) => length > 0,
  );
  expect(await listeners()).toEqual([0, 1]);
  leaving.abort();
  expect(await left).toBe('left');
  expect(await eventually(listeners, ([, sessions]) => sessions === 0, 2_000)).toEqual([0, 0]);
});

it('forgets a WebSocket that is closed while a subscription is being opened on it', async () => {
  await start();
  const client = wsClient(graph.url, 'reader');
  listen(client, QUIET, { ms: 300 });
  await eventually(
    () => graph.started.length,
    (length) => length > 0,
  );
  await client.dispose();
  expect(await eventually(listeners, ([, sessions]) => sessions === 0, 2_000)).toEqual([0, 0]);
});

it('ends the opening of a subscription at its deadline, on both ways', async () => {
  await start({ requestTimeoutMs: 100 });
  const response = await ask({ ms: 60_000 });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '').errors[0].extensions.code).toBe('DEADLINE_EXCEEDED');
  expect(text).toMatch(/event: complete\ndata:\n\n$/);
  const client = wsClient(graph.url, 'reader');
  const heard = listen(client, QUIET, { ms: 60_000 });
  await eventually(heard.isOver, (isOver) => isOver);
  expect(heard.errors[0].extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', requestId: expect.any(String) });
  await client.dispose();
  expect(await eventually(listeners, ([, sessions]) => sessions === 0, 2_000)).toEqual([0, 0]);
});

it('opens a stream of events once there is room, and does not wait longer than its deadline', async () => {
  let open = (): void => undefined;
  const room = new Promise<void>((resolve) => {
    open = resolve;
  });
  await start({ room: () => room });
  const stream = listenByPost(graph.url, 'reader', QUIET);
  const late = await (await ask({}, { 'x-deadline-ms': '100' })).text();
  expect(late).toContain('"DEADLINE_EXCEEDED"');
  expect(graph.started).toEqual([]);
  open();
  const heard = await stream;
  await eventually(listeners, ([subscriptions]) => subscriptions === 1);
  expect([heard.status, graph.started]).toEqual([200, ['quiet']]);
  heard.stop();
});

it('bounds the subscriptions of one key over all its connections, and those of all', async () => {
  await start({ subscriptionLimits: { subscriptionsOfKey: 3, subscriptions: 4, subscriptionsOfTenant: 10 } });
  const clients = [wsClient(graph.url, 'reader'), wsClient(graph.url, 'reader'), wsClient(graph.url, 'admin')] as const;
  const [first, second, other] = clients;
  const held = [listen(first, QUIET), listen(first, QUIET), listen(second, QUIET)];
  await eventually(listeners, ([subscriptions]) => subscriptions === 3);
  const more = listen(second, QUIET);
  await eventually(more.isOver, (isOver) => isOver);
  expect(more.errors[0]).toMatchObject({
    message: 'At most 3 subscriptions of one key.',
    extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 1_000 },
  });
  const refused = await ask({});
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  await refused.body?.cancel();
  listen(other, QUIET);
  await eventually(listeners, ([subscriptions]) => subscriptions === 4);
  const overloaded = await ask({}, { authorization: 'Bearer admin' });
  expect([overloaded.status, ((await overloaded.json()) as Refused).errors[0].extensions.code]).toEqual([
    503,
    'OVERLOADED',
  ]);
  held[0]?.stop();
  await eventually(listeners, ([subscriptions]) => subscriptions === 3);
  const again = listen(second, QUIET);
  await eventually(listeners, ([subscriptions]) => subscriptions === 4);
  expect(again.errors).toEqual([]);
  for (const client of clients) await client.dispose();
  await eventually(listeners, ([subscriptions]) => subscriptions === 0);
});

it('bounds the subscriptions, and the connections, of all keys of one tenant', async () => {
  await start({ subscriptionLimits: { subscriptionsOfTenant: 1, sessionsOfTenant: 2 } });
  const held = await listenByPost(graph.url, 'reader', QUIET);
  await eventually(listeners, ([subscriptions]) => subscriptions === 1);
  const refused = await ask({}, { authorization: 'Bearer admin' });
  expect([refused.status, ((await refused.json()) as Refused).errors[0].message]).toEqual([
    429,
    'At most 1 subscriptions of one organisation.',
  ]);
  const one = wsClient(graph.url, 'admin');
  await eventually(listeners, ([, sessions]) => sessions === 2);
  const code = new Promise<number>((resolve) => void wsClient(graph.url, 'admin', resolve));
  expect(await code).toBe(1013);
  const stranger = await listenByPost(graph.url, 'stranger', QUIET);
  expect(stranger.status).toBe(200);
  held.stop();
  stranger.stop();
  await one.dispose();
});
