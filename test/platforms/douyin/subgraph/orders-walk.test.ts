import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isPackedPosition,
  MOST_SEEN,
  type OrderPosition,
  packPosition,
  unpackPosition,
} from '../../../../src/platforms/douyin/subgraph/order/order-position.js';
import type { OrderQuery } from '../../../../src/platforms/douyin/subgraph/order/order-search.js';
import {
  type OrderSlice,
  OrderWalk,
  type ReadOrders,
} from '../../../../src/platforms/douyin/subgraph/order/order-walk.js';
import type { OrderPage } from '../../../../src/platforms/douyin/upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../../../src/platforms/douyin/upstream/endpoints/order-record.js';
import { CursorCodec } from '../../../../src/subgraph/cursor.js';

/** An order, as far as lists know it; times are seconds. */
interface Row {
  readonly id: string;
  createdAt: number;
  updatedAt: number;
}

const START = 1_700_000_000;

/** A list of the platform's, in memory: windows with both ends in them, and within a second an order of its own. */
class Platform {
  reads = 0;
  /** Told of each read before it is answered. */
  beforeRead: () => void = () => undefined;

  constructor(
    readonly rows: Row[],
    /** How rows of one second lie. */
    private readonly rank: (row: Row) => number,
  ) {}

  readonly read: ReadOrders = async (search, page, size) => {
    this.beforeRead();
    this.reads += 1;
    const key = search.by === 'create_time' ? 'createdAt' : 'updatedAt';
    const way = search.isAscending ? 1 : -1;
    const isIn = (at: number, window: { from: number; to: number } | null) =>
      window === null || (at >= window.from && at <= window.to);
    const found = this.rows
      .filter((row) => isIn(row.createdAt, search.created) && isIn(row.updatedAt, search.updated))
      .map((row) => ({ row, rank: this.rank(row) }))
      .sort((a, b) => way * (a.row[key] - b.row[key]) || a.rank - b.rank)
      .map(({ row }) => row);
    const rows = found.slice(page * size, (page + 1) * size).map(recordOf);
    const answer: OrderPage = { rows, total: found.length, count: rows.length, badRows: { count: 0, paths: [] } };
    return answer;
  };
}

const recordOf = ({ id, createdAt, updatedAt }: Row): OrderRecord =>
  ({ id, createdAt: new Date(createdAt * 1000), updatedAt: new Date(updatedAt * 1000) }) as OrderRecord;

const queryOf = (by: 'create_time' | 'update_time', isAscending: boolean): OrderQuery => {
  const window = { from: START - 1000, to: START + 100_000 };
  return {
    search: {
      by,
      isAscending,
      created: by === 'create_time' ? window : null,
      updated: by === 'update_time' ? window : null,
    },
    fits: () => true,
  };
};

const idOf = (at: number): string => String(6_917_135_448_573_842_113n + BigInt(at) * 65_537n);
const rowsAt = (seconds: readonly number[]): Row[] =>
  seconds.map((second, at) => ({ id: idOf(at), createdAt: START + second, updatedAt: START + second }));

