import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { createExecutor } from '../../src/subgraph/execution/executor.js';
import { PlanCache } from '../../src/subgraph/plan-cache.js';
import { metric, stockedShop } from '../reads/shop-list.js';
import { startTinyGraph } from '../server/start-tiny-graph.js';
import { type Answer, start, type TestServer } from '../support/start.js';
import { callsOf, post } from '../writes/kinds.js';

const PLANNED = 'shopgraph_operations_total{way="plan-cache"}';
const ENGINE = 'shopgraph_operations_total{way="engine"}';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'demo', env: { INTROSPECTION: 'admin' } });
}, 30_000);
afterAll(() => server.stop());

const waysOf = async (): Promise<{ planned: number; engine: number }> => ({
  planned: await metric(server, PLANNED),
  engine: await metric(server, ENGINE),
});

/** What happened, and by which way the one operation of it went. */
async function way<T>(happening: () => Promise<T>): Promise<[result: T, way: 'plan-cache' | 'engine' | 'neither']> {
  const before = await waysOf();
  const result = await happening();
  const after = await waysOf();
  const [planned, engine] = [after.planned - before.planned, after.engine - before.engine];
  expect(planned + engine).toBeLessThanOrEqual(1);
  return [result, planned === 1 ? 'plan-cache' : engine === 1 ? 'engine' : 'neither'];
}

/** A text that was never asked before. */
let texts = 0;
const fresh = (query: string): string => {
  texts += 1;
  return `# ${texts}\n${query}`;
};

const codesOf = ({ status, errors }: Answer): unknown[] => [status, ...errors.map(({ extensions }) => extensions.code)];
/** An answer without what differs from request to request. */
const bodyOf = ({ text, headers }: Answer): unknown => {
  const { extensions: _, ...body } = JSON.parse(text.replaceAll(headers.get('x-request-id') ?? '?', 'id'));
  return body;
};

