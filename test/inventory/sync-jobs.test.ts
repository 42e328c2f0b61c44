import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LIST, MANY, PRODUCTS, type SoldUnit, type SyncBench, type SyncRow, startSync, UPDATE } from './sync-bench.js';

let bench: SyncBench;
beforeAll(async () => {
  bench = await startSync({ server: { costLimits: { bucket: 1_000_000 } as never } });
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
});
afterEach(() => bench.unlink());

interface Job {
  readonly status: string;
  readonly progress: number | null;
  readonly rowCount: number;
  readonly userErrors: readonly { readonly code: string }[];
}

const rowsOf = (prefix: string, count: number, quantity: (at: number) => SyncRow['quantity']): SyncRow[] =>
  Array.from({ length: count }, (_, at) => ({ merchantCode: `${prefix}-${at}`, quantity: quantity(at) }));

/** Looks at a job until it has ended. @returns every state that was seen */
async function ended(id: string): Promise<Job[]> {
  const seen: Job[] = [];
  for (let looks = 0; looks < 1_200; looks += 1) {
    const { data } = await bench.server.ask(
      'query ($id: ID!) { job(id: $id) { status progress rowCount userErrors { code } } }',
      { id },
    );
    seen.push(data.job);
    if (!['QUEUED', 'RUNNING'].includes(data.job.status)) return seen;
    await sleep(50);
  }
  throw new Error('the job has not ended');
}

describe('a sync of more than 200 writes', () => {
  it('is a job: a thousand items in four shops, with the fewest calls, progress, and results under its key', async () => {
    const shops = await bench.stockUp('T', 1_000);
    const rows = rowsOf('T', 1_000, (at) => ({ setTo: at }));
    const calls: string[] = [];
    const begun = performance.now();
    const options = { idempotencyKey: 'a thousand' };
    const done = await bench.sync(rows, options);
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(done).toMatchObject({ results: [], replayed: false, job: { kind: 'STOCK_SYNC' } });
    const seen: Job[] = [];
    // The journals are emptied by every question: what was asked before is kept here.
    for (;;) {
      calls.push(...bench.server.allCalls());
      const { data } = await bench.server.ask(
        'query ($id: ID!) { job(id: $id) { status progress rowCount userErrors { code } } }',
        { id: done.job.id },
      );
      seen.push(data.job);
      if (!['QUEUED', 'RUNNING'].includes(data.job.status)) break;
      await sleep(20);
    }
    expect(seen.at(-1)).toMatchObject({ status: 'SUCCEEDED', progress: 1, rowCount: 4_000, userErrors: [] });
    expect(new Set(seen.map(({ rowCount }) => rowCount)).size).toBeGreaterThan(5);
    for (const own of shops) for (const [at, unit] of own.entries()) expect(unit.stock()).toBe(at);
    const count = (operation: string): number => calls.filter((call) => call === operation).length;
    // A question may empty a journal in the moment between: never more than the least there is.
    expect(count(MANY)).toBeLessThanOrEqual(40);
    expect(count(PRODUCTS)).toBeLessThanOrEqual(20);
    expect(count(UPDATE)).toBeLessThanOrEqual(2_000);
    expect(count(LIST)).toBeLessThanOrEqual(60);
    const again = await bench.sync(rows, options);
    // The two that showed 50 before are as they were to be.
    expect(again).toMatchObject({ replayed: true, succeededCount: 3_998, failedCount: 0, unknownCount: 0 });
    expect(again.results).toHaveLength(4_000);
    expect(again.results[7]).toMatchObject({ wanted: 1, status: 'SUCCEEDED', attempts: 1 });
    expect(await bench.onHand('T-999')).toBe(999);
  }, 120_000);

  it('goes on in three shops while the fourth hangs, and ends when that is back', async () => {
    const shops = await bench.stockUp('H', 60);
    bench.server.douyin.faults.set([
      { match: { operation: MANY, shop: bench.server.shops[0]?.nativeId ?? '' }, fault: 'hold' },
    ]);
    const rows = rowsOf('H', 60, (at) => ({ setTo: at }));
    const done = await bench.sync(rows, { idempotencyKey: 'one hangs' });
    const others = shops.slice(1).flat();
    const areThere = (units: readonly SoldUnit[]): boolean => units.every((unit, at) => unit.stock() === at % 60);
    for (let looks = 0; looks < 100 && !areThere(others); looks += 1) await sleep(50);
    expect(areThere(others)).toBe(true);
    expect(areThere(shops[0] ?? [])).toBe(false);
    bench.server.douyin.faults.clear();
    const seen = await ended(done.job.id);
    expect(seen.at(-1)).toMatchObject({ status: 'SUCCEEDED', rowCount: 240 });
    expect(areThere(shops[0] ?? [])).toBe(true);
  }, 60_000);

  it('leaves to a newer sync what has not come to its turn', async () => {
    const shops = await bench.stockUp('N', 150);
    bench.server.kuaizhan.faults.set([{ match: { operation: UPDATE }, fault: 'delay', ms: 30 }]);
    const done = await bench.sync(
      rowsOf('N', 150, () => ({ setTo: 7 })),
      { idempotencyKey: 'older' },
    );
    const newer = await bench.sync([{ merchantCode: 'N-149', quantity: { setTo: 8 } }]);
    expect(newer.failedCount).toBe(0);
    const seen = await ended(done.job.id);
    expect(seen.at(-1)?.rowCount).toBe(600);
    expect(shops.map((own) => own[149]?.stock())).toEqual([8, 8, 8, 8]);
    expect(shops.map((own) => own[148]?.stock())).toEqual([7, 7, 7, 7]);
    expect(await bench.onHand('N-149')).toBe(8);
  }, 60_000);

  it('tells which rows failed, and why, and is refused for a shop that its caller may not see', async () => {
    const shops = await bench.stockUp('F', 60);
    const [first] = shops[0] ?? [];
    const product = bench.server.douyin.state.shops
      .get(bench.server.shops[0]?.nativeId ?? '')
      ?.products.get(/\/(\d+)\.\d+$/.exec(first?.id ?? '')?.[1] ?? '');
    if (product === undefined) throw new Error('no product');
    product.checkStatus = 5;
    const rows = rowsOf('F', 60, (at) => ({ setTo: at }));
    const options = { idempotencyKey: 'some fail' };
    const done = await bench.sync(rows, options);
    const seen = await ended(done.job.id);
    expect(seen.at(-1)).toMatchObject({ status: 'PARTIAL', rowCount: 240, userErrors: [{ code: 'STATE_FORBIDS' }] });
    const again = await bench.sync(rows, options);
    expect(again).toMatchObject({ failedCount: 1, unknownCount: 0, job: { status: 'PARTIAL' } });
    expect(again.results.find(({ status }: { status: string }) => status === 'FAILED')).toMatchObject({
      attempts: 0,
      userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'rows', '0'] }],
    });
    const key = await bench.server.makeKey(['stock:write', 'read'], [bench.server.shops[0]?.key ?? '']);
    const { data } = await bench.server.ask(
      'query ($id: ID!) { job(id: $id) { status } }',
      { id: done.job.id },
      { key },
    );
    expect(data.job).toBeNull();
  }, 60_000);
});
