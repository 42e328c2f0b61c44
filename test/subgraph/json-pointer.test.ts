import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pickPointers } from '../../src/subgraph/json-pointer.js';

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Every pointer into a value, its own included. */
function pointersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => pointersOf(inner, `${at}/${escaped(name)}`))];
}

function valueAt(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown>)[name.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}

const names = fc.oneof(fc.constantFrom('a', 'b', '0', 'length', 'a/b', '~', ''), fc.string({ maxLength: 4 }));
const json = fc
  .letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(
        names.filter((name) => name !== '__proto__'),
        tie('tree'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }))
  .tree.filter((value) => typeof value === 'object' && value !== null);

describe('JSON Pointers', () => {
  it('show each value they name in its place, and leave the source as it was', () => {
    fc.assert(
      fc.property(json, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (source, picks) => {
        const before = JSON.stringify(source);
        const all = pointersOf(source);
        const wanted = picks.map((pick) => all[pick % all.length] as string);
        const picked = pickPointers(source, wanted);
        for (const pointer of wanted) expect(valueAt(picked, pointer)).toEqual(valueAt(source, pointer));
        expect(JSON.stringify(source)).toBe(before);
      }),
    );
  });

  it('show nothing that no pointer names', () => {
    fc.assert(
      fc.property(json, fc.nat(), (source, pick) => {
        const all = pointersOf(source);
        const wanted = all[pick % all.length] as string;
        for (const shown of pointersOf(pickPointers(source, [wanted]))) {
          const isOnTheWay = wanted.startsWith(shown) || shown.startsWith(wanted);
          const isFiller = valueAt(pickPointers(source, [wanted]), shown) === null;
          expect(isOnTheWay || isFiller).toBe(true);
        }
      }),
    );
  });

  it('that point nowhere show nothing', () => {
    const source = { list: [{ name: 'a' }, { name: 'b' }], text: 'x', empty: null };
    expect(pickPointers(source, [])).toBeNull();
    for (const pointer of ['/nothing', '/list/2', '/list/length', '/list/-', '/text/0', '/empty/a', '/toString', '/'])
      expect([pointer, pickPointers(source, [pointer])]).toEqual([pointer, null]);
    expect(pickPointers(source, ['/list/1/name'])).toEqual({ list: [null, { name: 'b' }] });
    expect(pickPointers(source, ['/list/01'])).toBeNull();
  });

  it('begin with a slash or are refused', () => {
    expect(() => pickPointers({}, ['/a', 'a'])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(pickPointers({ a: 1 }, [''])).toEqual({ a: 1 });
  });
});
