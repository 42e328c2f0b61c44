import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lazyView, plain, type ViewTable } from '../../src/upstream/lazy-view.js';

interface Source {
  readonly name: string;
  readonly size: number;
  readonly parts: readonly string[];
}
interface Shown {
  readonly title: string;
  readonly double: number;
  readonly parts: string[];
  readonly place: string;
}
abstract class Thing {
  declare readonly title: string;
  get shout(): string {
    return this.title.toUpperCase();
  }
}
class Base extends Thing {}

const TABLE: ViewTable<Source, string, Shown> = {
  title: ({ name }) => name,
  double: ({ size }) => size * 2,
  parts: ({ parts }) => [...parts],
  place: (_source, place) => place,
};
const View = lazyView<Source, string, Shown, Base>(TABLE, Base);

const source = fc.record({ name: fc.string(), size: fc.integer(), parts: fc.array(fc.string()) });
const eager = (from: Source, place: string): Shown => ({
  title: TABLE.title(from, place),
  double: TABLE.double(from, place),
  parts: TABLE.parts(from, place),
  place: TABLE.place(from, place),
});

describe('a lazy view', () => {
  it('is what its table makes of the source, read one by one, all at once, or as JSON', () => {
    fc.assert(
      fc.property(
        source,
        fc.string(),
        fc.shuffledSubarray(Object.keys(TABLE) as (keyof Shown)[]),
        (from, place, order) => {
          const view = new View(from, place);
          const all = eager(from, place);
          for (const name of order) expect(view[name]).toEqual(all[name]);
          expect(plain(view)).toEqual(all);
          expect(JSON.stringify(view)).toBe(JSON.stringify(all));
        },
      ),
    );
  });

  it('evaluates an entry when it is read and no other, each time anew', () => {
    const read: string[] = [];
    const Counting = lazyView<null, null, { readonly one: number[]; readonly two: number }>({
      one: () => {
        read.push('one');
        return [1];
      },
      two: () => {
        read.push('two');
        return 2;
      },
    });
    const view = new Counting(null, null);
    expect(read).toEqual([]);
    expect(view.one).not.toBe(view.one);
    expect(read).toEqual(['one', 'one']);
  });

  it('is an instance of its base and has what the base has', () => {
    const view = new View({ name: 'a', size: 1, parts: [] }, 'here');
    expect(view).toBeInstanceOf(Thing);
    expect(view.shout).toBe('A');
  });

  it('shows nothing of its source that no entry shows', () => {
    const from = { name: 'a', size: 1, parts: [], secret: 'CANARY' };
    const view = new View(from, 'here');
    const seen = [inspect(view, { showHidden: true, depth: 9 }), JSON.stringify(view), JSON.stringify(plain(view))];
    expect([...seen, ...Reflect.ownKeys(view)].join()).not.toContain('CANARY');
  });
});

describe('a plain copy', () => {
  it('of what is no view is a copy', () => {
    const object = { a: 1 };
    expect(plain(object)).toEqual(object);
    expect(plain(object)).not.toBe(object);
  });
});
