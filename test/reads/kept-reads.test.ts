import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../src/emulator/fault-rule.js';
import { start, type TestServer } from '../support/start.js';
import { post } from '../writes/kinds.js';
import { countCalls, list, metric, type StockedShop, stockedShop } from './shop-list.js';

const LIVE = ['LIVE', 'LIVE'];
const CACHE = ['CACHE', 'CACHE'];

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'demo' });
}, 30_000);
afterAll(() => server.stop());

const mutate = (shop: StockedShop, mutation: string, variables: object = {}, cacheControl = 'max-age=300') =>
  post(server, shop.apiKey, mutation, variables, { 'cache-control': cacheControl });

describe('a read that is asked for again', () => {
  it('is live where nobody allowed an older answer, and nothing of it is kept', async () => {
    const shop = await stockedShop(server);
    const kept = await metric(server, 'shopgraph_read_cache_answers');
    expect([(await list(server, shop)).sources, (await list(server, shop)).sources]).toEqual([LIVE, LIVE]);
    expect(countCalls(server, shop)).toBe(4);
    expect(await metric(server, 'shopgraph_read_cache_answers')).toBe(kept);
    expect((await list(server, shop, 'max-age=300')).sources).toEqual(LIVE);
  });

  it('is answered from the cache within the age allowed, as of when it was fetched, and costs no call', async () => {
    const shop = await stockedShop(server);
    const first = await list(server, shop, 'max-age=60');
    const again = await list(server, shop, 'max-age=60');
    expect([first.sources, again.sources]).toEqual([LIVE, CACHE]);
    expect([again.fetchedAt, again.titles]).toEqual([first.fetchedAt, first.titles]);
    expect(countCalls(server, shop)).toBe(2);
    const { cost, upstream } = again.answer.extensions;
    expect(upstream).toMatchObject({
      calls: expect.arrayContaining(
        ['GET /v2/ec/commodity/list', 'GET /v2/ec/commodity/category/list'].map((operation) =>
          expect.objectContaining({ operation, source: 'CACHE', attempts: 0 }),
        ),
      ),
      totalCalls: 0,
    });
    expect(first.answer.extensions.cost.actual - cost.actual).toBe(20);
    expect(again.answer.headers.get('cache-control')).toBe('private, no-store');
    expect((await list(server, shop)).sources).toEqual(LIVE);
  });

  it('is live again once the answer is older than allowed', async () => {
    const shop = await stockedShop(server);
    await list(server, shop, 'max-age=60');
    await sleep(1_050);
    expect((await list(server, shop, 'max-age=1')).sources).toEqual(LIVE);
    expect((await list(server, shop, 'max-age=0')).sources).toEqual(LIVE);
    expect((await list(server, shop, 'max-age=60')).sources).toEqual(CACHE);
  });

  it.each(['no-cache', 'max-age=60, no-cache', 'no-store'])('is live with %s', async (header) => {
    const shop = await stockedShop(server);
    await list(server, shop, 'max-age=60');
    expect((await list(server, shop, header)).sources).toEqual(LIVE);
    expect(countCalls(server, shop)).toBe(4);
  });

  it('is refused where the age is no number, before anything is asked', async () => {
    const shop = await stockedShop(server);
    const { answer, codes } = await list(server, shop, 'max-age=soon');
    expect([answer.status, codes, countCalls(server, shop)]).toEqual([400, ['INVALID_INPUT'], 0]);
  });

  it('is live for a caller with other scopes', async () => {
    const shop = await stockedShop(server);
    const [reader, sameScopes, other] = [
      await server.makeKey(['shops:read']),
      await server.makeKey(['shops:read']),
      await server.makeKey(['shops:read', 'orders:read']),
    ];
    await list(server, shop, 'max-age=60', { key: reader });
    expect((await list(server, shop, 'max-age=60', { key: other })).sources).toEqual(LIVE);
    expect((await list(server, shop, 'max-age=60', { key: sameScopes })).sources).toEqual(CACHE);
  });

  it('is live where a part of the answer could not be read', async () => {
    const shop = await stockedShop(server);
    server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'second' });
    const operation = 'GET /v2/ec/commodity/list';
    server.kuaizhan.faults.set([{ match: { operation, shop: shop.shopId }, fault: 'wrong_types', rows: 1, times: 1 }]);
    const partial = await list(server, shop, 'max-age=60');
    expect(partial.answer.data.shop.commodities.nodes).toHaveLength(1);
    expect((await list(server, shop, 'max-age=60')).sources).toEqual(['LIVE', 'CACHE']);
    expect((await list(server, shop, 'max-age=60')).sources).toEqual(CACHE);
  });

  it('is live for a WeChat account, whose secrets are never kept', async () => {
    const siteId = server.kuaizhan.seed.officialAccount?.siteId ?? '';
    const shop = server.shops.find((one) => one.siteId === siteId);
    const query = `query ($id: ID!) { site(by: { shopId: $id }) { freshness { source } officialAccount { nickname } } }`;
    const ask = () => server.ask(query, { id: shop?.id }, { headers: { 'cache-control': 'max-age=60' } });
    const officialAccount = { nickname: expect.any(String) };
    expect((await ask()).data.site).toEqual({ freshness: { source: 'LIVE' }, officialAccount });
    expect((await ask()).data.site).toEqual({ freshness: { source: 'CACHE' }, officialAccount });
    expect(server.calls()).toEqual(['GET /v2/wx/service/info']);
  });
});

