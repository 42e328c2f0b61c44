import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Change } from '../../../../src/push/change.js';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

jest.setTimeout(90_000);

const CALL =
  'mutation($input: DouyinMethodCallInput!) { douyinMethodCall(input: $input) { userErrors { code message } } }';
const EVERY_MS = 3_000;
/** What a quiet shop costs in each interval. */
const QUIET = ['POST /order/searchList', 'POST /afterSale/List', 'POST /product/listV2', 'POST /product/listV2'];

describe('changes of Douyin that no message told of', () => {
  let server: DouyinServer;
  beforeAll(async () => {
    server = await startDouyin({
      emulator: { push: { drops: 0.1 } },
      server: { reconciling: { everyMs: EVERY_MS, settleMs: 1_000 } },
    });
    for (const shop of server.shops) {
      const { data } = await server.ask('query($shop: ID!) { shop(by: { id: $shop }) { pushUrl } }', { shop: shop.id });
      await server.douyin.pushTo({ shopId: shop.nativeId, url: data.shop.pushUrl });
    }
  });
  afterEach(() => server.douyin.faults.clear());
  afterAll(() => server.stop());

  const changes = async (): Promise<Change[]> => {
    const all: Change[] = [];
    for (;;) {
      const page = await server.foundation.store.changeFeed.list({
        tenantId: server.tenantId,
        shopKeys: null,
        kinds: null,
        after: all.at(-1)?.position ?? 0,
        limit: 500,
      });
      all.push(...page);
      if (page.length < 500) return all;
    }
  };
  const keyOf = (shopKey: string, type: string, id: string): string => `${shopKey} ${type} ${id}`;

  /** Newest update the feed has told of each object, epoch seconds. */
  const told = (all: readonly Change[]): Map<string, number> => {
    const newest = new Map<string, number>();
    for (const { shopKey, subject, occurredAt } of all) {
      if (subject === null) continue;
      const key = keyOf(shopKey, subject.type, subject.nativeId);
      newest.set(key, Math.max(newest.get(key) ?? 0, Math.floor(occurredAt.getTime() / 1000)));
    }
    return newest;
  };
  /** And the platform's, of what was updated since. */
  const actual = (since: number): Map<string, number> => {
    const newest = new Map<string, number>();
    for (const { key: shop, nativeId } of server.shops) {
      const state = server.douyin.state.shops.get(nativeId);
      for (const { id, updatedAt } of state?.orders.values() ?? []) newest.set(keyOf(shop, 'Order', id), updatedAt);
      for (const { id, updatedAt } of state?.afterSales.values() ?? [])
        newest.set(keyOf(shop, 'AfterSale', id), updatedAt);
      for (const { id, updatedAt } of state?.products.values() ?? []) newest.set(keyOf(shop, 'Product', id), updatedAt);
    }
    for (const [key, at] of newest) if (at < since) newest.delete(key);
    return newest;
  };
  const missing = async (since: number): Promise<string[]> => {
    const newest = told(await changes());
    return [...actual(since)].filter(([key, at]) => (newest.get(key) ?? 0) < at).map(([key]) => key);
  };
  const call = (shop: { readonly id: string }, method: string, parameters: object) =>
    server.ask(CALL, { input: { shopId: shop.id, method, parameters } });
  /** Until all that happened so far is more than an interval ago, by the platform's times, which run a little ahead. */
  const anInterval = async (since: number): Promise<void> => {
    const last = Math.max(...actual(since).values());
    await sleep(Math.max(0, (last + 1) * 1000 - Date.now()) + EVERY_MS);
  };

  it('cost a quiet shop four calls in an interval, and tell nothing', async () => {
    const before = await changes();
    server.douyin.journal.clear();
    await sleep(2 * EVERY_MS + 500);
    const byShop = new Map<string, string[]>();
    for (const { caller, operation } of server.douyin.journal.entries)
      if (QUIET.includes(operation))
        byShop.set(caller.label ?? '', [...(byShop.get(caller.label ?? '') ?? []), operation]);
    expect(byShop.size).toBe(server.shops.length);
    for (const operations of byShop.values()) {
      const whole = operations.slice(operations.indexOf(QUIET[0] ?? ''));
      const turns = Math.floor(whole.length / QUIET.length);
      expect(turns).toBeGreaterThanOrEqual(2);
      expect(whole.slice(0, turns * QUIET.length)).toEqual(Array.from({ length: turns }, () => QUIET).flat());
    }
    expect(await changes()).toEqual(before);
  });

  it('are told within an interval, with one message in ten lost, and nothing is told twice', async () => {
    const since = Math.floor(Date.now() / 1000);
    const pace = server.douyin.startPace({ everyMs: 3_600_000, seed: 7 });
    const [shop] = server.shops;
    const products = [...(server.douyin.state.shops.get(shop?.nativeId ?? '')?.products.values() ?? [])];
    const onSale = products.filter(({ status }) => status === 0).map(({ id }) => id);
    for (let round = 0; round < 20; round += 1) {
      for (let act = 0; act < 20; act += 1) pace.step();
      const productId = onSale[round];
      if (productId !== undefined && shop !== undefined) {
        await call(shop, 'product.setOffline', { product_id: productId });
        if (round % 3 === 0) await call(shop, 'product.del', { product_id: productId });
      }
      await sleep(50);
    }
    pace.stop();
    await server.douyin.push.whenIdle();
    const kinds = [...actual(since).keys()].map((key) => key.split(' ')[1]);
    expect(kinds.length).toBeGreaterThan(200);
    for (const kind of ['Order', 'AfterSale', 'Product']) expect(kinds).toContain(kind);
    await anInterval(since);
    expect(await missing(since)).toEqual([]);
    const all = await changes();
    const found = all.filter(({ source }) => source === 'LIVE');
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(found.map(({ subject }) => subject?.type))).toEqual(new Set(['Order', 'AfterSale', 'Product']));
    expect(found.every(({ tag, raw }) => tag === null && raw === null)).toBe(true);
    // A read never tells what a message has told of the same second, nor a message what a read has.
    const states = new Map<string, Change[]>();
    for (const change of all) {
      const key = `${change.kind} ${keyOf(change.shopKey, '', change.subject?.nativeId ?? '')} ${change.occurredAt.getTime()}`;
      states.set(key, [...(states.get(key) ?? []), change]);
    }
    for (const same of states.values()) if (same.some(({ source }) => source === 'LIVE')) expect(same).toHaveLength(1);
    await sleep(EVERY_MS);
    expect(await changes()).toHaveLength(all.length);
  });

  it('are told all, where no message comes at all, deleted products too', async () => {
    server.douyin.rules.push.drops = 1;
    const since = Math.floor(Date.now() / 1000) + 1;
    await sleep(1_100);
    const pace = server.douyin.startPace({ everyMs: 3_600_000, seed: 11 });
    for (let act = 0; act < 150; act += 1) pace.step();
    pace.stop();
    const shop = server.shops[1];
    const products = [...(server.douyin.state.shops.get(shop?.nativeId ?? '')?.products.values() ?? [])];
    const deleted = products.find(({ status }) => status === 1)?.id ?? '';
    if (shop !== undefined) await call(shop, 'product.del', { product_id: deleted });
    expect([...actual(since).keys()]).toContain(keyOf(shop?.key ?? '', 'Product', deleted));
    await anInterval(since);
    expect(await missing(since)).toEqual([]);
    server.douyin.rules.push.drops = 0.1;
  });

  it('end what was kept of the reads of their shop', async () => {
    server.douyin.rules.push.drops = 1;
    const [shop] = server.shops;
    const list = () =>
      server.ask(
        'query($shop: ID!) { shop(by: { id: $shop }) { products(first: 1) { nodes { freshness { source } } } } }',
        { shop: shop?.id },
        { headers: { 'cache-control': 'max-age=300' } },
      );
    const source = async () => (await list()).data.shop.products.nodes[0].freshness.source;
    await source();
    await sleep(EVERY_MS);
    await source();
    expect(await source()).toBe('CACHE');
    const before = (await changes()).length;
    const orders = [...(server.douyin.state.shops.get(shop?.nativeId ?? '')?.orders.values() ?? [])];
    server.douyin.buyer.cancel(orders.find(({ status }) => status === 1)?.id ?? '');
    for (const until = performance.now() + 10_000; (await changes()).length === before && performance.now() < until; )
      await sleep(20);
    expect(await source()).toBe('LIVE');
    server.douyin.rules.push.drops = 0.1;
  });

  it('are told once the platform answers again, and its failure is logged once', async () => {
    server.douyin.rules.push.drops = 1;
    const since = Math.floor(Date.now() / 1000) + 1;
    await sleep(1_100);
    server.douyin.faults.set([{ match: { operation: 'POST /afterSale/List' }, fault: 'business_code', code: 40004 }]);
    const pace = server.douyin.startPace({ everyMs: 3_600_000, seed: 13 });
    for (let act = 0; act < 60; act += 1) pace.step();
    pace.stop();
    await anInterval(since);
    const left = await missing(since);
    expect(left.length).toBeGreaterThan(0);
    expect(left.every((key) => key.includes(' AfterSale '))).toBe(true);
    await sleep(EVERY_MS);
    const warnings = server.logLines.filter((line) => line.includes('changes of a shop could not be read'));
    expect(warnings).toHaveLength(server.shops.length);
    server.douyin.faults.clear();
    for (const until = performance.now() + 30_000; (await missing(since)).length > 0 && performance.now() < until; )
      await sleep(100);
    expect(await missing(since)).toEqual([]);
    const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
    expect(text).toMatch(/shopgraph_reconciling_reads_total\{platform="DOUYIN",stream="orders",outcome="OK"\} \d+/);
    expect(text).toMatch(/shopgraph_reconciling_changes_total\{platform="DOUYIN",stream="after-sales"\} \d+/);
    expect(text).toMatch(/shopgraph_reconciling_behind_seconds [\d.]+/);
  });
});
