import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INFO, MANY, ONE, PRODUCTS, type SoldUnit, type SyncBench, startSync, UPDATE } from './sync-bench.js';

let bench: SyncBench;
/** One unit of every shop, others for each test: Douyin, Douyin, Kuaizhan, Kuaizhan. */
let units: SoldUnit[];
let code: string;
let made = 0;
beforeAll(async () => {
  bench = await startSync();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
  units = [...bench.douyin, ...bench.kuaizhan].map((of) => of[made % of.length] as SoldUnit);
  code = `CODE-${made}`;
  made += 1;
});

afterEach(() => bench.unlink());

interface Result {
  readonly shop: { readonly name: string };
  readonly status: string;
  readonly wanted: number;
  readonly before: number | null;
  readonly after: number | null;
  readonly attempts: number;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}
const stocks = (): number[] => units.map((unit) => unit.stock());
const row = (quantity: { setTo: number } | { changeBy: number }) => [{ merchantCode: code, quantity }];
const statuses = (done: { results: Result[] }): string[] => done.results.map(({ status }) => status).toSorted();
const of = (done: { results: Result[] }, unit: SoldUnit | undefined): Result =>
  done.results.find(({ shop }) => shop.name === unit?.shop.name) as Result;
const lines = (calls: readonly string[]): string[] => calls.toSorted();
/** Asks again under a key until the answer is what is waited for. */
async function until(ask: () => Promise<{ results: Result[] }>, isIt: (done: { results: Result[] }) => boolean) {
  for (let tries = 0; ; tries += 1) {
    const done = await ask();
    if (isIt(done) || tries === 40) return done;
    await sleep(250);
  }
}

describe('stockSync of a quantity', () => {
  it('shows it in every shop with the fewest calls, and keeps it as the count', async () => {
    await bench.link(code, units);
    const done = await bench.sync(row({ setTo: 77 }));
    expect(done).toMatchObject({ succeededCount: 4, failedCount: 0, unknownCount: 0, replayed: false, job: null });
    expect(done.userErrors).toEqual([]);
    expect(lines(bench.server.allCalls())).toEqual(lines([PRODUCTS, PRODUCTS, ONE, ONE, INFO, INFO, UPDATE, UPDATE]));
    expect(stocks()).toEqual([77, 77, 77, 77]);
    expect(done.results.map(({ wanted, attempts }: Result) => [wanted, attempts])).toEqual(Array(4).fill([77, 1]));
    expect(of(done, units[2])).toMatchObject({ before: 50, after: null });
    expect(await bench.onHand(code)).toBe(77);
  });

  it('gives each shop its share, less what is held back from it', async () => {
    const [a, b, c, d] = units as [SoldUnit, SoldUnit, SoldUnit, SoldUnit];
    await bench.link(code, [
      { unit: a, allocation: 0.5 },
      { unit: b, allocation: 0.3333, safetyStock: 3 },
      { unit: c, safetyStock: 200 },
      { unit: d, allocation: 0 },
    ]);
    const done = await bench.sync(row({ setTo: 101 }));
    expect(stocks()).toEqual([50, 30, 0, 0]);
    expect([a, b, c, d].map((unit) => of(done, unit).wanted)).toEqual([50, 30, 0, 0]);
  });

  it('reads back what is there where that is asked for, and marks a shop that shows another quantity', async () => {
    await bench.link(code, units);
    const done = await bench.sync(row({ setTo: 31 }), null, { verify: true });
    expect(done.results.map(({ after }: Result) => after)).toEqual([31, 31, 31, 31]);
    expect(lines(bench.server.allCalls())).toEqual(
      lines([...[PRODUCTS, ONE, 'POST /sku/detail', INFO, UPDATE, INFO].flatMap((call) => [call, call])]),
    );
  });

  it('goes to the named shops alone', async () => {
    await bench.link(code, units);
    const before = stocks();
    const [first] = units;
    const done = await bench.sync(row({ setTo: 12 }), null, {
      shopIds: [`gid://v1/Shop/${first?.shop.key}/${first?.shop.key}`],
    });
    expect(statuses(done)).toEqual(['SUCCEEDED']);
    expect(stocks()).toEqual([12, ...before.slice(1)]);
  });

  it('is one call for each fifty of a Douyin shop, and one for each commodity of a Kuaizhan shop', async () => {
    const many = bench.douyin[0]?.slice(0, 6) ?? [];
    const others = bench.kuaizhan[0]?.slice(0, 6) ?? [];
    const rows = [];
    for (const [at, unit] of many.entries()) {
      await bench.link(`M-${code}-${at}`, [unit, others[at] as SoldUnit]);
      rows.push({ merchantCode: `M-${code}-${at}`, quantity: { setTo: 10 + at } });
    }
    const done = await bench.sync(rows);
    expect(done.succeededCount).toBe(12);
    expect(bench.server.calls()).toEqual([PRODUCTS, MANY]);
    expect(bench.server.kuaizhan.journal.entries.map(({ operation }) => operation)).toEqual([
      'GET /v2/ec/commodity/list',
      ...Array(6).fill(UPDATE),
    ]);
    expect(done.results.map(({ wanted }: Result) => wanted)).toEqual([10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15]);
  });
});