describe('a write through this server', () => {
  const WRITES: readonly (readonly [string, (shop: StockedShop) => readonly [string, object], readonly string[]])[] = [
    [
      'a commodity',
      ({ commodityId }) => [
        'mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "renamed" }) { userErrors { code } } }',
        { id: commodityId },
      ],
      ['renamed', 'teas'],
    ],
    [
      'a category',
      ({ categoryId }) => [
        'mutation ($id: ID!) { commodityCategoryUpdate(input: { id: $id, title: "renamed" }) { userErrors { code } } }',
        { id: categoryId },
      ],
      ['first', 'renamed'],
    ],
  ];
  it.each(WRITES)('to %s ends what was kept of its shop, and of no other', async (_what, writeTo, titles) => {
    const [shop, other] = [await stockedShop(server), await stockedShop(server)];
    for (const one of [shop, other]) await list(server, one, 'max-age=300');
    const written = await mutate(shop, ...writeTo(shop));
    expect(Object.values(written.data)).toEqual([{ userErrors: [] }]);
    const after = await list(server, shop, 'max-age=300, stale-if-error=3600');
    expect([after.sources, after.titles]).toEqual([LIVE, titles]);
    expect((await list(server, shop, 'max-age=300')).sources).toEqual(CACHE);
    expect((await list(server, other, 'max-age=300')).sources).toEqual(CACHE);
  });

  it('ends a read in flight: its answer is neither kept nor shared any more', async () => {
    const shop = await stockedShop(server);
    const { faults } = server.kuaizhan;
    faults.set([{ match: { operation: 'GET *', shop: shop.shopId }, fault: 'hold', phase: 'after_effect', times: 2 }]);
    const early = list(server, shop, 'max-age=300');
    await faults.whenHeld(2);
    const mutation =
      'mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "new" }) { userErrors { code } } }';
    expect((await mutate(shop, mutation, { id: shop.commodityId })).errors).toEqual([]);
    const joinedToNone = await list(server, shop, 'max-age=300');
    expect([joinedToNone.sources, joinedToNone.titles]).toEqual([LIVE, ['new', 'teas']]);
    faults.release();
    expect([(await early).sources, (await early).titles]).toEqual([LIVE, ['first', 'teas']]);
    const later = await list(server, shop, 'max-age=300');
    expect([later.sources, later.titles]).toEqual([CACHE, ['new', 'teas']]);
  });

  it('makes reads live while it runs, and ends what they brought when it is over', async () => {
    const shop = await stockedShop(server);
    await list(server, shop, 'max-age=300');
    const { faults } = server.kuaizhan;
    faults.set([{ match: { operation: 'POST *', shop: shop.shopId }, fault: 'hold' }]);
    const mutation =
      'mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "new" }) { userErrors { code } } }';
    const writing = mutate(shop, mutation, { id: shop.commodityId });
    await faults.whenHeld();
    const during = await list(server, shop, 'max-age=300');
    expect([during.sources, during.titles]).toEqual([LIVE, ['first', 'teas']]);
    faults.clear();
    expect((await writing).errors).toEqual([]);
    const afterwards = await list(server, shop, 'max-age=300');
    expect([afterwards.sources, afterwards.titles]).toEqual([LIVE, ['new', 'teas']]);
  });

  it('decides by what is there now, whatever age it allows', async () => {
    const shop = await stockedShop(server);
    const read = () =>
      mutate(shop, 'query ($id: ID!) { commodity(id: $id) { version freshness { source } } }', {
        id: shop.commodityId,
      });
    const { version } = (await read()).data.commodity;
    expect((await read()).data.commodity.freshness).toEqual({ source: 'CACHE' });
    const row = server.kuaizhan.state.commodities.get(shop.nativeCommodityId);
    if (row === undefined) throw new Error('no commodity');
    server.kuaizhan.state.changeCommodity(row, { title: 'changed by another' });
    const mutation = `mutation ($id: ID!, $version: String!) {
      commodityUpdate(input: { id: $id, title: "ours" }, options: { expectedVersion: $version }) { userErrors { code } } }`;
    const refused = await mutate(shop, mutation, { id: shop.commodityId, version });
    expect(refused.data.commodityUpdate.userErrors).toEqual([{ code: 'CONFLICT' }]);
    expect((await read()).data.commodity.freshness).toEqual({ source: 'CACHE' });
  });
});

