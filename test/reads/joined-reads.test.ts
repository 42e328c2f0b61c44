import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallTrace } from '../../src/log/call-trace.js';
import { createLogger } from '../../src/log/logger.js';
import { createKuaizhanClients } from '../../src/platforms/kuaizhan/upstream/client.js';
import { countCommodities } from '../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { Secret } from '../../src/tenants/secret.js';
import { shopOf } from '../platforms/kuaizhan/upstream/start-client.js';
import { after, json, MisbehavingServer } from '../support/misbehaving-server.js';
import { start, type TestServer } from '../support/start.js';
import { callsOf, post } from '../writes/kinds.js';
import { countCalls, LIST, list, metric, type StockedShop, stockedShop, untilWaiting } from './shop-list.js';

const LIVE = ['LIVE', 'LIVE'];
/** Two calls make the list of a shop. */
const CALLS = 2;

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

/** Asks `ask` while the platform holds the shop's reads, lets them go once `waiting` reads wait, and gives the answers. */
async function whileHeld<T>(
  shop: StockedShop,
  waiting: number,
  ask: () => readonly Promise<T>[],
  before: () => Promise<void> = async () => undefined,
): Promise<T[]> {
  const { faults } = server.kuaizhan;
  faults.set([{ match: { operation: 'GET *', shop: shop.label }, fault: 'hold' }]);
  const answers = Promise.all(ask());
  await untilWaiting(server, waiting);
  await before();
  faults.clear();
  return answers;
}

