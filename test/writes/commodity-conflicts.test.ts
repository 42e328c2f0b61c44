import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, effectsOf, freshShop, post, type WritableShop, type Written, write } from './kinds.js';

let server: TestServer;
let shop: WritableShop;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

const COMMODITY = 'commodity { id version title isOnline }';
const CREATE = { mutation: 'commodityCreate', inputType: 'CommodityCreateInput', subject: COMMODITY };
const UPDATE = { mutation: 'commodityUpdate', inputType: 'CommodityUpdateInput', subject: COMMODITY };
const DELETE = { mutation: 'commodityDelete', inputType: 'CommodityDeleteInput', subject: 'deletedId shop { id }' };

const UPDATED = 'POST /v2/ec/commodity/update';
const INFO = 'GET /v2/ec/commodity/info';

const create = (input: object, options: object | null = null) =>
  write(server, shop, CREATE, { shopId: shop.id, title: 'tea', ...input }, options);
const update = (input: object, options: object | null = null) => write(server, shop, UPDATE, input, options);
const single = (amount: string, stock = 5) => ({ single: { price: { amount }, stock } });
const paths = ({ payload }: Written) => payload.userErrors.map(({ code, path }) => [code, path.join('.')]);
const add = (draft: object = {}): string =>
  shop.gid('Commodity', server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'old', price: 9, ...draft }).id);

describe('expectedVersion', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });
  const versionOf = async (id: string) =>
    (await post(server, shop.apiKey, 'query ($id: ID!) { commodity(id: $id) { version } }', { id })).data.commodity
      .version as string;

  it('lets the write through while the object is at it', async () => {
    const id = add();
    const before = callsOf(server, shop).length;
    const expectedVersion = await versionOf(id);
    const { payload } = await update({ id, title: 'changed' }, { expectedVersion });
    expect(payload).toMatchObject({ userErrors: [], commodity: { title: 'changed' } });
    expect(payload['commodity'].version).not.toBe(expectedVersion);
    expect(callsOf(server, shop).slice(before + 1)).toEqual([INFO, UPDATED, INFO]);
  });

  it.each([
    ['update', UPDATE, { title: 'mine' }, 'commodity.update'],
    ['delete', DELETE, {}, 'commodity.delete'],
  ])('stops a %s of what has moved, and tells the present one', async (_case, kind, more, effect) => {
    const id = add();
    const stale = await versionOf(id);
    await update({ id, title: 'theirs' });
    const effects = effectsOf(server, shop, effect);
    const refused = await write(server, shop, kind, { id, ...more }, { expectedVersion: stale });
    expect(refused.payload.userErrors).toEqual([
      expect.objectContaining({
        __typename: 'StateError',
        code: 'CONFLICT',
        path: ['options', 'expectedVersion'],
        nodeId: id,
        currentVersion: await versionOf(id),
      }),
    ]);
    expect(effectsOf(server, shop, effect)).toBe(effects);
    const { currentVersion } = refused.payload.userErrors[0];
    const again = await write(server, shop, kind, { id, ...more }, { expectedVersion: currentVersion });
    expect(again.payload.userErrors).toEqual([]);
  });

  it.each([
    ['update', UPDATE, { title: 'once' }],
    ['delete', DELETE, {}],
  ])('does not stand between a repeated %s and its stored answer', async (_case, kind, more) => {
    const id = add();
    const options = { expectedVersion: await versionOf(id), idempotencyKey: `versioned ${kind.mutation}` };
    const first = await write(server, shop, kind, { id, ...more }, options);
    const calls = callsOf(server, shop).length;
    const again = await write(server, shop, kind, { id, ...more }, options);
    expect(first.payload.userErrors).toEqual([]);
    expect(again.payload).toEqual({ ...first.payload, replayed: true });
    expect(callsOf(server, shop).length).toBe(calls);
  });

  it('frees the key of a write it stopped', async () => {
    const id = add();
    const idempotencyKey = 'conflicting';
    const stopped = await update({ id, title: 'x' }, { expectedVersion: 'no such', idempotencyKey });
    expect(stopped.code).toBe('CONFLICT');
    expect(
      (await update({ id, title: 'x' }, { expectedVersion: await versionOf(id), idempotencyKey })).payload,
    ).toMatchObject({ userErrors: [], replayed: false });
  });

  it('has no meaning for a creation', async () => {
    expect(paths(await create({ goods: single('1') }, { expectedVersion: 'v' }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'options.expectedVersion'],
    ]);
  });

  it('is read in the plan of a dry run, too', async () => {
    const { payload } = await update({ id: add(), title: 'x' }, { dryRun: true, expectedVersion: 'v' });
    expect(payload['plan'].calls.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([INFO, UPDATED, INFO]);
  });
});

