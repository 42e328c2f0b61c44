import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  MANY,
  ONE,
  PRODUCTS,
  type SeededProduct,
  type SeededSku,
  SKU,
  SKU_LIST,
  type StockBench,
  type StockRow,
  startStock,
} from './stock-bench.js';

let bench: StockBench;
beforeAll(async () => {
  bench = await startStock();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.douyin.journal.clear();
});

let used = 0;
const key = (): { idempotencyKey: string } => {
  used += 1;
  return { idempotencyKey: `stock ${used}` };
};
const product = (at: number): SeededProduct => bench.plain[at] as SeededProduct;
const sku = (at: number, of = 0): SeededSku => product(of).skus[at] as SeededSku;
const to = (one: SeededSku, setTo: number): StockRow => ({ skuId: bench.idOf(one), quantity: { setTo } });
const by = (one: SeededSku, changeBy: number): StockRow => ({ skuId: bench.idOf(one), quantity: { changeBy } });
const statuses = (payload: { rows: { status: string }[] }): string[] => payload.rows.map(({ status }) => status);
const codes = (payload: { rows: { userErrors: { code: string }[] }[] }): (string | null)[] =>
  payload.rows.map(({ userErrors }) => userErrors[0]?.code ?? null);

describe('stock of Douyin SKUs', () => {
  it('of one SKU is set by two calls: what the product is, and the write', async () => {
    const { payload } = await bench.set([to(sku(0), 77)], null);
    expect(payload).toMatchObject({ userErrors: [], replayed: false, plan: null });
    expect(payload.rows).toEqual([{ index: 0, nodeId: bench.idOf(sku(0)), status: 'SUCCEEDED', userErrors: [] }]);
    expect(bench.server.calls()).toEqual([PRODUCTS, ONE]);
    expect(sku(0).stock).toBe(77);
  });

  it('is read back where that is selected, the SKUs of a product by one call', async () => {
    const rows = [to(sku(0), 11), to(sku(1), 12), to(sku(0, 1), 13)];
    const { payload } = await bench.set(rows, null, { selection: 'skus { id stock native { id } }' });
    expect(payload.skus.map(({ stock }: { stock: number }) => stock)).toEqual([11, 12, 13]);
    expect(payload.skus.map(({ id }: { id: string }) => id)).toEqual(rows.map(({ skuId }) => skuId));
    expect(payload.skus[0].native.id).toBe(sku(0).id);
    expect(bench.server.calls().sort()).toEqual([PRODUCTS, MANY, SKU_LIST, SKU].sort());
  });

  it('of 120 SKUs of 40 products takes four calls: one read of the products, and three of fifty rows at most', async () => {
    const skus = bench.plain
      .filter(({ skus: all }) => all.length >= 3)
      .slice(0, 40)
      .flatMap(({ skus: all }) => all.slice(0, 3));
    expect(skus).toHaveLength(120);
    const { payload, extensions } = await bench.set(skus.map((one, at) => to(one, 1000 + at)));
    expect(new Set(statuses(payload))).toEqual(new Set(['SUCCEEDED']));
    expect(skus.map(({ stock }) => stock)).toEqual(skus.map((_one, at) => 1000 + at));
    expect(bench.server.calls().sort()).toEqual([PRODUCTS, MANY, MANY, MANY].sort());
    expect(extensions.upstream.totalCalls).toBe(4);
  });

  it('of 51 SKUs is a call of fifty rows and one of one', async () => {
    const skus = bench.plain.flatMap(({ skus: all }) => all).slice(0, 51);
    const { payload } = await bench.set(skus.map((one) => to(one, 444)));
    expect(new Set(statuses(payload))).toEqual(new Set(['SUCCEEDED']));
    expect(bench.server.calls().sort()).toEqual([PRODUCTS, MANY, ONE].sort());
    expect(bench.bodies(MANY)[0]?.['items']).toHaveLength(50);
  });

  it('is changed and set in one batch, the absolute rows in one call and each change in a call of its own', async () => {
    const before = sku(0).stock;
    const rows = [by(sku(0), -3), to(sku(1), 40), by(sku(2), 5), to(sku(0, 1), 41)];
    const more = sku(2).stock;
    const { payload } = await bench.set(rows, key());
    expect(statuses(payload)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect([sku(0).stock, sku(1).stock, sku(2).stock, sku(0, 1).stock]).toEqual([before - 3, 40, more + 5, 41]);
    expect(bench.server.calls().sort()).toEqual([PRODUCTS, MANY, ONE, ONE].sort());
  });

  it('costs as estimated: a call for each change, and for each fifty absolute rows', async () => {
    const skus = bench.plain.flatMap(({ skus: all }) => all).slice(0, 72);
    const rows = skus.map((one, at) => (at < 12 ? by(one, 1) : to(one, 50)));
    const { extensions } = await bench.set(rows, key());
    expect(bench.server.calls()).toHaveLength(15);
    const { requested, actual } = extensions.cost;
    expect(Math.abs(requested - actual)).toBeLessThan(10);
  });

  it('in a regional warehouse goes by its code, and a SKU may stand in several', async () => {
    const one = bench.regional[0]?.skus[0] as SeededSku;
    const rows = [
      { ...to(one, 21), warehouseOuterId: 'WH-EAST-01' },
      { ...to(one, 22), warehouseOuterId: 'WH-WEST-01' },
    ];
    const { payload } = await bench.set(rows, null, {
      selection: 'skus { stock warehouseStocks { stock warehouse { outerId } } }',
    });
    expect(statuses(payload)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect([one.regional.get('WH-EAST-01'), one.regional.get('WH-WEST-01')]).toEqual([21, 22]);
    expect(payload.skus).toHaveLength(1);
    expect(payload.skus[0].stock).toBe(43);
  });

  it('is written by the id of the SKU alone too: its product is looked up by one call', async () => {
    const skuId = bench.shop.gid('ProductSku', sku(0).id);
    const { payload } = await bench.set([{ skuId, quantity: { setTo: 66 } }], null, { selection: 'skus { id stock }' });
    expect(payload.skus).toEqual([{ id: bench.idOf(sku(0)), stock: 66 }]);
    expect(bench.server.calls()).toEqual([SKU, PRODUCTS, ONE, SKU]);
  });
});

describe('stock that cannot be written', () => {
  const inState = async (state: Partial<SeededProduct>, run: () => Promise<void>): Promise<void> => {
    const { status, checkStatus } = product(1);
    Object.assign(product(1), state);
    await run().finally(() => Object.assign(product(1), { status, checkStatus }));
  };

  it.each([
    ['under review', { checkStatus: 2 }, 'STATE_FORBIDS'],
    ['banned', { checkStatus: 5 }, 'STATE_FORBIDS'],
    ['deleted', { status: 2 }, 'NOT_FOUND'],
  ] as const)('for a product that is %s is refused before it is sent, while the others go on', (_name, state, code) =>
    inState(state, async () => {
      const { payload } = await bench.set([to(sku(0), 31), to(sku(0, 1), 32)]);
      expect(statuses(payload)).toEqual(['SUCCEEDED', 'FAILED']);
      expect(payload.rows[1].userErrors[0]).toMatchObject({
        __typename: 'StateError',
        code,
        path: ['input', 'rows', '1', 'skuId'],
        nodeId: bench.shop.gid('Product', product(1).id),
      });
      expect(bench.server.calls()).toEqual([PRODUCTS, MANY]);
    }),
  );

  it('is told by a dry run too, which sends nothing', () =>
    inState({ checkStatus: 2 }, async () => {
      const { payload } = await bench.set([to(sku(0), 1), to(sku(0, 1), 2), to(sku(1), 3)], { dryRun: true });
      expect(statuses(payload)).toEqual(['SKIPPED', 'FAILED', 'SKIPPED']);
      expect(payload.plan.warnings).toEqual(['Row 1: The product is under review: the platform takes no stock of it.']);
      expect(payload.plan.calls[0]).toEqual({
        endpoint: 'POST sku/syncStockBatchMultiProducts',
        batchSize: 2,
        idempotent: true,
        body: {
          incremental: false,
          items: [sku(0), sku(1)].map((one, at) => ({
            product_id: one.productId,
            sku_id: Number(one.id),
            stock_num: at * 2 + 1,
          })),
        },
      });
      expect(bench.server.calls()).toEqual([PRODUCTS]);
    }));

  it('holds the whole batch back where every row is to be valid first', () =>
    inState({ checkStatus: 2 }, async () => {
      const before = sku(0).stock;
      const { payload } = await bench.set([to(sku(0), before + 1), to(sku(0, 1), 2)], null, {
        errorPolicy: 'VALIDATE_ALL_FIRST',
      });
      expect(statuses(payload)).toEqual(['SKIPPED', 'FAILED']);
      expect(sku(0).stock).toBe(before);
      expect(bench.server.calls()).toEqual([PRODUCTS]);
    }));

  it.each(['BEST_EFFORT', 'VALIDATE_ALL_FIRST'])(
    'of a SKU that the platform does not know fails by itself under %s',
    async (errorPolicy) => {
      const unknown = {
        skuId: bench.shop.gid('ProductSku', `${product(0).id}.1720000000999999`),
        quantity: { setTo: 9 },
      };
      const { payload } = await bench.set([to(sku(0), 51), unknown, to(sku(1), 52)], null, { errorPolicy });
      expect(statuses(payload)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
      expect(payload.rows[1].userErrors[0]).toMatchObject({ code: 'UPSTREAM_REJECTED', fault: { code: '-20001' } });
      expect([sku(0).stock, sku(1).stock]).toEqual([51, 52]);
    },
  );

  it('of one SKU alone says what is the matter with it', async () => {
    const unknown = {
      skuId: bench.shop.gid('ProductSku', `${product(0).id}.1720000000999999`),
      quantity: { setTo: 9 },
    };
    const { payload } = await bench.set([unknown]);
    expect(payload.rows[0].userErrors[0]).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'rows', '0', 'skuId'] });
    const less = await bench.set([by(sku(0), -99_999)], key());
    expect(less.payload.rows[0].userErrors[0]).toMatchObject({
      code: 'STATE_FORBIDS',
      path: ['input', 'rows', '0', 'quantity'],
    });
    const nowhere = await bench.set([{ ...to(sku(0), 5), warehouseOuterId: 'WH-NONE' }]);
    expect(nowhere.payload.rows[0].userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'rows', '0', 'warehouseOuterId'],
    });
  });

  it('without a warehouse for a SKU that was seen to have stock by warehouse is refused, once that is seen again', async () => {
    const one = bench.regional[1]?.skus[0] as SeededSku;
    const unseen = await bench.set([to(one, 5)]);
    expect(statuses(unseen.payload)).toEqual(['SUCCEEDED']);
    expect(bench.server.calls()).toEqual([PRODUCTS, ONE]);
    await bench.server.ask('query($id: ID!) { node(id: $id) { ... on ProductSku { stock } } }', {
      id: bench.idOf(one),
    });
    const { payload } = await bench.set([to(one, 6)]);
    expect(payload.rows[0]).toMatchObject({
      status: 'FAILED',
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'rows', '0', 'warehouseOuterId'] }],
    });
    expect(bench.server.calls()).toEqual([PRODUCTS, SKU_LIST]);
    expect(one.stock).toBe(5);
  });

  it('twice in one batch is refused the second time', async () => {
    const { payload } = await bench.set([to(sku(0), 61), to(sku(0), 62)]);
    expect([statuses(payload), codes(payload)]).toEqual([
      ['SUCCEEDED', 'FAILED'],
      [null, 'INVALID_INPUT'],
    ]);
    expect(payload.rows[1].userErrors[0].path).toEqual(['input', 'rows', '1', 'skuId']);
    expect(sku(0).stock).toBe(61);
  });

  it('by a change needs an idempotency key', async () => {
    const { payload } = await bench.set([by(sku(0), 1)]);
    expect(payload.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['options', 'idempotencyKey'] });
    expect(bench.server.calls()).toEqual([]);
  });

  it('by nothing is skipped', async () => {
    const { payload } = await bench.set([by(sku(0), 0), to(sku(1), 71)], key());
    expect(statuses(payload)).toEqual(['SKIPPED', 'SUCCEEDED']);
  });

  it.each([
    ['a quantity below 0', () => to(sku(0), -1), 'quantity'],
    ['a quantity beyond measure', () => to(sku(0), 100_000_000), 'quantity'],
    ['an empty warehouse', () => ({ ...to(sku(0), 1), warehouseOuterId: ' ' }), 'warehouseOuterId'],
  ])('is refused for %s with its place in the input', async (_name, row, field) => {
    const { payload } = await bench.set([row(), to(sku(1), 81)]);
    expect(statuses(payload)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(payload.rows[0].userErrors[0]).toMatchObject({
      __typename: 'InputError',
      code: 'INVALID_INPUT',
      path: ['input', 'rows', '0', field],
    });
  });

  it.each([
    ['an id of a product', () => bench.shop.gid('Product', product(0).id), 'NOT_FOUND'],
    ['an id that is none', () => bench.shop.gid('ProductSku', 'abc'), 'NOT_FOUND'],
    ['another shop', () => bench.server.shops[1]?.gid('ProductSku', '1.2') ?? '', 'INVALID_INPUT'],
  ])('is refused for %s in a row of its own', async (_name, id, code) => {
    const { payload } = await bench.set([to(sku(0), 91), { skuId: id(), quantity: { setTo: 1 } }]);
    expect([statuses(payload), codes(payload)]).toEqual([
      ['SUCCEEDED', 'FAILED'],
      [null, code],
    ]);
  });

  it('is refused as a whole without rows, with too many, with a version, without the scope, and for a foreign shop', async () => {
    const empty = await bench.set([]);
    expect(empty.payload.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'rows'] });
    const many = await bench.set(Array.from({ length: 501 }, () => to(sku(0), 1)));
    expect(many.payload.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'rows'] });
    const versioned = await bench.set([to(sku(0), 1)], { expectedVersion: 'x' });
    expect(versioned.payload.userErrors[0]).toMatchObject({
      code: 'UNSUPPORTED_COMBINATION',
      path: ['options', 'expectedVersion'],
    });
    const unscoped = await bench.set([to(sku(0), 1)], null, { key: bench.server.readKey });
    expect(unscoped.payload.userErrors[0].code).toBe('PERMISSION_DENIED');
    const foreign = await bench.set([{ skuId: 'gid://v1/ProductSku/s7f3k2a/1.2', quantity: { setTo: 1 } }]);
    expect(foreign.payload.userErrors[0].code).toBe('NOT_FOUND');
    expect(bench.server.calls()).toEqual([]);
  });
});
