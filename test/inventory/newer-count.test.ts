import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ONE, type SoldUnit, type SyncBench, startSync } from './sync-bench.js';

let bench: SyncBench;
let unit: SoldUnit;
beforeAll(async () => {
  bench = await startSync();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => bench.server.douyin.faults.clear());

const SET = `mutation ($input: SkuStocksSetInput!, $options: WriteOptions) {
  skuStocksSet(input: $input, options: $options) { rows { status userErrors { code } } }
}`;
const set = async (quantity: object, options: object | null = null) => {
  const rows = [{ skuId: unit.id, quantity }];
  return (await bench.server.ask(SET, { input: { rows }, options })).data.skuStocksSet.rows[0];
};
/** Loses a call before it takes effect, with the tries that are made of it. */
const lost = async <T>(work: () => Promise<T>): Promise<T> => {
  bench.server.douyin.faults.set([{ match: { operation: ONE }, fault: 'reset', phase: 'before_effect', times: 3 }]);
  const result = await work();
  bench.server.douyin.faults.clear();
  return result;
};

it('a lost change of a SKU does not come over a newer count of the inventory', async () => {
  unit = bench.douyin[0]?.[0] as SoldUnit;
  await bench.link('NEWER-1', [unit]);
  const options = { idempotencyKey: 'older than a sync' };
  expect(await lost(() => set({ changeBy: -9 }, options))).toMatchObject({ status: 'UNKNOWN' });
  await bench.sync([{ merchantCode: 'NEWER-1', quantity: { setTo: 50 } }]);
  expect(await set({ changeBy: -9 }, options)).toEqual({ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] });
  expect(unit.stock()).toBe(50);
});

it('a lost change of the inventory does not come over a newer count of its SKU', async () => {
  unit = bench.douyin[0]?.[1] as SoldUnit;
  await bench.link('NEWER-2', [unit], 100);
  await bench.sync([{ merchantCode: 'NEWER-2', quantity: { setTo: 100 } }]);
  const rows = [{ merchantCode: 'NEWER-2', quantity: { changeBy: -9 } }];
  const change = () => bench.sync(rows, { idempotencyKey: 'older than a count' });
  expect((await lost(change)).results).toMatchObject([{ status: 'UNKNOWN' }]);
  expect(await set({ setTo: 50 })).toMatchObject({ status: 'SUCCEEDED' });
  expect((await change()).results).toMatchObject([{ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] }]);
  expect(unit.stock()).toBe(50);
});