describe('one request with several writes', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });

  it('reads after each of them what it made', async () => {
    const [kept, gone] = [add(), add()];
    const query = `mutation ($kept: ID!, $gone: ID!, $shop: ID!) {
      first: commodityUpdate(input: { id: $kept, title: "renamed", isOnline: true }) {
        commodity { title shop { commodityCount commodities { nodes { id title } } } } }
      second: commodityDelete(input: { id: $gone }) { deletedId shop { commodityCount commodities { nodes { id title } } } }
      third: commodityCreate(input: { shopId: $shop, title: "third", isOnline: true,
        goods: { single: { price: { amount: "1" }, stock: 1 } } }) {
        commodity { shop { commodityCount commodities { nodes { title } } } } }
    }`;
    const { data, errors } = await post(server, shop.apiKey, query, { kept, gone, shop: shop.id });
    expect(errors).toEqual([]);
    const titles = (where: { commodities: { nodes: { title: string }[] } }) =>
      where.commodities.nodes.map(({ title }) => title).sort();
    expect([data.first.commodity.shop.commodityCount, titles(data.first.commodity.shop)]).toEqual([
      2,
      ['old', 'renamed'],
    ]);
    expect([data.second.shop.commodityCount, titles(data.second.shop)]).toEqual([1, ['renamed']]);
    expect([data.third.commodity.shop.commodityCount, titles(data.third.commodity.shop)]).toEqual([
      2,
      ['renamed', 'third'],
    ]);
  });

  it('goes on after one that is refused', async () => {
    const id = add();
    const query = `mutation ($id: ID!) {
      bad: commodityUpdate(input: { id: $id, title: "" }) { userErrors { code path } commodity { id } }
      good: commodityUpdate(input: { id: $id, title: "fine" }) { userErrors { code } commodity { title } }
    }`;
    const { data } = await post(server, shop.apiKey, query, { id });
    expect(data).toEqual({
      bad: { userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'title'] }], commodity: null },
      good: { userErrors: [], commodity: { title: 'fine' } },
    });
  });
});

