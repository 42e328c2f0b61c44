import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, effectsOf, freshShop, KINDS, post, write } from './kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

const auditOf = async (shop: { id: string; apiKey: string }) => {
  const query =
    'query ($id: ID!) { shop(by: { id: $id }) { auditLog { nodes { action outcome actor nodeId requestId } } } }';
  const { data } = await post(server, shop.apiKey, query, { id: shop.id });
  return data.shop.auditLog.nodes as { action: string; outcome: string; nodeId: string; requestId: string }[];
};

describe.each(KINDS.map((kind) => [kind.mutation, kind] as const))('%s', (_name, kind) => {
  it('makes exactly its calls, answers the object and leaves an audit row', async () => {
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    const { answer, payload } = await write(server, shop, kind, input);
    expect(answer.errors).toEqual([]);
    expect(payload).toMatchObject({ userErrors: [], plan: null, replayed: false });
    const [subject] = Object.values(payload);
    expect(subject).not.toBeNull();
    expect(callsOf(server, shop)).toEqual(kind.calls);
    expect(answer.extensions.upstream.totalCalls).toBe(kind.calls.length);
    expect(effectsOf(server, shop, kind.effect)).toBe(1);
    expect(await auditOf(shop)).toEqual([
      expect.objectContaining({
        action: kind.mutation,
        outcome: 'OK',
        actor: 'Test admin',
        nodeId: expect.stringMatching(/^gid:/),
        requestId: answer.extensions.requestId,
      }),
    ]);
  });

  it('plans with the exact body and sends nothing when dry', async () => {
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    const dry = await write(server, shop, kind, input, { dryRun: true, idempotencyKey: 'dry' });
    expect(dry.answer.errors).toEqual([]);
    expect(callsOf(server, shop)).toEqual([]);
    expect(await auditOf(shop)).toEqual([]);
    const { plan } = dry.payload;
    expect(plan).toMatchObject({ totalCalls: kind.calls.length, totalCost: 10 * kind.calls.length });
    expect(plan.calls.map((call: { endpoint: string }) => call.endpoint)).toEqual(kind.calls);
    await write(server, shop, kind, input, { idempotencyKey: 'dry' });
    const sent = server.kuaizhan.journal.entries.find(
      ({ caller, operation }) => caller.label === shop.label && operation === kind.operation,
    );
    const texts = Object.entries(
      plan.calls.find((call: { endpoint: string }) => call.endpoint === kind.operation).body as object,
    ).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
    expect(Object.fromEntries(texts)).toEqual(sent?.params);
  });

  it('answers a repeat of its key from the journal, and refuses the key for another input', async () => {
    const shop = await freshShop(server);
    const { input, otherInput } = kind.prepare(server, shop);
    const options = { idempotencyKey: 'key 1' };
    const first = await write(server, shop, kind, input, options);
    const again = await write(server, shop, kind, input, options);
    expect(first.payload.userErrors).toEqual([]);
    expect(again.payload).toEqual({ ...first.payload, replayed: true });
    expect(callsOf(server, shop)).toEqual(kind.calls);
    const other = await write(server, shop, kind, otherInput, options);
    expect(other.payload.userErrors).toEqual([
      expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED', path: ['options', 'idempotencyKey'] }),
    ]);
    expect(callsOf(server, shop)).toEqual(kind.calls);
    expect((await write(server, shop, kind, otherInput, { idempotencyKey: 'key 2' })).payload.userErrors).toEqual([]);
    expect(effectsOf(server, shop, kind.effect)).toBe(2);
  });

  it('writes once for many that come at the same time with one key', async () => {
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    const asked = Array.from({ length: 8 }, () => write(server, shop, kind, input, { idempotencyKey: 'parallel' }));
    const answers = await Promise.all(asked);
    expect(answers.map(({ code }) => code)).toEqual(Array(8).fill(null));
    expect(answers.filter(({ payload }) => !payload.replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ payload }) => JSON.stringify({ ...payload, replayed: null }))).size).toBe(1);
    expect(effectsOf(server, shop, kind.effect)).toBe(1);
  });

  it('is refused to a suspended shop, and works again once it is resumed', async () => {
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    const suspend = (isSuspended: boolean) =>
      write(
        server,
        shop,
        { mutation: 'shopUpdate', inputType: 'ShopUpdateInput', subject: 'shop { status }' },
        { id: shop.id, isSuspended },
      );
    expect((await suspend(true)).payload['shop']).toEqual({ status: 'SUSPENDED' });
    const refused = await write(server, shop, kind, input);
    expect(refused.payload.userErrors).toEqual([
      expect.objectContaining({ __typename: 'AccessError', code: 'SHOP_SUSPENDED', shopId: shop.id }),
    ]);
    expect(callsOf(server, shop)).toEqual([]);
    expect((await suspend(false)).payload['shop']).toEqual({ status: 'ACTIVE' });
    expect((await write(server, shop, kind, input)).payload.userErrors).toEqual([]);
  });

  it('keeps a key per tenant: another tenant may use the same one', async () => {
    const [mine, theirs] = [await freshShop(server), await freshShop(server, 'Neighbour')];
    for (const shop of [mine, theirs]) {
      const { input } = kind.prepare(server, shop);
      const { payload } = await write(server, shop, kind, input, { idempotencyKey: 'shared' });
      expect(payload).toMatchObject({ userErrors: [], replayed: false });
      expect(effectsOf(server, shop, kind.effect)).toBe(1);
    }
  });

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
  ])('refuses an idempotency key that is %s', async (_case, idempotencyKey) => {
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    const { payload } = await write(server, shop, kind, input, { idempotencyKey });
    expect(payload.userErrors).toEqual([
      expect.objectContaining({
        __typename: 'InputError',
        code: 'INVALID_INPUT',
        path: ['options', 'idempotencyKey'],
        constraint: '1 to 255 characters',
      }),
    ]);
    expect(callsOf(server, shop)).toEqual([]);
  });
});
