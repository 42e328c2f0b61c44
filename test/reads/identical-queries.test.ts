import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, start, type TestServer } from '../support/start.js';
import { post } from '../writes/kinds.js';
import { countCalls, LIST, metric, type StockedShop, stockedShop, untilMetric, untilWaiting } from './shop-list.js';

const WAITING = 'shopgraph_queries_waiting';
const CATEGORIES = 'GET /v2/ec/commodity/category/list';
/** Two calls make the list of a shop. */
const CALLS = 2;

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

const hold = (shop: StockedShop, operation = 'GET *') =>
  server.kuaizhan.faults.set([{ match: { operation, shop: shop.label }, fault: 'hold' }]);
const letGo = () => server.kuaizhan.faults.clear();

const ask = (shop: StockedShop, headers: Record<string, string> = {}, key = shop.apiKey): Promise<Answer> =>
  post(server, key, LIST, { id: shop.id }, headers);

/** A shop whose list was asked for once, so that the query's plan is kept. */
async function knownList(): Promise<StockedShop> {
  const shop = await stockedShop(server);
  await ask(shop);
  return shop;
}

const titleOf = ({ data }: Answer) => data?.shop.commodities.nodes[0].title;

describe('identical queries of one API key at the same time', () => {
  it('are executed once, and each has a request id, a charge and a trace of its own', async () => {
    const shop = await knownList();
    // A cold server takes longer to let all of them in than an execution may be joined.
    for (let times = 0; times < 20; times += 1) await ask(shop);
    const answered = 'shopgraph_operations_total{way="plan-cache"}';
    const before = [countCalls(server, shop), await metric(server, answered)] as const;
    hold(shop);
    const asked = Array.from({ length: 4 }, () => ask(shop, { 'x-shopgraph-trace': '1' }));
    await untilMetric(server, WAITING, 3);
    letGo();
    const answers = await Promise.all(asked);
    expect(countCalls(server, shop) - before[0]).toBe(CALLS);
    expect((await metric(server, answered)) - before[1]).toBe(4);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(titleOf(answers[0] as Answer)).toBe('first');
    expect(new Set(answers.map(({ extensions }) => extensions.requestId)).size).toBe(4);
    const charged = answers.map(({ extensions }) => extensions.cost.actual).sort((a, b) => b - a);
    expect([charged[0] - charged[1], charged[1] - charged[3]]).toEqual([20, 0]);
    const traces = answers.map(({ extensions }) => extensions.upstream);
    expect(traces.reduce((sum, { totalCalls }) => sum + totalCalls, 0)).toBe(CALLS);
    expect(traces.flatMap(({ calls }) => calls).filter(({ joined }) => joined === true)).toHaveLength(3 * CALLS);
    expect(await metric(server, WAITING)).toBe(0);
  });

  it('are executed apart for another key, other variables, another age, and for whoever wants no sharing', async () => {
    const [shop, other] = [await knownList(), await knownList()];
    const before = countCalls(server, shop) + countCalls(server, other);
    const reader = await server.makeKey(['shops:read']);
    server.kuaizhan.faults.set([{ match: { operation: 'GET *' }, fault: 'hold' }]);
    const asked = [
      ask(shop),
      ask(other),
      ask(shop, {}, reader),
      ask(shop, { 'cache-control': 'max-age=1' }),
      ask(shop, { 'cache-control': 'no-cache' }),
    ];
    // All but the last wait as readers; none as a query.
    await untilWaiting(server, 4 * CALLS);
    expect(await metric(server, WAITING)).toBe(0);
    letGo();
    for (const answer of await Promise.all(asked)) expect(titleOf(answer)).toBe('first');
    // Those with other scopes, and without sharing, have calls of their own.
    expect(countCalls(server, shop) + countCalls(server, other) - before).toBe(4 * CALLS);
  });

  it('do not join one that began before a write', async () => {
    const shop = await knownList();
    hold(shop, CATEGORIES);
    const older = ask(shop);
    await untilWaiting(server, 1);
    const rename = `mutation ($input: CommodityUpdateInput!) { commodityUpdate(input: $input) { userErrors { code } } }`;
    const input = { id: shop.commodityId, title: 'renamed' };
    expect((await post(server, shop.apiKey, rename, { input })).data?.commodityUpdate.userErrors).toEqual([]);
    const calls = countCalls(server, shop);
    const newer = ask(shop);
    for (let look = 0; look < 500 && countCalls(server, shop) < calls + CALLS; look += 1) await sleep(10);
    letGo();
    expect(titleOf(await newer)).toBe('renamed');
    expect(titleOf(await older)).toBe('first');
  });

  it('do not join one that began before a write of our own', async () => {
    const shop = await stockedShop(server);
    const named = 'query ($id: ID!) { shop(by: { id: $id }) { name commodities(first: 5) { nodes { title } } } }';
    const askNamed = () => post(server, shop.apiKey, named, { id: shop.id });
    await askNamed();
    hold(shop);
    const older = askNamed();
    await untilWaiting(server, 1);
    const rename = 'mutation ($input: ShopUpdateInput!) { shopUpdate(input: $input) { userErrors { code } } }';
    const input = { id: shop.id, name: 'renamed' };
    expect((await post(server, shop.apiKey, rename, { input })).data?.shopUpdate.userErrors).toEqual([]);
    const newer = askNamed();
    await sleep(100);
    letGo();
    expect((await newer).data?.shop.name).toBe('renamed');
    expect((await older).data?.shop.name).not.toBe('renamed');
  });

  it('are answered though the one that is executed is late', async () => {
    const shop = await knownList();
    hold(shop);
    const late = ask(shop, { 'x-deadline-ms': '1500' });
    await untilWaiting(server, CALLS);
    const other = ask(shop);
    await untilMetric(server, WAITING, 1);
    expect((await late).errors.map(({ extensions }) => extensions.code)).toEqual(Array(2).fill('DEADLINE_EXCEEDED'));
    letGo();
    expect(titleOf(await other)).toBe('first');
    expect((await other).errors).toEqual([]);
  });

  it('of one deadline get the same part of an answer when it passes', async () => {
    const shop = await knownList();
    hold(shop, CATEGORIES);
    const both = [ask(shop, { 'x-deadline-ms': '1500' }), ask(shop, { 'x-deadline-ms': '1500' })];
    for (const { data, errors } of await Promise.all(both)) {
      expect(data?.shop).toMatchObject({ commodities: { nodes: [{ title: 'first' }] }, commodityCategories: null });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['DEADLINE_EXCEEDED']);
    }
    letGo();
  });

  it('do not wait longer than their own deadline', async () => {
    const shop = await knownList();
    hold(shop);
    const patient = ask(shop);
    await untilWaiting(server, CALLS);
    const { data, errors } = await ask(shop, { 'x-deadline-ms': '300' });
    expect(errors.map(({ path }) => path[1]).sort()).toEqual(['commodities', 'commodityCategories']);
    expect(data?.shop).toEqual({ commodities: null, commodityCategories: null });
    letGo();
    expect(titleOf(await patient)).toBe('first');
  });
});