describe('stockSync by a number', () => {
  it('changes every shop by what its share of the count changes', async () => {
    const [a, b] = units as [SoldUnit, SoldUnit, ...SoldUnit[]];
    await bench.link(code, [{ unit: a, allocation: 0.5 }, b, ...units.slice(2)], 21);
    for (const unit of units) unit.show(40);
    const done = await bench.sync(row({ changeBy: -6 }), { idempotencyKey: `${code} minus` });
    expect(done.succeededCount).toBe(4);
    // Half of 21 is 10 and half of 15 is 7: what the shop itself has sold meanwhile stays taken off.
    expect(stocks()).toEqual([37, 34, 34, 34]);
    expect(await bench.onHand(code)).toBe(15);
    expect(of(done, a).wanted).toBe(7);
  });

  it('changes every shop by its share of the number where nobody has counted', async () => {
    const [a, b] = units as [SoldUnit, SoldUnit, ...SoldUnit[]];
    await bench.link(code, [{ unit: a, allocation: 0.5 }, b, ...units.slice(2)]);
    for (const unit of units) unit.show(40);
    await bench.sync(row({ changeBy: 5 }), { idempotencyKey: `${code} plus` });
    expect(stocks()).toEqual([42, 45, 45, 45]);
    expect(await bench.onHand(code)).toBeNull();
  });

  it('counts once under its key, however often it is asked', async () => {
    await bench.link(code, units, 10);
    for (const unit of units) unit.show(10);
    const options = { idempotencyKey: `${code} once` };
    await bench.sync(row({ changeBy: 3 }), options);
    const again = await bench.sync(row({ changeBy: 3 }), options);
    expect(again).toMatchObject({ replayed: true, succeededCount: 4 });
    expect(bench.server.allCalls()).toEqual([]);
    expect(stocks()).toEqual([13, 13, 13, 13]);
    expect(await bench.onHand(code)).toBe(13);
    const other = await bench.sync(row({ changeBy: 4 }), options);
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('needs a key', async () => {
    await bench.link(code, units, 10);
    const done = await bench.sync(row({ changeBy: 3 }));
    expect(done.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['options', 'idempotencyKey'] }]);
    expect(await bench.onHand(code)).toBe(10);
  });
});