describe('a write', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });

  it('waits for the one before it to the same commodity, not for one to another', async () => {
    const [same, other] = [add(), add()];
    const { faults } = server.kuaizhan;
    faults.set([{ match: { operation: UPDATED, shop: shop.shopId, nth: 1 }, fault: 'hold' }]);
    const first = update({ id: same, title: 'first' });
    await faults.whenHeld();
    const second = update({ id: same, title: 'second' });
    expect((await update({ id: other, title: 'aside' })).payload.userErrors).toEqual([]);
    expect(callsOf(server, shop).filter((call) => call === UPDATED)).toHaveLength(2);
    faults.clear();
    expect((await first).payload['commodity'].title).toBe('first');
    expect((await second).payload['commodity'].title).toBe('second');
  });

  it('stands when reading it back fails: the field is null with an error, and a repeat has the object', async () => {
    const id = add();
    await post(server, shop.apiKey, 'query ($id: ID!) { node(id: $id) { id } }', { id });
    server.kuaizhan.faults.set([{ match: { operation: INFO, shop: shop.shopId }, fault: 'http_status', status: 503 }]);
    const options = { idempotencyKey: 'unread' };
    const { answer, payload } = await update({ id, title: 'written' }, options);
    expect(payload).toMatchObject({ commodity: null, userErrors: [], replayed: false });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['result', 'commodity'],
        extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', shopId: shop.id }),
      }),
    ]);
    server.kuaizhan.faults.clear();
    const again = await update({ id, title: 'written' }, options);
    expect(again.payload).toMatchObject({ commodity: { title: 'written' }, userErrors: [], replayed: true });
    expect(effectsOf(server, shop, 'commodity.update')).toBe(4);
  });

  it('that the platform takes and does not carry out is no success', async () => {
    const id = add();
    server.kuaizhan.faults.set([
      { match: { operation: UPDATED, shop: shop.shopId }, phase: 'before_effect', fault: 'missing_data' },
    ]);
    const { payload } = await update({ id, title: 'ignored' });
    server.kuaizhan.faults.clear();
    expect(payload.userErrors).toEqual([
      expect.objectContaining({ __typename: 'UpstreamError', code: 'UPSTREAM_REJECTED', path: ['input'] }),
    ]);
    expect(payload.userErrors[0].message).toContain('title');
    expect(payload['commodity'].title).toBe('old');
  });

  it('to a commodity that is not there is NOT_FOUND', async () => {
    const id = shop.gid('Commodity', 'Vxxxxxxxxxxxxxxx');
    for (const kind of [UPDATE, DELETE]) {
      const { payload } = await write(server, shop, kind, kind === UPDATE ? { id, title: 'x' } : { id });
      expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'NOT_FOUND' })]);
    }
  });

  it('to the id of another type is NOT_FOUND, and nothing is sent', async () => {
    const before = callsOf(server, shop).length;
    for (const id of [shop.gid('CommodityCategory', 'x'), shop.id, 'x', ''])
      expect((await update({ id, title: 'x' })).code).toBe('NOT_FOUND');
    expect(callsOf(server, shop).length).toBe(before);
  });

  it("never reaches another shop's commodity through its own id, though one token opens both", async () => {
    const { kuaizhan } = server;
    const sister = kuaizhan.addShop({ siteId: Number(shop.siteId), token: shop.accessToken, title: 'sister' });
    const { accessToken, siteId } = shop;
    await server.addTenant('Test', [{ name: 'sister', accessToken, siteId, shopId: sister.id }]);
    const theirs = kuaizhan.addCommodity({ shopId: sister.id, title: 'theirs' });
    const id = shop.gid('Commodity', theirs.id);
    const effects = kuaizhan.journal.effects.length;
    for (const kind of [UPDATE, DELETE]) {
      const { payload } = await write(server, shop, kind, kind === UPDATE ? { id, title: 'stolen' } : { id });
      expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'NOT_FOUND', path: ['input', 'id'] })]);
    }
    expect(kuaizhan.journal.effects.length).toBe(effects);
    expect(kuaizhan.state.commodities.get(theirs.id)?.title).toBe('theirs');
    const mine = add();
    expect((await write(server, shop, DELETE, { id: mine }, { idempotencyKey: 'shared access' })).code).toBeNull();
    const again = await write(server, shop, DELETE, { id: mine }, { idempotencyKey: 'shared access' });
    expect(again.payload).toMatchObject({ userErrors: [], replayed: true, deletedId: mine });
  });

  it('takes no category of another shop, and nothing is sent', async () => {
    const other = await freshShop(server);
    const category = server.kuaizhan.addCategory({ shopId: other.shopId, title: 'theirs' });
    const before = callsOf(server, shop).length;
    for (const id of [other.gid('CommodityCategory', category.id), shop.gid('Commodity', 'x'), 'x']) {
      expect(paths(await create({ goods: single('1'), categoryIds: [id] }))).toEqual([
        ['INVALID_INPUT', 'input.categoryIds.0'],
      ]);
    }
    expect(callsOf(server, shop).length).toBe(before);
  });
});
