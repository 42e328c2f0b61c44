import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INFO, ONE, PRODUCTS, type SoldUnit, type SyncBench, startSync, UPDATE } from './sync-bench.js';

let bench: SyncBench;
/** One unit of every shop, others for each test: Douyin, Douyin, Kuaizhan, Kuaizhan. */
let units: SoldUnit[];
let code: string;
let made = 0;
beforeAll(async () => {
  bench = await startSync();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(async () => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
  units = [...bench.douyin, ...bench.kuaizhan].map((of) => of[made % of.length] as SoldUnit);
  code = `CODE-${made}`;
  made += 1;
  await bench.link(code, units);
  await bench.sync([{ merchantCode: code, quantity: { setTo: 30 } }]);
});
afterEach(() => bench.unlink());

const SKU = 'POST /sku/detail';
const lines = (calls: readonly string[]): string[] => calls.toSorted();
const inDrift = async (): Promise<number> => {
  const { data } = await bench.server.ask(
    'query ($groupId: ID!) { stockItems(groupId: $groupId, filter: { hasDrift: true }) { totalCount } }',
    { groupId: bench.server.groupId },
  );
  return data.stockItems.totalCount;
};

describe('stockReconcile', () => {
  it('reads every linked unit with the fewest calls, and finds nothing where nothing differs', async () => {
    const done = await bench.reconcile();
    expect(done).toMatchObject({ checkedCount: 4, drifts: [], userErrors: [], replayed: false });
    expect(lines(bench.server.allCalls())).toEqual(lines([SKU, SKU, INFO, INFO]));
  });

  it('says what differs from what is wanted by the count, and marks it', async () => {
    units[0]?.show(12);
    units[3]?.show(29);
    expect(await inDrift()).toBe(0);
    const done = await bench.reconcile({ merchantCodes: [code] });
    expect(
      done.drifts.map(({ wanted, shown, isRepaired }: Record<string, unknown>) => [wanted, shown, isRepaired]),
    ).toEqual(
      expect.arrayContaining([
        [30, 12, false],
        [30, 29, false],
      ]),
    );
    expect(done.drifts).toHaveLength(2);
    expect(bench.server.allCalls()).not.toContain(UPDATE);
    expect(await inDrift()).toBe(1);
  });

  it('repairs it on request, and then there is none', async () => {
    units[0]?.show(12);
    units[3]?.show(29);
    const done = await bench.reconcile({ repair: true }, { idempotencyKey: `${code} repair` });
    expect(done.drifts.map(({ isRepaired }: { isRepaired: boolean }) => isRepaired)).toEqual([true, true]);
    expect(units.map((unit) => unit.stock())).toEqual([30, 30, 30, 30]);
    expect(lines(bench.server.allCalls())).toEqual(lines([SKU, SKU, INFO, INFO, PRODUCTS, ONE, INFO, UPDATE]));
    expect(await inDrift()).toBe(0);
    const again = await bench.reconcile({ repair: true }, { idempotencyKey: `${code} repair` });
    expect(again).toMatchObject({ replayed: true, checkedCount: 4 });
    expect(bench.server.allCalls()).toEqual([]);
  });

  it('goes by what was last written where nobody has counted', async () => {
    await bench.link(code, units, null);
    units[1]?.show(31);
    const done = await bench.reconcile({ repair: true });
    expect(done.drifts).toMatchObject([{ wanted: 30, shown: 31, isRepaired: true }]);
    expect(units[1]?.stock()).toBe(30);
  });

  it('is told of a shop that fails and of a unit that is gone, and of the others all the same', async () => {
    bench.server.kuaizhan.faults.set([
      { match: { operation: 'GET *' }, fault: 'business_code', code: 9, message: 'no' },
    ]);
    units[0]?.show(12);
    const done = await bench.reconcile();
    expect(done.checkedCount).toBe(2);
    expect(done.drifts).toHaveLength(1);
    expect(done.userErrors.map(({ code: of }: { code: string }) => of)).toEqual([
      'UPSTREAM_REJECTED',
      'UPSTREAM_REJECTED',
    ]);
    const unknown = await bench.reconcile({ merchantCodes: [code, 'no such code'] });
    expect(unknown.userErrors).toContainEqual(
      expect.objectContaining({ code: 'NOT_FOUND', path: ['input', 'merchantCodes', '1'] }),
    );
  });

  it('answers in time when a shop hangs', async () => {
    bench.server.kuaizhan.faults.set([{ match: { operation: 'GET *' }, fault: 'hold' }]);
    const begun = performance.now();
    const answer = await bench.server.ask(
      'mutation ($input: StockReconcileInput!) { stockReconcile(input: $input) { checkedCount userErrors { code } } }',
      { input: { groupId: bench.server.groupId } },
      { headers: { 'x-deadline-ms': '2000' } },
    );
    expect(performance.now() - begun).toBeLessThan(2_250);
    expect(answer.data.stockReconcile.checkedCount).toBe(2);
    expect(answer.data.stockReconcile.userErrors).toHaveLength(2);
  });

  it('plans its reads', async () => {
    const planned = await bench.reconcile({ repair: true }, { dryRun: true });
    expect(lines(planned.plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint))).toEqual(
      lines(['POST sku/detail', 'POST sku/detail', INFO, INFO]),
    );
    expect(bench.server.allCalls()).toEqual([]);
  });
});
