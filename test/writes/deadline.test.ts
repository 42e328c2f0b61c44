import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, effectsOf, freshShop, KINDS, post, write } from './kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterEach(() => server.kuaizhan.faults.clear());
afterAll(() => server.stop());

const DEADLINE_MS = 1_000;
const DEADLINE = { 'x-deadline-ms': String(DEADLINE_MS) };
/** Reliability section 9 allows 250 ms; twice that, since asker, server and stand-in share one thread here. */
const LATE_MS = 500;

/** Waits until the write under a key has an outcome on disk. */
async function journalled(mutation: string, key: string): Promise<string | undefined> {
  const { journal } = server.foundation.store;
  for (let tries = 0; tries < 100; tries += 1) {
    const state = (await journal.find(server.tenantId, mutation, key))?.state;
    if (state !== 'PENDING' && state !== 'SENT') return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return undefined;
}

describe('at the deadline of the request', () => {
  it.each(KINDS.map((kind) => [kind.mutation, kind] as const))(
    'a %s that was sent answers OUTCOME_UNKNOWN, and is finished and journalled behind the answer',
    async (_name, kind) => {
      const shop = await freshShop(server);
      const { input } = kind.prepare(server, shop);
      const options = { idempotencyKey: `late ${shop.key}` };
      server.kuaizhan.faults.set([{ match: { operation: kind.operation, shop: shop.shopId }, fault: 'hold' }]);
      const startedAt = performance.now();
      const { payload, code } = await write(server, shop, kind, input, options, DEADLINE);
      const tookMs = performance.now() - startedAt;
      expect(code).toBe('OUTCOME_UNKNOWN');
      expect(payload.userErrors[0]).toMatchObject({ retryable: false });
      expect(Object.values(payload)[0]).toBeNull();
      expect(tookMs).toBeGreaterThanOrEqual(DEADLINE_MS - 20);
      expect(tookMs).toBeLessThan(DEADLINE_MS + LATE_MS);
      server.kuaizhan.faults.clear();
      expect(await journalled(kind.mutation, options.idempotencyKey)).toBe('SUCCEEDED');
      const again = await write(server, shop, kind, input, options);
      expect(again.payload).toMatchObject({ userErrors: [], replayed: true });
      expect(Object.values(again.payload)[0]).not.toBeNull();
      expect(effectsOf(server, shop, kind.effect)).toBe(1);
    },
  );

  it('a write still waiting for its turn answers DEADLINE_EXCEEDED, and is never sent', async () => {
    const shop = await freshShop(server);
    const [kind] = KINDS.filter(({ mutation }) => mutation === 'commodityUpdate');
    if (kind === undefined) throw new Error('no kind');
    const { input, otherInput } = kind.prepare(server, shop);
    server.kuaizhan.faults.set([{ match: { operation: kind.operation, shop: shop.shopId }, fault: 'hold' }]);
    const first = write(server, shop, kind, input);
    await server.kuaizhan.faults.whenHeld();
    const startedAt = performance.now();
    const options = { idempotencyKey: 'waiting its turn' };
    const { payload } = await write(server, shop, kind, otherInput, options, DEADLINE);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + LATE_MS);
    expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'DEADLINE_EXCEEDED', retryable: true })]);
    server.kuaizhan.faults.clear();
    expect((await first).code).toBeNull();
    expect(effectsOf(server, shop, kind.effect)).toBe(1);
    expect((await write(server, shop, kind, otherInput, options)).payload).toMatchObject({
      userErrors: [],
      replayed: false,
    });
  });

  it('a write whose version is still being read answers DEADLINE_EXCEEDED, and is never sent', async () => {
    const shop = await freshShop(server);
    const [kind] = KINDS.filter(({ mutation }) => mutation === 'commodityDelete');
    if (kind === undefined) throw new Error('no kind');
    const { input } = kind.prepare(server, shop);
    server.kuaizhan.faults.set([{ match: { operation: 'GET *', shop: shop.shopId }, fault: 'hold' }]);
    const startedAt = performance.now();
    const { code } = await write(
      server,
      shop,
      kind,
      input,
      { expectedVersion: 'v', idempotencyKey: 'reading' },
      DEADLINE,
    );
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + LATE_MS);
    expect(code).toBe('DEADLINE_EXCEEDED');
    server.kuaizhan.faults.clear();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(callsOf(server, shop)).toEqual(['GET /v2/ec/commodity/info']);
    expect((await write(server, shop, kind, input, { idempotencyKey: 'reading' })).payload).toMatchObject({
      userErrors: [],
      replayed: false,
    });
  });

  it('a repeat of a write that still runs answers IDEMPOTENCY_IN_PROGRESS or the deadline, and writes nothing', async () => {
    const shop = await freshShop(server);
    const [kind] = KINDS;
    if (kind === undefined) throw new Error('no kind');
    const { input } = kind.prepare(server, shop);
    const options = { idempotencyKey: 'still running' };
    server.kuaizhan.faults.set([{ match: { operation: kind.operation, shop: shop.shopId }, fault: 'hold' }]);
    const first = write(server, shop, kind, input, options);
    await server.kuaizhan.faults.whenHeld();
    const { code } = await write(server, shop, kind, input, options, DEADLINE);
    expect(['IDEMPOTENCY_IN_PROGRESS', 'DEADLINE_EXCEEDED']).toContain(code);
    server.kuaizhan.faults.clear();
    expect((await first).payload).toMatchObject({ userErrors: [], replayed: false });
    expect(effectsOf(server, shop, kind.effect)).toBe(1);
  });

  it('a write done in the same request keeps its answer when a later one is late', async () => {
    const shop = await freshShop(server);
    const { kuaizhan } = server;
    const [done, late] = ['done', 'late'].map((title) =>
      shop.gid('Commodity', kuaizhan.addCommodity({ shopId: shop.shopId, title }).id),
    );
    const update = 'POST /v2/ec/commodity/update';
    kuaizhan.faults.set([{ match: { operation: update, shop: shop.shopId, nth: 2 }, fault: 'hold' }]);
    const query = `mutation ($done: ID!, $late: ID!) {
      done: commodityUpdate(input: { id: $done, title: "a" }) { commodity { title } userErrors { code } }
      late: commodityUpdate(input: { id: $late, title: "b" }) { commodity { title } userErrors { code } }
      never: commodityDelete(input: { id: $done }) { deletedId userErrors { code } } }`;
    const { data, errors } = await post(server, shop.apiKey, query, { done, late }, DEADLINE);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      done: { commodity: { title: 'a' }, userErrors: [] },
      late: { commodity: null, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] },
      never: { deletedId: null, userErrors: [{ code: 'DEADLINE_EXCEEDED' }] },
    });
    kuaizhan.faults.clear();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(effectsOf(server, shop, 'commodity.delete')).toBe(0);
  });
});

describe('when the client leaves', () => {
  it('a write that was sent is finished and journalled all the same', async () => {
    const shop = await freshShop(server);
    const [kind] = KINDS;
    if (kind === undefined) throw new Error('no kind');
    const { input } = kind.prepare(server, shop);
    const options = { idempotencyKey: 'left alone' };
    server.kuaizhan.faults.set([{ match: { operation: kind.operation, shop: shop.shopId }, fault: 'hold' }]);
    const leaving = new AbortController();
    const asked = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.apiKey}` },
      body: JSON.stringify({
        query: `mutation ($input: ${kind.inputType}!, $options: WriteOptions) { ${kind.mutation}(input: $input, options: $options) { replayed } }`,
        variables: { input, options },
      }),
      signal: leaving.signal,
    }).catch(() => 'left');
    await server.kuaizhan.faults.whenHeld();
    leaving.abort();
    expect(await asked).toBe('left');
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.kuaizhan.faults.clear();
    expect(await journalled(kind.mutation, options.idempotencyKey)).toBe('SUCCEEDED');
    expect((await write(server, shop, kind, input, options)).payload).toMatchObject({ userErrors: [], replayed: true });
    expect(effectsOf(server, shop, kind.effect)).toBe(1);
  });
});
