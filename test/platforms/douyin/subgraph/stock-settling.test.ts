import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Reconciler } from '../../../../src/ledger/reconciler.js';
import { MANY, ONE, type SeededSku, SKU, type StockBench, type StockRow, startStock } from './stock-bench.js';

let bench: StockBench;
// One of its own for each: so many lost calls would open the circuit of a shop for the tests that follow.
beforeEach(async () => {
  bench = await startStock();
}, 30_000);
afterEach(() => bench.server.stop());

const sku = (at: number, of = 0): SeededSku => bench.plain[of]?.skus[at] as SeededSku;
const to = (one: SeededSku, setTo: number): StockRow => ({ skuId: bench.idOf(one), quantity: { setTo } });
const by = (one: SeededSku, changeBy: number): StockRow => ({ skuId: bench.idOf(one), quantity: { changeBy } });
const statuses = (payload: { rows: { status: string }[] }): string[] => payload.rows.map(({ status }) => status);
const lose = (operation: string, phase: 'before_effect' | 'after_effect', times = 1) =>
  bench.server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase, times }]);

describe('the settlement of a write of stock', () => {
  it('tells a change as refused where it is refused when it is sent again', async () => {
    const one = sku(0);
    Object.assign(one, { stock: 3 });
    lose(ONE, 'after_effect', 3);
    const options = { idempotencyKey: 'refused and lost' };
    expect(statuses((await bench.set([by(one, -50)], options)).payload)).toEqual(['UNKNOWN']);
    bench.server.douyin.faults.clear();
    const { payload } = await bench.set([by(one, -50)], options);
    expect(payload.rows[0]).toMatchObject({ status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS' }] });
    expect(payload.rows[0].userErrors[0].message).toBe('There is not so much stock.');
    const again = await bench.set([by(one, -50)], options);
    expect([statuses(again.payload), bench.server.calls(), one.stock]).toEqual([['FAILED'], [], 3]);
  });

  it('of one call that cannot be looked for holds back no other', async () => {
    const rows = bench.plain.flatMap(({ skus }) => skus).slice(0, 52);
    const options = { idempotencyKey: 'two calls' };
    bench.server.douyin.faults.set([{ match: { operation: MANY }, fault: 'missing_data', times: 2 }]);
    const write = () =>
      bench.set(
        rows.map((one) => to(one, 345)),
        options,
      );
    expect(new Set(statuses((await write()).payload))).toEqual(new Set(['UNKNOWN']));
    const refusal = { fault: 'business_code', code: 50002, times: 1 } as const;
    bench.server.douyin.faults.set([{ match: { operation: 'POST /sku/*' }, ...refusal }]);
    const part = statuses((await write()).payload);
    expect(new Set(part.slice(0, 50))).toEqual(new Set(['UNKNOWN']));
    expect(part.slice(50)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(new Set(statuses((await write()).payload))).toEqual(new Set(['SUCCEEDED']));
  });

  it('does not let a change come over a newer count of the same stock', async () => {
    const one = sku(0);
    Object.assign(one, { stock: 100 });
    lose(ONE, 'before_effect', 3);
    const options = { idempotencyKey: 'older than a count' };
    expect(statuses((await bench.set([by(one, -9)], options)).payload)).toEqual(['UNKNOWN']);
    bench.server.douyin.faults.clear();
    await bench.set([to(one, 50)]);
    const { payload } = await bench.set([by(one, -9)], options);
    expect(payload).toMatchObject({ replayed: true, rows: [{ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] }] });
    expect(payload.rows[0].userErrors[0]).toMatchObject({
      message: 'A newer count of this stock took its place.',
      nodeId: bench.idOf(one),
    });
    expect([bench.server.calls(), one.stock]).toEqual([[], 50]);
  });

  it('does not let a change come over a count that is on its way', async () => {
    const one = sku(0);
    Object.assign(one, { stock: 100 });
    lose(ONE, 'before_effect', 3);
    const options = { idempotencyKey: 'while a count is sent' };
    expect(statuses((await bench.set([by(one, -9)], options)).payload)).toEqual(['UNKNOWN']);
    const { faults } = bench.server.douyin;
    faults.set([{ match: { operation: ONE }, fault: 'hold', phase: 'before_effect', times: 1 }]);
    const count = bench.set([to(one, 60)]);
    await faults.whenHeld();
    const repeat = bench.set([by(one, -9)], options);
    await setTimeout(200);
    faults.release();
    expect(statuses((await count).payload)).toEqual(['SUCCEEDED']);
    expect((await repeat).payload.rows[0]).toMatchObject({ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] });
    expect(one.stock).toBe(60);
  });

  it('takes its turn in the background too', async () => {
    const one = sku(0);
    Object.assign(one, { stock: 100 });
    lose(ONE, 'before_effect', 3);
    const options = { idempotencyKey: 'in the background' };
    expect(statuses((await bench.set([by(one, -9)], options)).payload)).toEqual(['UNKNOWN']);
    const { faults } = bench.server.douyin;
    faults.set([{ match: { operation: ONE }, fault: 'hold', phase: 'before_effect', times: 1 }]);
    const count = bench.set([to(one, 60)]);
    await faults.whenHeld();
    const { platforms, foundation } = bench.server;
    const handlers = Object.assign({}, ...platforms.list.map(({ settlements }) => settlements));
    const reconciler = new Reconciler({ journal: foundation.store.journal, handlers, log: platforms.log });
    const round = reconciler.runOnce();
    await setTimeout(200);
    faults.release();
    expect([statuses((await count).payload), await round]).toEqual([['SUCCEEDED'], 1]);
    const { payload } = await bench.set([by(one, -9)], options);
    expect(payload.rows[0]).toMatchObject({ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] });
    expect([bench.server.calls(), one.stock]).toEqual([[], 60]);
  });

  it('sends a change again after a newer count of another warehouse or SKU, and after a newer change', async () => {
    const [one, two] = [sku(0), sku(1)];
    Object.assign(one, { stock: 100 });
    lose(ONE, 'before_effect', 3);
    const options = { idempotencyKey: 'beside other counts' };
    expect(statuses((await bench.set([by(one, -9)], options)).payload)).toEqual(['UNKNOWN']);
    bench.server.douyin.faults.clear();
    await bench.set([to(two, 50)]);
    await bench.set([{ ...to(one, 50), warehouseOuterId: 'WH-NONE' }]);
    await bench.set([by(one, 1)], { idempotencyKey: 'a newer change' });
    expect(statuses((await bench.set([by(one, -9)], options)).payload)).toEqual(['SUCCEEDED']);
    expect(one.stock).toBe(92);
  });

  it('keeps what is found of some rows while others stay open', async () => {
    const [first, second, third] = [sku(0), sku(0, 1), sku(0, 2)];
    lose(MANY, 'after_effect', 3);
    const rows = [to(first, 500), to(second, 501), to(third, 502)];
    const options = { idempotencyKey: 'in parts' };
    expect(statuses((await bench.set(rows, options)).payload)).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    bench.server.douyin.faults.clear();
    Object.assign(first, { stock: 499 });
    expect(statuses((await bench.set(rows, options)).payload)).toEqual(['UNKNOWN', 'SUCCEEDED', 'SUCCEEDED']);
    Object.assign(first, { stock: 500 });
    Object.assign(second, { stock: 400 });
    expect(statuses((await bench.set(rows, options)).payload)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(bench.server.calls()).toEqual([SKU]);
  });
});

describe('a result that cannot be read', () => {
  it('leaves its own row to be looked for, and the others as they are told', async () => {
    bench.server.douyin.faults.set([{ match: { operation: MANY }, fault: 'wrong_types', rows: 1, times: 1 }]);
    const unknown = { ...to(sku(0), 3), skuId: bench.shop.gid('ProductSku', `${sku(0).productId}.1720000000999999`) };
    const rows = [to(sku(0), 821), to(sku(1), 822), unknown];
    const open = await bench.set(rows, { idempotencyKey: 'one result' });
    expect(statuses(open.payload)).toEqual(['UNKNOWN', 'SUCCEEDED', 'FAILED']);
    const again = await bench.set(rows, { idempotencyKey: 'one result' });
    expect(statuses(again.payload)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'FAILED']);
    expect(bench.server.calls()).toEqual([SKU]);
  });
});