describe('identical reads at the same time', () => {
  it('of one key are one call, live for each, and charged to the one that made it', async () => {
    const shop = await stockedShop(server);
    const joined = 'shopgraph_reads_reused_total{platform="KUAIZHAN",how="JOINED"}';
    const before = await metric(server, joined);
    const answers = await whileHeld(shop, 20 * CALLS, () => Array.from({ length: 20 }, () => list(server, shop)));
    expect(answers.map(({ sources }) => sources)).toEqual(Array(20).fill(LIVE));
    expect(countCalls(server, shop)).toBe(CALLS);
    const traced = answers.map(({ answer }) => answer.extensions.upstream);
    expect(traced.reduce((sum, { totalCalls }) => sum + totalCalls, 0)).toBe(CALLS);
    const others = traced.flatMap(({ calls }) => calls).filter(({ joined: isJoined }) => isJoined === true);
    expect(others).toHaveLength(19 * CALLS);
    for (const call of others) expect(call).toMatchObject({ source: 'LIVE', attempts: 0 });
    const charged = answers.map(({ answer }) => answer.extensions.cost.actual).sort((a, b) => b - a);
    expect([charged[0] - charged[19], charged[0]]).toEqual([20, 21]);
    expect((await metric(server, joined)) - before).toBe(19 * CALLS);
    expect((await list(server, shop)).answer.extensions.upstream.totalCalls).toBe(CALLS);
  });

  it('are answered though the one that began the call left, or its deadline passed', async () => {
    for (const leave of ['leaves', 'is late'] as const) {
      const shop = await stockedShop(server);
      const leaving = new AbortController();
      const { faults } = server.kuaizhan;
      faults.set([{ match: { operation: 'GET *', shop: shop.label }, fault: 'hold' }]);
      const first = fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${shop.apiKey}`,
          ...(leave === 'is late' ? { 'x-deadline-ms': '2500' } : {}),
        },
        body: JSON.stringify({ query: LIST, variables: { id: shop.id } }),
        signal: leaving.signal,
      }).then(
        async (response) => ((await response.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions,
        () => 'left',
      );
      await untilWaiting(server, CALLS);
      const others = Promise.all([list(server, shop), list(server, shop, 'max-age=60')]);
      await untilWaiting(server, 3 * CALLS);
      if (leave === 'leaves') leaving.abort();
      await untilWaiting(server, 2 * CALLS);
      expect(await first).toEqual(leave === 'leaves' ? 'left' : expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
      faults.clear();
      for (const { sources, codes } of await others) expect([sources, codes]).toEqual([LIVE, []]);
      expect(countCalls(server, shop)).toBe(CALLS);
      expect((await list(server, shop, 'max-age=60')).sources).toEqual(['CACHE', 'CACHE']);
    }
  });

  it('end when nobody waits for them any more', async () => {
    const shop = await stockedShop(server);
    server.kuaizhan.faults.set([{ match: { operation: 'GET *', shop: shop.label }, fault: 'hold' }]);
    const late = { headers: { 'x-deadline-ms': '2000' } };
    const asked = [list(server, shop, undefined, late), list(server, shop, undefined, late)];
    await untilWaiting(server, 2 * CALLS);
    for (const { codes } of await Promise.all(asked)) expect(codes).toEqual(['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED']);
    expect(await metric(server, 'shopgraph_read_cache_running')).toBe(0);
    // The platform still holds the answers back: that the connections close is our doing, and sooner than a try is over.
    const outcomes = () =>
      server.kuaizhan.journal.entries
        .filter((entry) => entry.caller.label === shop.label)
        .map(({ outcome }) => outcome);
    for (let look = 0; look < 100 && outcomes().includes('pending'); look += 1) await sleep(10);
    expect(outcomes()).toEqual(Array(CALLS).fill('abandoned'));
    server.kuaizhan.faults.clear();
  });

  it('of callers with other scopes, and of one that wants its own, are calls of their own', async () => {
    const shop = await stockedShop(server);
    const [reader, other] = [await server.makeKey(['shops:read']), await server.makeKey(['shops:read', 'orders:read'])];
    const answers = await whileHeld(
      shop,
      // One read of each kind in each of three sets of scopes; the one with no-cache waits for no shared call.
      3 * CALLS,
      () => [
        list(server, shop),
        list(server, shop, undefined, { key: reader }),
        list(server, shop, undefined, { key: other }),
        list(server, shop, 'no-cache'),
      ],
      () => server.kuaizhan.faults.whenHeld(4 * CALLS),
    );
    expect(answers.map(({ sources }) => sources)).toEqual(Array(4).fill(LIVE));
    expect(countCalls(server, shop)).toBe(4 * CALLS);
  });

  it('of a query and of a mutation, which decides by it, are calls of their own', async () => {
    const shop = await stockedShop(server);
    const ask = (operation: string) => post(server, shop.apiKey, operation, { id: shop.commodityId });
    await whileHeld(
      shop,
      1,
      () => [
        ask('query ($id: ID!) { commodity(id: $id) { title } }'),
        ask(`mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "x" }, options: { expectedVersion: "old" }) {
          userErrors { code } } }`),
      ],
      () => server.kuaizhan.faults.whenHeld(2),
    );
    expect(callsOf(server, shop)).toEqual(Array(2).fill('GET /v2/ec/commodity/info'));
  });

  it('of two tenants are two calls, each with its own token, whatever else is equal', async () => {
    const shop = await stockedShop(server);
    const { name, siteId, shopId, forumId, accessToken } = shop;
    const { key, shops } = await server.addTenant('Other', [{ name, siteId, shopId, forumId, accessToken }]);
    const theirs = { ...shop, ...shops[0], apiKey: key };
    const answers = await whileHeld(shop, 2 * CALLS, () => [list(server, shop), list(server, theirs)]);
    expect(answers.map(({ sources }) => sources)).toEqual([LIVE, LIVE]);
    expect(callsOf(server, shop)).toHaveLength(2 * CALLS);
    await list(server, shop, 'max-age=60');
    expect((await list(server, theirs, 'max-age=60')).sources).toEqual(LIVE);
  });
});

describe('a joined call that failed for want of its own time', () => {
  const platform = new MisbehavingServer();
  beforeAll(() => platform.start());
  afterAll(() => platform.stop());

  it('is made anew for those with more time', async () => {
    platform.behave(after(150, json('', 503)), json({ ret: 0, msg: '', data: 5 }));
    const clients = createKuaizhanClients({
      baseUrl: platform.url,
      allowPrivate: true,
      tokenFor: () => ({ get: async () => new Secret('t'), invalidate: () => undefined }),
    });
    const within = (ms: number) =>
      countCommodities(
        clients.forShop(shopOf(), {
          signal: new AbortController().signal,
          trace: new CallTrace(),
          deadlineAt: performance.now() + ms,
          log: createLogger({ level: 'silent', format: 'json' }),
          reads: { scopes: '', maxAgeMs: 0, staleIfErrorMs: 0, mayJoin: true },
        }),
        'V4800vQ0xafvOtuT',
      );
    // No time is left for the first one's second attempt, and the second one has joined it.
    const [first, second] = await Promise.allSettled([within(190), within(10_000)]);
    expect(first.status).toBe('rejected');
    expect(second).toEqual({ status: 'fulfilled', value: 5 });
    expect(platform.requests).toHaveLength(2);
    await clients.close();
  });
});