/** Walks to the end, over cursors as a client has them; tells of each page before the next is asked for. */
async function walk(
  platform: Platform,
  query: OrderQuery,
  count: number,
  onPage: (slice: OrderSlice, reads: number) => void = () => undefined,
): Promise<OrderRecord[]> {
  const cursors = new CursorCodec(['test'], isPackedPosition);
  const seen: OrderRecord[] = [];
  let position: OrderPosition | null = null;
  for (let pages = 0; pages < 1000; pages += 1) {
    const before = platform.reads;
    const slice: OrderSlice = await new OrderWalk(query, platform.read).next(position, count);
    onPage(slice, platform.reads - before);
    seen.push(...slice.rows);
    const { hasNextPage, rows } = slice;
    if (!(typeof hasNextPage === 'function' ? await hasNextPage() : hasNextPage)) return seen;
    expect(rows.length).toBeGreaterThan(0);
    position = unpackPosition(cursors.decode(cursors.encode(packPosition(slice.positionOf(rows.length - 1))), 'after'));
  }
  throw new Error('the list has no end');
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
const sorted = (list: readonly string[]): string[] => [...list].sort();
const BY = fc.constantFrom('create_time' as const, 'update_time' as const);

describe('a walk over orders by their times', () => {
  it('shows each order once and in order, whatever the order within a second, by one call a page', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(40), { maxLength: 250, size: 'max' }),
        fc.integer({ min: 1, max: 100 }),
        BY,
        fc.boolean(),
        async (seconds, count, by, isAscending) => {
          const platform = new Platform(rowsAt(seconds), () => Math.random());
          const seen = await walk(platform, queryOf(by, isAscending), count, ({ rows }, reads) => {
            expect(reads).toBe(1);
            expect(rows.length).toBeLessThanOrEqual(count);
          });
          expect(sorted(ids(seen))).toEqual(sorted(ids(platform.rows)));
          const times = seen.map(({ createdAt }) => createdAt.getTime());
          expect(times).toEqual([...times].sort((a, b) => (isAscending ? a - b : b - a)));
        },
      ),
      { numRuns: 60 },
    ));

  it('has full pages wherever what was shown of the last second leaves room for them', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.boolean(), async (count, isAscending) => {
        const platform = new Platform(rowsAt(Array.from({ length: 300 }, (_, at) => Math.floor(at / 5))), () => 0);
        const sizes: number[] = [];
        await walk(platform, queryOf('create_time', isAscending), count, ({ rows }) => void sizes.push(rows.length));
        expect(sizes.slice(0, -1).every((size) => size === count)).toBe(true);
      }),
      { numRuns: 30 },
    ));

  it('loses no order that stays as it is while others change and come, and shows none of these twice', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(60), { minLength: 20, maxLength: 200, size: 'max' }),
        fc.integer({ min: 5, max: 60 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        async (seconds, count, isAscending, draws) => {
          const platform = new Platform(rowsAt(seconds), () => Math.random());
          const changed = new Set<string>();
          let clock = START + 1000;
          let left = 30;
          const seen = await walk(platform, queryOf('update_time', isAscending), count, ({ hasNextPage }) => {
            // What happens after the last page is for the next walk to tell.
            if (hasNextPage === false) return;
            for (let times = 0; times < 5 && left > 0; times += 1, left -= 1) {
              const row = platform.rows[(draws.next().value ?? 0) % platform.rows.length];
              if (row === undefined) continue;
              changed.add(row.id);
              clock += 1;
              row.updatedAt = clock;
              platform.rows.push({ id: idOf(10_000 + clock), createdAt: clock, updatedAt: clock });
              changed.add(idOf(10_000 + clock));
            }
          });
          const calm = (list: readonly string[]) => list.filter((id) => !changed.has(id));
          expect(sorted(calm(ids(seen)))).toEqual(sorted(calm(ids(platform.rows))));
          // Going forwards in time, a changed order is met again behind all others: nothing that happened is missed.
          if (isAscending) expect(new Set(ids(seen))).toEqual(new Set(ids(platform.rows)));
        },
      ),
      { numRuns: 60 },
    ));

  it('shows each order once where a second has more than a cursor can name', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 101, max: 350 }),
        fc.integer({ min: 15, max: 100 }),
        fc.boolean(),
        fc.integer(),
        async (crowd, count, isAscending, salt) => {
          const around = [0, 1, 1, 2, 4, 5, 5, 5];
          const rows = rowsAt([...around, ...Array.from({ length: crowd }, () => 3)]);
          const platform = new Platform(rows, ({ id }) => Number((BigInt(id) * 7919n + BigInt(salt)) % 1009n));
          const seen = await walk(platform, queryOf('update_time', isAscending), count);
          expect(sorted(ids(seen))).toEqual(sorted(ids(rows)));
          expect(seen).toHaveLength(rows.length);
        },
      ),
      { numRuns: 25 },
    ));

  it('loses none of a crowded second while orders leave it, even between the calls for one page', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 250, max: 420 }), fc.infiniteStream(fc.nat()), async (crowd, draws) => {
        const rows = rowsAt(Array.from({ length: crowd }, () => 3));
        const platform = new Platform(rows, ({ id }) => Number(BigInt(id) % 1009n));
        const left = new Set<string>();
        let clock = START + 1000;
        platform.beforeRead = () => {
          if (left.size >= 40) return;
          const row = rows[(draws.next().value ?? 0) % rows.length];
          if (row === undefined) return;
          clock += 1;
          row.updatedAt = clock;
          left.add(row.id);
        };
        const seen = await walk(platform, queryOf('update_time', true), 100);
        expect(new Set(ids(seen))).toEqual(new Set(ids(rows)));
        const calm = ids(seen).filter((id) => !left.has(id));
        expect(new Set(calm).size).toBe(calm.length);
      }),
      { numRuns: 30 },
    ));

  it('has cursors that can be taken though all that was shown of a crowded second has left it', async () => {
    const rows = rowsAt(Array.from({ length: 260 }, () => 3));
    const platform = new Platform(rows, ({ id }) => Number(BigInt(id) % 1009n));
    let pages = 0;
    const seen = await walk(platform, queryOf('update_time', true), 60, ({ rows: shown }) => {
      pages += 1;
      if (pages > 1) return;
      for (const row of rows) if (ids(shown).includes(row.id)) row.updatedAt = START + 1000;
    });
    expect(new Set(ids(seen))).toEqual(new Set(ids(rows)));
    // Those that were shown and then changed are met again, the others once.
    expect(seen).toHaveLength(rows.length + 60);
  });

  it('goes on past rows that could not be read', async () => {
    const rows = rowsAt(Array.from({ length: 30 }, (_, at) => at));
    const platform = new Platform(rows, () => 0);
    const read: ReadOrders = async (search, page, size) => {
      const answer = await platform.read(search, page, size);
      const good = answer.rows.filter(({ createdAt }) => createdAt.getTime() / 1000 - START >= 12);
      return { ...answer, rows: good };
    };
    const slice = await new OrderWalk(queryOf('create_time', true), read).next(null, 5);
    expect(ids(slice.rows)).toEqual([12, 13, 14].map(idOf));
    expect(slice.hasNextPage).toBe(true);
  });

  it('leaves out what lies outside of the filter, should the platform list it', async () => {
    const platform = new Platform(rowsAt([1, 2, 3, 4]), () => 0);
    const query = { ...queryOf('create_time', true), fits: ({ id }: OrderRecord) => id !== idOf(1) };
    expect(ids(await walk(platform, query, 10))).toEqual([0, 2, 3].map(idOf));
  });
});

