import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  backwards,
  forwards,
  type ReadPage,
  type SortedList,
} from '../../../../src/platforms/douyin/subgraph/after-sale/sorted-list.js';
import {
  isPlace,
  type Place,
  type Sorting,
  walk,
} from '../../../../src/platforms/douyin/subgraph/after-sale/sorted-walk.js';

interface Row {
  readonly id: string;
  readonly key: number;
  readonly list: number;
}

/** A list as the platform keeps it: sorted, read by numbered pages, changed by others in between. */
class Kept {
  rows: Row[] = [];
  calls = 0;

  constructor(private readonly ascending: boolean) {}

  readonly read: ReadPage<Row> = async (page, size) => {
    this.calls += 1;
    if (size > 100) throw new RangeError('the platform has no such page');
    const sign = this.ascending ? 1 : -1;
    const all = [...this.rows].sort((a, b) => sign * (a.key - b.key) || (a.id < b.id ? -1 : 1));
    const rows = all.slice(page * size, (page + 1) * size);
    const indices = rows.map((_row, index) => index);
    return { rows, indices, total: all.length, hasMore: (page + 1) * size < all.length };
  };
}

const sorting = (direction: 'asc' | 'desc'): Sorting<Row> => ({ key: ({ key }) => key, direction, id: ({ id }) => id });

/** All pages of a walk; `meanwhile` runs after each. */
async function walkThrough(
  lists: readonly SortedList<Row>[],
  direction: 'asc' | 'desc',
  size: number,
  meanwhile: (given: readonly Row[]) => void = () => undefined,
): Promise<Row[][]> {
  const pages: Row[][] = [];
  let place: Place | null = null;
  for (;;) {
    const page = await walk<Row>(lists, sorting(direction), place, size);
    pages.push([...page.rows]);
    if (!page.hasMore) return pages;
    // As a cursor, it goes through text.
    const text = JSON.stringify(page.placeAfter(page.rows.length - 1));
    const back: unknown = JSON.parse(text);
    if (!isPlace(lists.length)(back)) throw new TypeError('not a place');
    place = back;
    meanwhile(page.rows);
  }
}

type Change = { readonly what: 'touch' | 'remove' | 'add'; readonly at: number; readonly key: number };

