import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundedParallel, FailedKey, keyedLoader, OncePerRequest } from '../../src/subgraph/loader.js';

interface Thing {
  readonly id: string;
  readonly is: string;
}
const thing = (id: string): Thing => ({ id, is: `thing ${id}` });

/** A loader whose calls are written down. */
function written(fetch: (keys: readonly string[]) => Promise<readonly (Thing | FailedKey)[]>, chunk = 100) {
  const calls: string[][] = [];
  let foreign = 0;
  const loader = keyedLoader<Thing>({
    fetch: (keys) => {
      calls.push([...keys]);
      return fetch(keys);
    },
    key: (one) => one.id,
    chunk,
    onForeign: (count) => {
      foreign += count;
    },
  });
  return { loader, calls, foreign: () => foreign };
}

describe('a keyed loader', () => {
  it('gives each key its own value, whatever the order, doubles, gaps and strangers of the answer', async () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(ids, fc.infiniteStream(fc.nat()), async (keys, dice) => {
        const roll = (sides: number): number => (dice.next().value as number) % sides;
        const missing = new Set(keys.filter(() => roll(4) === 0));
        const { loader } = written(async (asked) => {
          const rows = asked.filter((key) => !missing.has(key)).map(thing);
          rows.push(...rows.filter(() => roll(3) === 0), thing(`stranger ${keys.join()}`));
          return rows.sort(() => roll(3) - 1);
        });
        expect(await loader.loadMany(keys)).toEqual(keys.map((key) => (missing.has(key) ? null : thing(key))));
      }),
    );
  });

  it('counts the rows that nobody asked for', async () => {
    const { loader, foreign } = written(async () => [thing('a'), thing('x'), thing('y')]);
    expect(await loader.load('a')).toEqual(thing('a'));
    expect(foreign()).toBe(2);
  });

  it('asks once for all keys of a tick, each once, in calls of its chunk', async () => {
    const { loader, calls } = written(async (keys) => keys.map(thing), 3);
    await Promise.all(['a', 'b', 'a', 'c', 'd'].map((key) => loader.load(key)));
    await loader.load('b');
    expect(calls).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('fails the keys of a failed call alone, and asks again next time', async () => {
    let isBroken = true;
    const { loader, calls } = written(async (keys) => {
      if (isBroken && keys.includes('c')) throw new Error('cut');
      return keys.map(thing);
    }, 2);
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => loader.load(key)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    isBroken = false;
    expect(await loader.load('c')).toEqual(thing('c'));
    expect(calls).toEqual([['a', 'b'], ['c', 'd'], ['c']]);
  });

  it('fails a single key where only its own read failed', async () => {
    const { loader } = written(async () => [thing('a'), new FailedKey('b', new Error('its own'))]);
    const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map((key) => loader.load(key)));
    expect(a).toEqual({ status: 'fulfilled', value: thing('a') });
    expect(b).toMatchObject({ status: 'rejected', reason: { message: 'its own' } });
    expect(c).toEqual({ status: 'fulfilled', value: null });
  });

  it('asks nothing for what came along, until it is told to forget', async () => {
    const { loader, calls } = written(async (keys) => keys.map(thing));
    loader.prime([{ id: 'a', is: 'primed' }]);
    expect(await loader.load('a')).toEqual({ id: 'a', is: 'primed' });
    expect(calls).toEqual([]);
    loader.clear('a');
    expect(await loader.load('a')).toEqual(thing('a'));
  });

  it('takes the single call for a single key, and not its answer about another', async () => {
    const loader = keyedLoader<Thing>({
      fetch: async (keys) => keys.map(thing),
      fetchOne: async (key) => (key === 'odd' ? thing('other') : { id: key, is: 'single' }),
      key: (one) => one.id,
      chunk: 10,
    });
    expect(await loader.load('a')).toEqual({ id: 'a', is: 'single' });
    expect(await loader.load('odd')).toBeNull();
    expect(await loader.loadMany(['b', 'c'])).toEqual([thing('b'), thing('c')]);
  });
});

describe('a question asked once per request', () => {
  it('is shared while it runs and after, and forgotten when it failed', async () => {
    const once = new OncePerRequest();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      if (asked === 1) throw new Error('first');
      return asked;
    };
    await expect(Promise.all([once.run('q', ask), once.run('q', ask)])).rejects.toThrow('first');
    expect(await Promise.all([once.run('q', ask), once.run('q', ask)])).toEqual([2, 2]);
    once.clear();
    expect(await once.run('q', ask)).toBe(3);
  });
});

describe('calls without a batch form', () => {
  it('run at most so many at a time and answer in the order asked, failed ones in their place', async () => {
    let running = 0;
    let most = 0;
    const results = await boundedParallel([5, 1, 4, 2, 3], 2, async (value) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, value));
      running -= 1;
      if (value === 4) throw new Error('four');
      return value;
    });
    expect(most).toBe(2);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      5,
      1,
      'failed',
      2,
      3,
    ]);
  });
});
