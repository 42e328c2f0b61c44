import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  MANY,
  ONE,
  PRODUCTS,
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

const sku = (at: number, of = 0): SeededSku => bench.plain[of]?.skus[at] as SeededSku;
const to = (one: SeededSku, setTo: number): StockRow => ({ skuId: bench.idOf(one), quantity: { setTo } });
const by = (one: SeededSku, changeBy: number): StockRow => ({ skuId: bench.idOf(one), quantity: { changeBy } });
const statuses = (payload: { rows: { status: string }[] }): string[] => payload.rows.map(({ status }) => status);
const ids = (operation: string) => bench.bodies(operation).map((body) => body['idempotent_id']);

describe('a write of stock whose answer was lost', () => {
  const lose = (operation: string, phase: 'before_effect' | 'after_effect', times = 1) =>
    bench.server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase, times }]);

  it.each([['before_effect'], ['after_effect']] as const)(
    '%s is sent again with the same id, and a change of one SKU counts once',
    async (phase) => {
      const before = sku(0).stock;
      lose(ONE, phase);
      const { payload } = await bench.set([by(sku(0), 7)], { idempotencyKey: `one ${phase}` });
      expect(statuses(payload)).toEqual(['SUCCEEDED']);
      expect(sku(0).stock).toBe(before + 7);
      expect(ids(ONE)).toHaveLength(2);
      expect(new Set(ids(ONE)).size).toBe(1);
      expect(bench.server.calls()).toEqual([PRODUCTS, ONE, ONE]);
    },
  );

  it('counts once for several SKUs, and each of them is told for itself', async () => {
    const before = [sku(0).stock, sku(1).stock];
    lose(ONE, 'after_effect');
    const { payload } = await bench.set([by(sku(0), 4), by(sku(1), -2)], { idempotencyKey: 'many lost' });
    expect(statuses(payload)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect([sku(0).stock, sku(1).stock]).toEqual([(before[0] ?? 0) + 4, (before[1] ?? 0) - 2]);
    expect(bench.server.calls()).toEqual([PRODUCTS, ONE, ONE, ONE]);
    expect(new Set(ids(ONE)).size).toBe(2);
  });

  it('of absolute quantities is read back where the platform says no more than that it took them', async () => {
    lose(MANY, 'after_effect');
    const { payload } = await bench.set([to(sku(0), 301), to(sku(1), 302)], null);
    expect(statuses(payload)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(bench.server.calls()).toEqual([PRODUCTS, MANY, MANY, SKU_LIST]);
  });

  it('every time is unknown, and is settled under the same key by sending it with the same id', async () => {
    const before = sku(0).stock;
    lose(ONE, 'before_effect', 3);
    const options = { idempotencyKey: 'never answered' };
    const lost = await bench.set([by(sku(0), 9)], options);
    expect(lost.payload.rows[0]).toMatchObject({ status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    const [first] = ids(ONE);
    expect(sku(0).stock).toBe(before);
    bench.server.douyin.faults.clear();
    const again = await bench.set([by(sku(0), 9)], options);
    expect(again.payload).toMatchObject({ replayed: true, rows: [{ status: 'SUCCEEDED', userErrors: [] }] });
    expect(ids(ONE)).toEqual([first]);
    expect(sku(0).stock).toBe(before + 9);
    const more = await bench.set([by(sku(0), 9)], options);
    expect(more.payload).toMatchObject({ replayed: true, rows: [{ status: 'SUCCEEDED' }] });
    expect([bench.server.calls(), sku(0).stock]).toEqual([[], before + 9]);
  });

  it('every time is settled by reading where it was absolute', async () => {
    lose(MANY, 'after_effect', 3);
    const rows = [to(sku(0), 411), to(sku(0, 1), 412)];
    const options = { idempotencyKey: 'absolute never answered' };
    const lost = await bench.set(rows, options);
    expect(statuses(lost.payload)).toEqual(['UNKNOWN', 'UNKNOWN']);
    bench.server.douyin.faults.clear();
    const again = await bench.set(rows, options);
    expect(statuses(again.payload)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(bench.server.calls()).toEqual([SKU, SKU]);
  });
});

describe('a success of the platform without results', () => {
  it('is none: what became of the rows is not known, and is looked for', async () => {
    bench.server.douyin.faults.set([{ match: { operation: MANY }, fault: 'missing_data', times: 1 }]);
    const rows = [to(sku(0), 811), to(sku(1), 812)];
    const open = await bench.set(rows, { idempotencyKey: 'no results' });
    expect(statuses(open.payload)).toEqual(['UNKNOWN', 'UNKNOWN']);
    const again = await bench.set(rows, { idempotencyKey: 'no results' });
    expect(statuses(again.payload)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(bench.server.calls()).toEqual([SKU_LIST]);
  });
});

describe('a key that was used', () => {
  it('is answered from the journal, and refused for other rows', async () => {
    const options = { idempotencyKey: 'once' };
    const before = sku(1).stock;
    await bench.set([by(sku(1), 1)], options);
    const again = await bench.set([by(sku(1), 1)], options, { selection: 'skus { stock }' });
    expect(again.payload).toMatchObject({
      replayed: true,
      skus: [{ stock: before + 1 }],
      rows: [{ status: 'SUCCEEDED' }],
    });
    expect(bench.server.calls()).toEqual([SKU]);
    const other = await bench.set([by(sku(1), 2)], options);
    expect(other.payload.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('is another in the sandbox', async () => {
    const flip = (isSandbox: boolean) =>
      bench.server.ask(
        'mutation($input: ShopSandboxSetInput!) { shopSandboxSet(input: $input) { userErrors { code } } }',
        {
          input: { id: bench.shop.id, isSandbox },
        },
      );
    const options = { idempotencyKey: 'both' };
    await bench.set([to(sku(1), 5)], options);
    await flip(true);
    const other = await bench.set([to(sku(1), 5)], options);
    await flip(false);
    expect(other.payload.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('writes of one stock at the same time', () => {
  /** Holds the first call, and lets the others come before it goes on. */
  const whileHeld = async <T>(first: () => Promise<T>, others: readonly (() => Promise<T>)[]): Promise<T[]> => {
    const { faults } = bench.server.douyin;
    faults.set([{ match: { operation: ONE }, fault: 'hold', phase: 'before_effect', times: 1 }]);
    const running = [first()];
    await faults.whenHeld();
    for (const other of others) {
      running.push(other());
      await setTimeout(150);
    }
    faults.release();
    return Promise.all(running);
  };

  it('are sent in order, and an absolute one that waits gives way to a newer one', async () => {
    const [first, second, third] = await whileHeld(
      () => bench.set([to(sku(2), 501)]),
      [() => bench.set([to(sku(2), 502), to(sku(2, 1), 602)]), () => bench.set([to(sku(2), 503)])],
    );
    expect(statuses(first?.payload)).toEqual(['SUCCEEDED']);
    expect(statuses(second?.payload)).toEqual(['SKIPPED', 'SUCCEEDED']);
    expect(second?.payload.rows[0].userErrors[0]).toMatchObject({
      __typename: 'StateError',
      code: 'CONFLICT',
      message: 'A newer write of this stock took its place before it was sent.',
      nodeId: bench.idOf(sku(2)),
    });
    expect(statuses(third?.payload)).toEqual(['SUCCEEDED']);
    expect([sku(2).stock, sku(2, 1).stock]).toEqual([503, 602]);
  });

  it('all count where they are changes', async () => {
    await bench.set([to(sku(2), 100)]);
    const answers = await whileHeld(
      () => bench.set([by(sku(2), 1)], { idempotencyKey: 'c1' }),
      [
        () => bench.set([by(sku(2), 10)], { idempotencyKey: 'c2' }),
        () => bench.set([by(sku(2), 100)], { idempotencyKey: 'c3' }),
      ],
    );
    expect(answers.map(({ payload }) => payload.rows[0].status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(sku(2).stock).toBe(211);
  });

  it('do not give way to a dry run, nor to a repeat that is answered from the journal', async () => {
    await bench.set([to(sku(3), 900)], { idempotencyKey: 'old' });
    const [, second] = await whileHeld(
      () => bench.set([to(sku(3), 901)]),
      [
        () => bench.set([to(sku(3), 902)]),
        () => bench.set([to(sku(3), 903)], { dryRun: true }),
        () => bench.set([to(sku(3), 900)], { idempotencyKey: 'old' }),
      ],
    );
    expect(statuses(second?.payload)).toEqual(['SUCCEEDED']);
    expect(sku(3).stock).toBe(902);
  });
});