const keys = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 90 });
const changes = fc.array(
  fc.array(
    fc.record({
      what: fc.constantFrom('touch' as const, 'remove' as const, 'add' as const),
      at: fc.nat(200),
      key: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 6 },
  ),
  { maxLength: 30 },
);
const sizes = fc.integer({ min: 1, max: 30 });

/** Makes changes to a list; `keyOf` says what key a touched or new row gets. Tells whose rows are as they were. */
function changer(kept: Kept, steps: readonly (readonly Change[])[], keyOf: (change: Change) => number) {
  const left = steps.map((step) => [...step]);
  const changed = new Set<string>();
  let serial = 0;
  const apply = (change: Change): void => {
    const row = kept.rows[change.at % Math.max(1, kept.rows.length)];
    if (change.what === 'add') {
      serial += 1;
      const id = `new${serial}`;
      changed.add(id);
      kept.rows.push({ id, key: keyOf(change), list: 0 });
    } else if (row !== undefined) {
      changed.add(row.id);
      kept.rows = kept.rows.filter((one) => one !== row);
      if (change.what === 'touch') kept.rows.push({ ...row, key: keyOf(change) });
    }
  };
  return { changed, next: () => (left.shift() ?? []).forEach(apply) };
}

const filled = (kept: Kept, list: readonly number[], name = 0): Kept => {
  kept.rows = list.map((key, at) => ({ id: `${name}-${at}`, key, list: name }));
  return kept;
};

/** Rows that nobody changed come exactly once, and no row comes twice as it was. */
function expectExact(pages: readonly (readonly Row[])[], before: readonly Row[], changed: ReadonlySet<string>): void {
  const given = pages.flat();
  const times = (row: Row) => given.filter(({ id }) => id === row.id).length;
  for (const row of before) if (!changed.has(row.id)) expect([row.id, times(row)]).toEqual([row.id, 1]);
  const marks = given.map(({ id, key }) => `${id}/${key}`);
  expect(new Set(marks).size).toBe(marks.length);
}

describe('a walk over a sorted list of numbered pages', () => {
  it('gives every row once and in order, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 100 }), fc.boolean(), async (list, size, mayShrink) => {
        const kept = filled(new Kept(false), list);
        const pages = await walkThrough([forwards(kept.read, mayShrink)], 'desc', size);
        const given = pages.flat().map(({ key }) => key);
        expect(given).toEqual([...list].sort((a, b) => b - a));
        expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
        expect(kept.calls).toBeLessThanOrEqual(2 * pages.length);
      }),
    );
  });

  it('loses no row that stays, and repeats none, while newer ones come in, others change and others leave', async () => {
    await fc.assert(
      fc.asyncProperty(keys, sizes, changes, async (list, size, steps) => {
        const kept = filled(new Kept(false), list);
        const before = [...kept.rows];
        let now = 100;
        const others = changer(kept, steps, () => {
          now += 1;
          return now;
        });
        const pages = await walkThrough([forwards(kept.read, true)], 'desc', size, others.next);
        expectExact(pages, before, others.changed);
      }),
    );
  });

  it('needs no row more for that where rows leave their place for the front alone', async () => {
    await fc.assert(
      fc.asyncProperty(keys, sizes, changes, async (list, size, steps) => {
        const kept = filled(new Kept(false), list);
        const before = [...kept.rows];
        let now = 100;
        const kinds = steps.map((step) => step.filter(({ what }) => what !== 'remove'));
        const others = changer(kept, kinds, () => {
          now += 1;
          return now;
        });
        const pages = await walkThrough([forwards(kept.read, false)], 'desc', size, others.next);
        expectExact(pages, before, others.changed);
      }),
    );
  });

  it('does so where rows move to any place, as deadlines do', async () => {
    await fc.assert(
      fc.asyncProperty(keys, sizes, changes, async (list, size, steps) => {
        const kept = filled(new Kept(true), list);
        const before = [...kept.rows];
        const others = changer(kept, steps, ({ key }) => key);
        const pages = await walkThrough([forwards(kept.read, true)], 'asc', size, others.next);
        const given = pages.flat();
        for (const row of before)
          if (!others.changed.has(row.id)) expect(given.filter(({ id }) => id === row.id)).toHaveLength(1);
      }),
    );
  });

  it('does so from the end of a list that the platform sorts the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(keys, sizes, changes, async (list, size, steps) => {
        const kept = filled(new Kept(true), list);
        const before = [...kept.rows];
        let now = 100;
        const others = changer(kept, steps, () => {
          now += 1;
          return now;
        });
        const pages = await walkThrough([backwards(kept.read)], 'desc', size, others.next);
        const [first = []] = pages;
        const newest = [...before].sort((a, b) => b.key - a.key).slice(0, size);
        expect(first.map(({ key }) => key)).toEqual(newest.map(({ key }) => key));
        expectExact(pages, before, others.changed);
      }),
    );
  });

  it('gives several lists as one, sorted, each row once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(keys, { minLength: 2, maxLength: 4 }),
        sizes,
        fc.boolean(),
        async (all, size, isBack) => {
          const kept = all.map((list, name) => filled(new Kept(isBack), list, name));
          const lists = kept.map(({ read }) => (isBack ? backwards(read) : forwards(read, true)));
          const pages = await walkThrough(lists, 'desc', size);
          const given = pages.flat();
          expect(given.map(({ key }) => key)).toEqual(all.flat().sort((a, b) => b - a));
          expect(new Set(given.map(({ id }) => id)).size).toBe(given.length);
          const page = await walk<Row>(lists, sorting('desc'), null, size);
          expect(page.total).toBe(all.flat().length);
        },
      ),
    );
  });

  it('gives them so while one of them changes', async () => {
    await fc.assert(
      fc.asyncProperty(keys, keys, sizes, changes, fc.boolean(), async (one, two, size, steps, isBack) => {
        const kept = [one, two].map((list, name) => filled(new Kept(isBack), list, name)) as [Kept, Kept];
        const lists = kept.map(({ read }) => (isBack ? backwards(read) : forwards(read, true)));
        const before = kept.flatMap(({ rows }) => rows);
        let now = 100;
        const others = changer(kept[1], steps, () => {
          now += 1;
          return now;
        });
        const pages = await walkThrough(lists, 'desc', size, others.next);
        expectExact(pages, before, others.changed);
        const given = pages.flat().map(({ key }) => key);
        expect(given).toEqual([...given].sort((a, b) => b - a));
      }),
    );
  });

  it('finds the end of a long list first, and then reads on from there, one call or two a page', async () => {
    const kept = filled(
      new Kept(true),
      Array.from({ length: 730 }, (_, at) => at),
    );
    const counts: number[] = [];
    const pages = await walkThrough([backwards(kept.read)], 'desc', 25, () => {
      counts.push(kept.calls);
      kept.calls = 0;
    });
    expect(pages.flat().map(({ key }) => key)).toEqual(Array.from({ length: 730 }, (_, at) => 729 - at));
    expect(counts[0]).toBe(2);
    expect(counts.slice(1).every((calls) => calls <= 2)).toBe(true);
    expect(counts.slice(1).filter((calls) => calls === 1).length).toBeGreaterThan(counts.length / 2);
  });

  it('begins anew rather than search a list that is another one by now', async () => {
    const kept = filled(
      new Kept(false),
      Array.from({ length: 3000 }, (_, at) => 5000 - at),
    );
    const list = forwards(kept.read, true);
    const far = await walk<Row>(list === undefined ? [] : [list], sorting('desc'), [3000, '', [2001]], 10);
    expect(far.rows.map(({ key }) => key)).toEqual([3000, 2999, 2998, 2997, 2996, 2995, 2994, 2993, 2992, 2991]);
    kept.rows = kept.rows.filter(({ key }) => key <= 3000 || key > 4990);
    await expect(walk<Row>([list], sorting('desc'), [3000, '', [2001]], 10)).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  it('refuses a place that has no room for all rows of one second', async () => {
    const kept = filled(
      new Kept(false),
      Array.from({ length: 300 }, () => 7),
    );
    const page = await walk<Row>([forwards(kept.read, false)], sorting('desc'), null, 100);
    const second = await walk<Row>([forwards(kept.read, false)], sorting('desc'), page.placeAfter(99), 100);
    const third = await walk<Row>([forwards(kept.read, false)], sorting('desc'), second.placeAfter(99), 100);
    expect(new Set([...page.rows, ...second.rows, ...third.rows].map(({ id }) => id)).size).toBe(300);
    expect(() => third.placeAfter(50)).toThrow('Too many cases of one second');
  });
});