describe('rows that cannot be written', () => {
  it('are told with their paths, and the others are written', async () => {
    await bench.link(code, units);
    await bench.link(`${code}-none`, []);
    const done = await bench.sync([
      { merchantCode: `${code}-unknown`, quantity: { setTo: 1 } },
      { merchantCode: code, quantity: { setTo: 9 } },
      { merchantCode: code, quantity: { setTo: 8 } },
      { merchantCode: `${code}-none`, quantity: { setTo: 1 } },
    ]);
    expect(done.userErrors.map(({ code: of, path }: { code: string; path: string[] }) => [of, path.join('.')])).toEqual(
      [
        ['NOT_FOUND', 'input.rows.0.merchantCode'],
        ['INVALID_INPUT', 'input.rows.2.merchantCode'],
        ['STATE_FORBIDS', 'input.rows.3.merchantCode'],
      ],
    );
    expect(done.succeededCount).toBe(4);
    expect(stocks()).toEqual([9, 9, 9, 9]);
  });

  it.each([{ setTo: -1 }, { setTo: 100_000_000 }, { changeBy: 0 }])(
    'are refused for the quantity %j',
    async (quantity) => {
      await bench.link(code, units, 5);
      const done = await bench.sync(row(quantity as { setTo: number }), { idempotencyKey: `${code} bad` });
      expect(done.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'rows', '0', 'quantity'] }]);
      expect(bench.server.allCalls()).toEqual([]);
      expect(await bench.onHand(code)).toBe(5);
    },
  );

  it('hold back all others where that is asked for, and nothing is counted', async () => {
    await bench.link(code, units, 5);
    const [first] = units as [SoldUnit];
    const sku = bench.skuOf(first);
    const product = bench.server.douyin.state.shops
      .get(bench.server.shops[0]?.nativeId ?? '')
      ?.products.get(sku.productId);
    if (product === undefined) throw new Error('no product');
    const before = stocks();
    product.checkStatus = 2;
    try {
      const done = await bench.sync(row({ setTo: 9 }), { idempotencyKey: code }, { errorPolicy: 'VALIDATE_ALL_FIRST' });
      expect(statuses(done)).toEqual(['FAILED', 'SKIPPED', 'SKIPPED', 'SKIPPED']);
      expect(of(done, first).userErrors).toMatchObject([{ code: 'STATE_FORBIDS', path: ['input', 'rows', '0'] }]);
      expect(stocks()).toEqual(before);
      expect(await bench.onHand(code)).toBe(5);
      const best = await bench.sync(row({ setTo: 9 }));
      expect(statuses(best)).toEqual(['FAILED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    } finally {
      product.checkStatus = 3;
    }
    const done = await bench.sync(row({ setTo: 8 }), { idempotencyKey: code }, { errorPolicy: 'VALIDATE_ALL_FIRST' });
    expect(done).toMatchObject({ succeededCount: 4, replayed: false });
  });
});

describe('a dry run', () => {
  it('shows the very calls that are then made, with the quantities, and changes nothing', async () => {
    const [a] = units as [SoldUnit];
    await bench.link(code, [{ unit: a, allocation: 0.5 }, ...units.slice(1)], 3);
    const before = stocks();
    const planned = await bench.sync(row({ setTo: 66 }), { dryRun: true }, { verify: true });
    expect(stocks()).toEqual(before);
    expect(await bench.onHand(code)).toBe(3);
    expect(of(planned, a)).toMatchObject({ wanted: 33, attempts: 0, status: 'SKIPPED', userErrors: [] });
    const bodies = planned.plan.calls.map(({ body }: { body: string | null }) => JSON.stringify(body));
    expect(bodies.some((body: string) => body?.includes('33'))).toBe(true);
    await bench.sync(row({ setTo: 66 }), null, { verify: true });
    const sent = bench.server
      .allCalls()
      .map((call) => call.replace('POST /sku', 'POST sku').replace('POST /product', 'POST product'));
    expect(lines(sent)).toEqual(lines(planned.plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint)));
    expect(planned.plan).toMatchObject({ totalCalls: 12, warnings: [] });
  });

  it('warns of what the platforms would refuse', async () => {
    await bench.link(code, units);
    const [first] = units as [SoldUnit];
    const product = bench.server.douyin.state.shops
      .get(bench.server.shops[0]?.nativeId ?? '')
      ?.products.get(bench.skuOf(first).productId);
    if (product === undefined) throw new Error('no product');
    product.checkStatus = 5;
    const planned = await bench.sync(row({ setTo: 66 }), { dryRun: true });
    product.checkStatus = 3;
    expect(planned.plan.warnings).toEqual([
      `Row 0, ${first.shop.name}: The product is banned: the platform takes no stock of it.`,
    ]);
    expect(planned.plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint)).not.toContain(
      'POST sku/syncStockBatchMultiProducts',
    );
  });
});