describe('a query seen before', () => {
  it('is answered by its plan, with the same data, cost and upstream calls', async () => {
    const query = fresh('query Mine($n: Int!) { shops(first: $n) { nodes { id name commodityCount } } }');
    const [first, firstWay] = await way(() => server.ask(query, { n: 2 }));
    const firstCalls = server.calls();
    const [second, secondWay] = await way(() => server.ask(query, { n: 2 }));
    expect([firstWay, secondWay]).toEqual(['engine', 'plan-cache']);
    expect([second.status, second.data, second.errors]).toEqual([first.status, first.data, []]);
    expect(server.calls()).toEqual(firstCalls);
    const { requested, actual } = first.extensions.cost;
    expect(second.extensions).toMatchObject({ cost: { requested, actual }, upstream: { totalCalls: 2 } });
    for (const header of ['content-type', 'cache-control'])
      expect(second.headers.get(header)).toBe(first.headers.get(header));
  });

  it('is logged and measured like any other', async () => {
    const query = fresh('query Logged { viewer { name } }');
    await server.ask(query);
    const duration = 'shopgraph_operation_duration_seconds_count{type="query",outcome="OK"}';
    const before = await metric(server, duration);
    const headers = { 'x-request-id': 'plan-log-1', 'apollographql-client-name': 'till' };
    const [, taken] = await way(() => server.ask(query, {}, { headers }));
    expect([taken, await metric(server, duration)]).toEqual(['plan-cache', before + 1]);
    expect(await metric(server, 'shopgraph_operations_in_flight')).toBe(0);
    const lines = server.logLines.map((line) => JSON.parse(line)).filter((line) => line.requestId === 'plan-log-1');
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ msg: 'operation', type: 'query', operation: 'Logged', client: 'till', upstreamCalls: 0, errors: [] },
        tenant: server.tenantId,
      }),
    ]);
  });

  it('opens nothing to a key that was revoked since', async () => {
    const { id, key } = await server.foundation.apiKeys.create({
      ...{ tenantId: server.tenantId, name: 'short-lived', scopes: ['shops:read'], shopGrants: null },
    });
    const query = fresh('{ shops { nodes { id } } }');
    await post(server, key, query);
    expect((await way(() => post(server, key, query)))[1]).toBe('plan-cache');
    await server.foundation.apiKeys.revoke(id);
    // A key that was checked a moment ago may open for another second.
    let answer = await post(server, key, query);
    for (let tries = 0; answer.status === 200 && tries < 60; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await post(server, key, query);
    }
    expect([...codesOf(answer), answer.data]).toEqual([401, 'UNAUTHENTICATED', null]);
  });

  it('refuses a key without the scope as it would at first sight, though another key of the tenant was let in', async () => {
    const inner = '{ shops(first: 1) { nodes { id proxy { isEnabled } } } }';
    const query = fresh(inner);
    const weak = await server.makeKey(['shops:read']);
    expect(codesOf(await server.ask(query))).toEqual([200]);
    const [refused, taken] = await way(() => post(server, weak, query));
    const [unseen, unseenWay] = await way(() => post(server, weak, fresh(inner)));
    expect([taken, unseenWay, codesOf(refused)]).toEqual(['plan-cache', 'engine', [200, 'PERMISSION_DENIED']]);
    expect(bodyOf(refused)).toEqual(bodyOf(unseen));
  });

  it("shows nothing of another tenant's shop, and asks nothing for it", async () => {
    const theirs = await stockedShop(server);
    const { key } = await server.addTenant('Neighbour', []);
    const query = fresh('query ($id: ID!) { shop(by: { id: $id }) { id commodityCount } }');
    expect((await server.ask(query, { id: theirs.id })).data.shop.id).toBe(theirs.id);
    const calls = callsOf(server, theirs).length;
    const [foreign, taken] = await way(() => post(server, key, query, { id: theirs.id }));
    const missing = await post(server, key, query, { id: theirs.id.replaceAll(theirs.key, 'szzzzzzz') });
    expect([taken, foreign.data, foreign.errors]).toEqual(['plan-cache', { shop: null }, []]);
    expect(bodyOf(foreign)).toEqual(bodyOf(missing));
    expect(callsOf(server, theirs)).toHaveLength(calls);
  });

  it('is charged by the variables of this request, and refused when they make it too dear', async () => {
    const inner = `query ($n: Int!) {
      shops(first: $n) { nodes { commodities(first: 100) { nodes { id variants { id } categories { id } } } } }
    }`;
    const query = fresh(inner);
    const key = await server.makeKey(['shops:read']);
    const first = await post(server, key, query, { n: 1 });
    expect(codesOf(first)).toEqual([200]);
    server.kuaizhan.journal.clear();
    const dear = await post(server, key, query, { n: 100 });
    const unseen = await post(server, key, fresh(inner), { n: 100 });
    expect([codesOf(dear), dear.data]).toEqual([[200, 'COST_LIMIT_EXCEEDED'], null]);
    expect(bodyOf(dear)).toEqual(bodyOf(unseen));
    expect(dear.extensions.cost.requested).toBe(unseen.extensions.cost.requested);
    expect(server.kuaizhan.journal.entries).toEqual([]);
    const [second, taken] = await way(() => post(server, key, query, { n: 2 }));
    expect([taken, codesOf(second)]).toEqual(['plan-cache', [200]]);
    expect(second.extensions.cost.requested).toBeGreaterThan(first.extensions.cost.requested);
  });

  it('refuses variables that do not fit with 400, in the words of first sight', async () => {
    const inner = 'query ($n: Int!) { shops(first: $n) { nodes { id } } }';
    const query = fresh(inner);
    await server.ask(query, { n: 1 });
    for (const variables of [{}, { n: 'canary-many' }, { n: null }, { n: 1.5 }]) {
      const [seen, unseen] = [await server.ask(query, variables), await server.ask(fresh(inner), variables)];
      expect(codesOf(seen)).toEqual([400, 'INVALID_INPUT']);
      expect(bodyOf(seen)).toEqual(bodyOf(unseen));
      expect(seen.text).not.toContain('canary');
    }
  });

  it('ends at the deadline of this request', async () => {
    const shop = await stockedShop(server);
    const query = fresh('query ($id: ID!) { shop(by: { id: $id }) { id commodityCount } }');
    await post(server, shop.apiKey, query, { id: shop.id });
    const operation = 'GET /v2/ec/commodity/count';
    server.kuaizhan.faults.set([{ match: { operation, shop: shop.shopId }, fault: 'stall' }]);
    const headers = { 'x-deadline-ms': '200' };
    const [late, taken] = await way(() => post(server, shop.apiKey, query, { id: shop.id }, headers));
    server.kuaizhan.faults.set([]);
    expect([taken, codesOf(late)]).toEqual(['plan-cache', [200, 'DEADLINE_EXCEEDED']]);
    expect(late.data).toEqual({ shop: { id: shop.id, commodityCount: null } });
  });

  it('asks no further when the client leaves', async () => {
    const shop = await stockedShop(server);
    const query = fresh('query ($id: ID!) { shop(by: { id: $id }) { commodityCount } }');
    await post(server, shop.apiKey, query, { id: shop.id });
    const operation = 'GET /v2/ec/commodity/count';
    server.kuaizhan.faults.set([{ match: { operation, shop: shop.shopId }, fault: 'stall' }]);
    const before = callsOf(server, shop).length;
    const [planned, leaving] = [await metric(server, PLANNED), new AbortController()];
    const asked = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.apiKey}` },
      body: JSON.stringify({ query, variables: { id: shop.id } }),
      signal: leaving.signal,
    }).catch(() => 'left');
    const last = () => server.kuaizhan.journal.entries.filter(({ caller }) => caller.label === shop.label).at(-1);
    await until(() => callsOf(server, shop).length > before);
    leaving.abort();
    expect(await asked).toBe('left');
    await until(() => last()?.outcome === 'abandoned');
    server.kuaizhan.faults.set([]);
    await until(async () => (await metric(server, PLANNED)) === planned + 1);
    expect(callsOf(server, shop)).toHaveLength(before + 1);
  });

  it('shows the schema to nobody who may not see it', async () => {
    const query = fresh('{ __schema { queryType { name } } }');
    const reader = await server.makeKey(['shops:read']);
    expect((await server.ask(query)).data.__schema.queryType.name).toBe('Query');
    for (let time = 0; time < 2; time += 1)
      expect(codesOf(await post(server, reader, query))).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('answers under the name it was asked by, and under no other', async () => {
    const query = fresh('query One { viewer { name } } query Two { __typename } mutation Three { __typename }');
    const named = (operationName?: string) =>
      way(() => server.ask(query, {}, operationName === undefined ? {} : { operationName }));
    const [one] = await named('One');
    expect(one.data).toEqual({ viewer: { name: expect.any(String) } });
    const seen = [
      await named('One'),
      await named('Two'),
      await named('Two'),
      await named('Three'),
      await named('Three'),
    ];
    expect(seen.map(([{ data }, taken]) => [Object.keys(data), taken])).toEqual([
      [['viewer'], 'plan-cache'],
      [['__typename'], 'engine'],
      [['__typename'], 'plan-cache'],
      [['__typename'], 'engine'],
      [['__typename'], 'engine'],
    ]);
    for (const name of [undefined, 'Four', 'one', 'One '])
      expect([name, codesOf((await named(name))[0])]).toEqual([name, [400, 'INVALID_INPUT']]);
  });

  it("is no more than a text: the same with another space is a new one, and a mutation is always the engine's", async () => {
    const query = fresh('{ viewer { name } }');
    await server.ask(query);
    expect((await way(() => server.ask(`${query} `)))[1]).toBe('engine');
    const write = fresh(
      'mutation { shopUpdate(input: { id: "gid://v1/Shop/szzzzzzz/szzzzzzz" }) { userErrors { code } } }',
    );
    for (let time = 0; time < 2; time += 1) expect((await way(() => server.ask(write)))[1]).toBe('engine');
  });
});

describe('a query seen before, and a budget used up', () => {
  it('is answered 429 with Retry-After, as at first sight', async () => {
    const graph = await startTinyGraph({ costLimits: { capacity: 100, perRequest: 80, restoreRate: 0.01 } });
    try {
      const query = 'query ($cost: Int, $ms: Int) { wait(cost: $cost, ms: $ms) }';
      const ask = (cost: number, ms: number, text = query) => graph.post({ query: text, variables: { cost, ms } });
      expect((await ask(1, 0)).status).toBe(200);
      const held = ask(80, 1_500);
      // Costs are taken when an operation is let in: as soon as this is refused, the other one is running.
      let refused = await ask(30, 0);
      for (let tries = 0; refused.status === 200 && tries < 100; tries += 1) refused = await ask(30, 0);
      const unseen = await ask(30, 0, `${query} `);
      for (const answer of [refused, unseen]) {
        expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
        const { errors, data } = (await answer.json()) as Record<string, unknown>;
        expect([errors, data]).toEqual([
          [expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) })],
          undefined,
        ]);
      }
      expect((await held).status).toBe(200);
      expect(await (await fetch(`${graph.adminUrl}/metrics`)).text()).toMatch(/way="plan-cache"\} [1-9]/);
    } finally {
      await graph.stop();
    }
  });
});

describe('the plan cache', () => {
  const planOf = createExecutor(buildSchema('type Query { a: Int } type Mutation { b: Int }')).planOf;
  const document = parse('query A { a } mutation B { b }');

  it('keeps a thousand operations and forgets the one unused for longest', () => {
    const plans = new PlanCache(planOf);
    for (let index = 0; index < 1_000; index += 1) plans.remember(`text ${index}`, 'A', document);
    expect(plans.find('text 0', 'A')).toBeDefined();
    plans.remember('text 1000', 'A', document);
    expect(['text 0', 'text 1', 'text 2', 'text 1000'].map((text) => plans.find(text, 'A') !== undefined)).toEqual([
      ...[true, false, true, true],
    ]);
  });

  it('counts the characters of texts: long ones push out others', () => {
    const plans = new PlanCache(planOf);
    const long = (index: number): string => `${index}${'x'.repeat(256 * 1024)}`;
    plans.remember('short', 'A', document);
    for (let index = 0; index < 20; index += 1) plans.remember(long(index), 'A', document);
    const kept = Array.from({ length: 20 }, (_, index) => index).filter((index) => plans.find(long(index), 'A'));
    expect(plans.find('short', 'A')).toBeUndefined();
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThanOrEqual(16);
    expect(kept.at(-1)).toBe(19);
  });

  it('keeps names and texts apart, and neither mutations nor what has no plan', () => {
    const plans = new PlanCache(planOf);
    plans.remember('bc', 'A', document);
    plans.remember('text', 'B', document);
    plans.remember('text', 'Nobody', document);
    plans.remember('text', undefined, document);
    const found = [
      ['bc', 'A'],
      ['c', 'Ab'],
      ['Abc', ''],
      ['bc', undefined],
      ['text', 'B'],
      ['text', 'Nobody'],
    ] as const;
    expect(found.map(([text, name]) => plans.find(text, name) !== undefined)).toEqual([true, ...Array(5).fill(false)]);
  });
});

/** Waits for what happens elsewhere; a busy machine takes its time. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never came');
}
