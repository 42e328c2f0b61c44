import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const SHELF = `mutation($input: ProductOnlineSetInput!, $options: WriteOptions) {
  productOnlineSet(input: $input, options: $options) {
    product { id isOnline version } replayed
    userErrors { code message path retryable }
    plan { calls { endpoint body } }
  }
}`;
const DELETE = `mutation($input: ProductDeleteInput!, $options: WriteOptions) {
  productDelete(input: $input, options: $options) {
    deletedId shop { id } replayed
    userErrors { code message path }
    plan { calls { endpoint body } }
  }
}`;

const ON = 'POST /product/setOnline';
const OFF = 'POST /product/setOffline';
const DEL = 'POST /product/del';
const EDIT = 'POST /product/editV2';
const DETAIL = 'POST /product/detail';

describe('writes to products of Douyin', () => {
  let server: DouyinServer;
  let shop: string;
  let products: { id: string; version: string; native: { id: string } }[];
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shop = server.shops[0]?.id ?? '';
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    server.douyin.faults.clear();
    server.douyin.rules.setOnline = true;
    const { data } = await server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { products(first: 5, filter: { isOnline: true, reviewStatus: PASSED }) { nodes { id version native { id } } } } }',
      { shop },
    );
    products = data.shop.products.nodes;
  });

  const write = async (mutation: string, input: object, options: object | null = null, key?: string) => {
    const answer = await server.ask(mutation, { input, options }, key === undefined ? {} : { key });
    return { ...answer, payload: answer.data?.productOnlineSet ?? answer.data?.productDelete };
  };
  const effects = () => server.douyin.journal.entries.flatMap((entry) => entry.effects.map(({ kind }) => kind));
  const id = (at = 0): string => products[at]?.id ?? '';

  it('take a product off the shelf and put it back, each read back', async () => {
    const off = await write(SHELF, { id: id(), isOnline: false });
    expect(off.payload).toMatchObject({ product: { id: id(), isOnline: false }, userErrors: [], replayed: false });
    expect(server.calls()).toEqual([OFF, DETAIL]);
    const on = await write(SHELF, { id: id(), isOnline: true });
    expect(on.payload.userErrors).toEqual([]);
    expect(server.calls()).toEqual([ON, DETAIL]);
  });

  it('are a success for a product that is where it is to be', async () => {
    await write(SHELF, { id: id(), isOnline: false });
    const again = await write(SHELF, { id: id(), isOnline: false });
    expect(again.payload).toMatchObject({ product: { isOnline: false }, userErrors: [] });
  });

  it('relist by an edit where the platform has no call for the shelf, and remember that', async () => {
    await write(SHELF, { id: id(0), isOnline: false });
    await write(SHELF, { id: id(1), isOnline: false });
    server.douyin.rules.setOnline = false;
    expect((await write(SHELF, { id: id(0), isOnline: true })).payload.userErrors).toEqual([]);
    expect(server.calls()).toEqual([ON, EDIT, DETAIL]);
    expect((await write(SHELF, { id: id(1), isOnline: true })).payload.userErrors).toEqual([]);
    expect(server.calls()).toEqual([EDIT, DETAIL]);
    // There already: the edit of nothing is refused for that, and it is as it was to be.
    expect((await write(SHELF, { id: id(1), isOnline: true })).payload.userErrors).toEqual([]);
  });

  it('tell that an edit of nothing did not put a product on the shelf that is off it all the same', async () => {
    server.douyin.rules.setOnline = false;
    const native = products[3]?.native.id ?? '';
    const held = [...server.douyin.state.shops.values()].flatMap((one) => one.products.get(native) ?? [])[0];
    server.douyin.faults.set([{ match: { operation: EDIT }, fault: 'hold', phase: 'after_effect', times: 1 }]);
    const pending = write(SHELF, { id: id(3), isOnline: true });
    while (server.douyin.faults.held === 0) await setTimeout(5);
    // That nothing was changed is said already.
    Object.assign(held ?? {}, { status: 1 });
    server.douyin.faults.release();
    expect((await pending).payload).toMatchObject({
      product: null,
      userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'isOnline'] }],
    });
    expect(server.calls().slice(-2)).toEqual([EDIT, DETAIL]);
    Object.assign(held ?? {}, { status: 0 });
  });

  it('delete a product once, and answer a repeat of the key from the journal', async () => {
    const options = { idempotencyKey: 'delete-1' };
    const first = await write(DELETE, { id: id(2) }, options);
    expect(first.payload).toMatchObject({ deletedId: id(2), shop: { id: shop }, userErrors: [], replayed: false });
    expect(server.calls()).toEqual([DEL]);
    const again = await write(DELETE, { id: id(2) }, options);
    expect(again.payload).toMatchObject({ deletedId: id(2), replayed: true });
    expect(server.calls()).toEqual([]);
    const other = await write(DELETE, { id: id(3) }, options);
    expect(other.payload.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('hold the version that was expected, and tell the present one', async () => {
    const stale = await write(SHELF, { id: id(), isOnline: false }, { expectedVersion: 'old' });
    expect(stale.payload.userErrors[0]).toMatchObject({ code: 'CONFLICT', path: ['options', 'expectedVersion'] });
    expect(server.calls()).toEqual([DETAIL]);
    const right = await write(SHELF, { id: id(), isOnline: false }, { expectedVersion: products[0]?.version });
    expect(right.payload).toMatchObject({ product: { isOnline: false }, userErrors: [] });
    expect(server.calls()).toEqual([DETAIL, OFF, DETAIL]);
  });

  it('are planned with the very parameters that would be sent, and nothing is sent', async () => {
    const { payload } = await write(DELETE, { id: id() }, { dryRun: true });
    expect(payload.plan.calls).toEqual([
      { endpoint: 'POST product/del', body: { delete_forever: false, product_id: products[0]?.native.id } },
    ]);
    expect(server.calls()).toEqual([]);
  });

  it.each(['POST /product/setOffline', 'POST /product/del'])(
    'never repeat %s after an answer was lost, and settle it by reading back',
    async (operation) => {
      const isDelete = operation === DEL;
      server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase: 'after_effect', times: 1 }]);
      const [mutation, input] = isDelete ? [DELETE, { id: id(4) }] : [SHELF, { id: id(4), isOnline: false }];
      const options = { idempotencyKey: `lost ${operation}` };
      const lost = await write(mutation, input, options);
      expect(lost.payload.userErrors[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(server.calls().filter((one) => one === operation)).toHaveLength(1);
      expect(effects()).toHaveLength(1);
      const again = await write(mutation, input, options);
      expect(again.payload).toMatchObject({ userErrors: [], replayed: true });
      expect(server.calls()).not.toContain(operation);
    },
  );

  const flip = (isSandbox: boolean) =>
    server.ask('mutation($input: ShopSandboxSetInput!) { shopSandboxSet(input: $input) { userErrors { code } } }', {
      input: { id: shop, isSandbox },
    });

  it('are settled where they were made, though the shop was switched since', async () => {
    server.douyin.faults.set([{ match: { operation: DEL }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    const options = { idempotencyKey: 'lost in production' };
    const lost = await write(DELETE, { id: id(3) }, options);
    expect(lost.payload.userErrors[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await flip(true);
    server.douyin.sandboxJournal.clear();
    await setTimeout(2_500);
    expect(server.douyin.sandboxJournal.entries.filter(({ operation }) => operation === DETAIL)).toEqual([]);
    await flip(false);
    const again = await write(DELETE, { id: id(3) }, options);
    expect(again.payload.userErrors[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('do not answer in one environment for a key that was used in the other', async () => {
    const options = { idempotencyKey: 'both environments' };
    expect((await write(SHELF, { id: id(4), isOnline: true }, options)).payload.userErrors).toEqual([]);
    await flip(true);
    const other = await write(SHELF, { id: id(4), isOnline: true }, options);
    expect(other.payload.userErrors[0]).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await flip(false);
  });

  it.each([
    ['a foreign id', () => 'gid://v1/Product/s7f3k2a/3556357046087622442', 'NOT_FOUND'],
    ['an id of another type', () => id().replace('Product', 'Order'), 'NOT_FOUND'],
    ['an id that is none', () => id().replace(/\d{19}$/, 'abc'), 'NOT_FOUND'],
  ])('are refused for %s, and nothing is sent', async (_name, which, code) => {
    const { payload } = await write(DELETE, { id: which() });
    expect(payload.userErrors[0].code).toBe(code);
    expect(server.calls()).toEqual([]);
  });

  it('need the scope to write to the catalogue', async () => {
    const { payload } = await write(DELETE, { id: id() }, null, server.readKey);
    expect(payload.userErrors[0].code).toBe('PERMISSION_DENIED');
    expect(server.calls()).toEqual([]);
  });
});
