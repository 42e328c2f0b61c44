import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MANY, ONE, type SeededSku, type StockBench, startStock } from './stock-bench.js';

let bench: StockBench;
beforeAll(async () => {
  bench = await startStock();
}, 30_000);
afterAll(() => bench.server.stop());

const WRITES = 120;

it('changes of stock while three calls in ten are lost count once where they are told as done, and never where they are told as not done', async () => {
  const skus = [0, 1, 2].map((of) => bench.plain[of]?.skus[0] as SeededSku);
  const before = skus.map(({ stock }) => stock);
  const { faults } = bench.server.douyin;
  faults.set(
    [ONE, MANY].flatMap((operation) =>
      (['before_effect', 'after_effect'] as const).map((phase) => ({
        match: { operation, p: 0.15 },
        fault: 'reset' as const,
        phase,
      })),
    ),
  );
  // One row, or two of different products, by amounts that tell the writes apart in a sum.
  const rowsOf = (at: number) =>
    (at % 2 === 0 ? [at % 3] : [at % 3, (at + 1) % 3]).map((which) => ({ which, by: 1 + at }));
  const write = (at: number) =>
    bench.set(
      rowsOf(at).map(({ which, by }) => ({ skuId: bench.idOf(skus[which] as SeededSku), quantity: { changeBy: by } })),
      { idempotencyKey: `storm ${at}` },
    );
  const last = new Map<number, string[]>();
  const run = async (at: number): Promise<void> => {
    const { payload } = await write(at);
    last.set(
      at,
      payload.rows.map(({ status }: { status: string }) => status),
    );
  };
  for (let at = 0; at < WRITES; at += 4) await Promise.all([at, at + 1, at + 2, at + 3].map(run));
  const open = () => [...last].filter(([, statuses]) => statuses.includes('UNKNOWN')).map(([at]) => at);
  const wasOpen = open().length;
  faults.clear();
  for (const at of open()) await run(at);
  expect(open()).toEqual([]);
  const expected = [...before];
  for (const [at, statuses] of last)
    for (const [row, { which, by }] of rowsOf(at).entries())
      if (statuses[row] === 'SUCCEEDED') expected[which] = (expected[which] ?? 0) + by;
  expect(skus.map(({ stock }) => stock)).toEqual(expected);
  // The faults did bite, and most writes came through them.
  expect(wasOpen).toBeGreaterThan(0);
  expect([...last.values()].flat().filter((status) => status === 'SUCCEEDED').length).toBeGreaterThan(WRITES / 2);
}, 120_000);