describe('the position of a cursor', () => {
  const id = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String);
  const position = fc.record({
    at: fc.nat(4_000_000_000),
    seen: fc.array(id, { maxLength: MOST_SEEN, size: 'max' }),
    after: fc.option(id),
  });

  it('comes back as it was, in a cursor that is short enough to be taken', () => {
    const cursors = new CursorCodec(['orders', 'sabcdefgh'], isPackedPosition);
    fc.assert(
      fc.property(position, (one) => {
        const cursor = cursors.encode(packPosition(one));
        expect(unpackPosition(cursors.decode(cursor, 'after'))).toEqual(one);
      }),
    );
    const most = {
      at: 4_000_000_000,
      seen: Array.from({ length: MOST_SEEN }, () => '9'.repeat(19)),
      after: '9'.repeat(19),
    };
    expect(cursors.encode(packPosition(most)).length).toBeLessThanOrEqual(2048);
  });

  it.each([
    [null],
    [[]],
    [[1]],
    [[-1, '']],
    [[1, 2]],
    [[1, 'a..b']],
    [[1, '0']],
    [[1, 'A']],
    [[1, '', '']],
    [[1, '', 'a', 1]],
  ])('is not %j', (value) => {
    expect(isPackedPosition(value)).toBe(false);
  });
});