describe('a change of the shop', () => {
  it('to the sandbox and back, and a rotation of its keys, start afresh', async () => {
    const shop = await stockedShop(server);
    const sandbox = (on: boolean) =>
      mutate(
        shop,
        'mutation ($input: ShopSandboxSetInput!) { shopSandboxSet(input: $input) { userErrors { code } } }',
        { input: { id: shop.id, isSandbox: on } },
      );
    const rotate = () => {
      const { accessToken, siteId, shopId } = shop;
      return mutate(
        shop,
        'mutation ($input: ShopCredentialRotateInput!) { shopCredentialRotate(input: $input) { userErrors { code } } }',
        { input: { id: shop.id, credential: { kuaizhan: { accessToken, siteId, shopId } } } },
      );
    };
    const twice = async () => [
      (await list(server, shop, 'max-age=300')).sources,
      (await list(server, shop, 'max-age=300')).sources,
    ];
    expect(await twice()).toEqual([LIVE, CACHE]);
    for (const change of [() => sandbox(true), () => sandbox(false), rotate]) {
      const { data } = await change();
      expect(Object.values(data)).toEqual([{ userErrors: [] }]);
      expect(await twice()).toEqual([LIVE, CACHE]);
    }
  });
});

describe('a platform that gives no answer', () => {
  const OLDER = 'max-age=0, stale-if-error=600';
  const STALE = ['STALE_CACHE', 'STALE_CACHE'];
  const always = (fault: Omit<FaultRule, 'match'>) =>
    server.kuaizhan.faults.set([{ ...fault, match: { operation: 'GET *' } }]);
  afterEach(() => server.kuaizhan.faults.clear());

  const ABSENCES: readonly (readonly [string, Omit<FaultRule, 'match'>, string])[] = [
    ['a reset', { fault: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
    ['a status of 503', { fault: 'http_status', status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['a throttle', { fault: 'http_status', status: 429, retryAfter: 30 }, 'RATE_LIMITED'],
    ['a page of HTML', { fault: 'html_200' }, 'UPSTREAM_MALFORMED'],
  ];
  it.each(ABSENCES)('but %s is stood in for by an older one where that is allowed', async (_name, fault, code) => {
    const [shop, unread] = [await stockedShop(server), await stockedShop(server)];
    const first = await list(server, shop, OLDER);
    always(fault);
    const stale = await list(server, shop, OLDER);
    expect([first.sources, stale.sources, stale.codes]).toEqual([LIVE, STALE, []]);
    expect([stale.fetchedAt, stale.titles]).toEqual([first.fetchedAt, first.titles]);
    expect(stale.answer.extensions.upstream.calls[0]).toMatchObject({
      source: 'STALE_CACHE',
      attempts: expect.any(Number),
    });
    expect((await list(server, unread, OLDER)).codes).toEqual([code, code]);
  });

  it('for so long that its breaker opens is stood in for, logged and counted', async () => {
    const shop = await stockedShop(server);
    await list(server, shop, OLDER);
    always({ fault: 'reset' });
    for (let n = 0; n < 3; n += 1) expect((await list(server, shop, OLDER)).sources).toEqual(STALE);
    expect((await list(server, shop, 'no-cache')).codes).toEqual(['CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
    const calls = countCalls(server, shop);
    const stale = await list(server, shop, OLDER);
    expect([stale.sources, countCalls(server, shop)]).toEqual([STALE, calls]);
    expect(stale.answer.extensions.upstream.totalCalls).toBe(0);
    const logged = server.logLines.filter(
      (line) => line.includes(shop.id) && line.includes('an older answer stands in'),
    );
    expect(logged.length).toBeGreaterThanOrEqual(8);
    expect(logged.at(-1)).toContain('"failure":"circuit-open"');
    const counted = 'shopgraph_reads_reused_total{platform="KUAIZHAN",how="STALE_CACHE"}';
    expect(await metric(server, counted)).toBeGreaterThanOrEqual(8);
  });

  it('is not confused with one that refuses, whose word ends what was kept', async () => {
    const shop = await stockedShop(server);
    await list(server, shop, OLDER);
    always({ fault: 'business_code', code: 1, message: 'no such thing for you' });
    expect((await list(server, shop, OLDER)).codes).toEqual(['UPSTREAM_REJECTED', 'UPSTREAM_REJECTED']);
    always({ fault: 'http_status', status: 503 });
    expect((await list(server, shop, OLDER)).codes).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
  });

  it('before the deadline of the request is a deadline that passed, whatever is kept', async () => {
    const shop = await stockedShop(server);
    await list(server, shop, OLDER);
    always({ fault: 'stall' });
    const late = await list(server, shop, OLDER, { headers: { 'x-deadline-ms': '200' } });
    expect(late.codes).toEqual(['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED']);
  });
});