describe('a shop in trouble', () => {
  it('that hangs delays no other; what is not answered is unknown, and is settled under the same key', async () => {
    await bench.link(code, units, 10);
    bench.server.kuaizhan.faults.set([{ match: { operation: UPDATE }, fault: 'hold' }]);
    const begun = performance.now();
    const options = { idempotencyKey: `${code} hangs` };
    const done = await bench.sync(row({ setTo: 55 }), options, {}, { headers: { 'x-deadline-ms': '2500' } });
    expect(performance.now() - begun).toBeLessThan(2_750);
    expect(statuses(done)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'UNKNOWN', 'UNKNOWN']);
    expect(of(done, units[2]).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(stocks().slice(0, 2)).toEqual([55, 55]);
    bench.server.kuaizhan.faults.clear();
    const later = await until(
      () => bench.sync(row({ setTo: 55 }), options),
      (again) => !statuses(again).includes('UNKNOWN'),
    );
    expect(statuses(later)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(stocks()).toEqual([55, 55, 55, 55]);
  }, 30_000);

  it('whose answer is lost is written once, and the tries are told', async () => {
    await bench.link(code, units, 10);
    for (const unit of units) unit.show(10);
    bench.server.douyin.faults.set([{ match: { operation: ONE }, fault: 'reset', phase: 'after_effect', times: 2 }]);
    const done = await bench.sync(row({ changeBy: 4 }), { idempotencyKey: `${code} lost` });
    expect(statuses(done)).toEqual(Array(4).fill('SUCCEEDED'));
    expect(stocks()).toEqual([14, 14, 14, 14]);
    expect(done.results.map(({ attempts }: Result) => attempts).toSorted()).not.toEqual([1, 1, 1, 1]);
  });

  it('that takes no connection is told as failed; a repeat under the key writes it and nothing else', async () => {
    await bench.link(code, units, 10);
    for (const unit of units) unit.show(10);
    const options = { idempotencyKey: `${code} down` };
    await bench.server.douyin.refuseConnections();
    const done = await bench.sync(row({ changeBy: 4 }), options, {}, { headers: { 'x-deadline-ms': '6000' } });
    await bench.server.douyin.acceptConnections();
    expect(statuses(done)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(stocks()).toEqual([10, 10, 14, 14]);
    const later = await until(
      () => bench.sync(row({ changeBy: 4 }), options),
      (again) => !statuses(again).includes('FAILED'),
    );
    expect(statuses(later)).toEqual(Array(4).fill('SUCCEEDED'));
    expect(stocks()).toEqual([14, 14, 14, 14]);
    expect(await bench.onHand(code)).toBe(14);
  }, 30_000);
});

describe('writes of the same stock', () => {
  it('end with the newest, whatever order they are carried out in', async () => {
    await bench.link(code, units);
    const all = await Promise.all([21, 22, 23, 24].map((setTo) => bench.sync(row({ setTo }))));
    expect(await bench.onHand(code)).toBe(stocks()[0]);
    expect(new Set(stocks()).size).toBe(1);
    for (const done of all)
      for (const { status, userErrors } of done.results as Result[])
        expect([status, ...userErrors.map(({ code: of }) => of)].join(' ')).toMatch(
          /^(SUCCEEDED|SKIPPED CONFLICT|SKIPPED)$/,
        );
  });
});

describe('a caller', () => {
  it('with grants writes the shops it may see, and learns of no other', async () => {
    await bench.link(code, units);
    const before = stocks();
    const [first] = units as [SoldUnit];
    const key = await bench.server.makeKey(['stock:write', 'read'], [first.shop.key]);
    const done = await bench.sync(row({ setTo: 5 }), null, {}, { key });
    expect(done.results.map(({ shop }: Result) => shop.name)).toEqual([first.shop.name]);
    expect(stocks()).toEqual([5, ...before.slice(1)]);
    const other = units[1]?.shop.key;
    const named = await bench.sync(row({ setTo: 6 }), null, { shopIds: [`gid://v1/Shop/${other}/${other}`] }, { key });
    expect(named.userErrors).toMatchObject([{ code: 'PERMISSION_DENIED', path: ['input', 'shopIds', '0'] }]);
  });

  it('without the scope is refused', async () => {
    await bench.link(code, units);
    const done = await bench.sync(row({ setTo: 5 }), null, {}, { key: bench.server.readKey });
    expect(done.userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
  });
});
