import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NewestWrite } from '../../src/subgraph/newest-write.js';

test('a write is superseded for just the objects that a newer one sets while it waits', () => {
  const newest = new NewestWrite();
  const first = newest.announce(['a', 'b']);
  expect(newest.isSuperseded(first, 'a')).toBe(false);
  const second = newest.announce(['b', 'c']);
  expect(newest.isSuperseded(first, 'a')).toBe(false);
  expect(newest.isSuperseded(first, 'b')).toBe(true);
  expect(newest.isSuperseded(second, 'b')).toBe(false);
  expect(newest.isSuperseded(first, 'c')).toBe(false);
});

test('a newer write that gives up supersedes nothing any more', () => {
  const newest = new NewestWrite();
  const first = newest.announce(['a']);
  newest.release(newest.announce(['a']));
  expect(newest.isSuperseded(first, 'a')).toBe(false);
});

test('a newer write that was carried out first still supersedes the older one that waits', () => {
  const newest = new NewestWrite();
  const first = newest.announce(['a', 'b']);
  newest.release(newest.announce(['a', 'b']), ['a']);
  expect(newest.isSuperseded(first, 'a')).toBe(true);
  expect(newest.isSuperseded(first, 'b')).toBe(false);
  newest.release(first);
  expect(newest.isSuperseded(newest.announce(['a']), 'a')).toBe(false);
});

test('a write is as old as its arrival, however late it is announced', () => {
  const newest = new NewestWrite();
  const arrived = newest.arrive();
  const second = newest.announce(['a']);
  const first = newest.announce(['a'], arrived);
  expect(newest.isSuperseded(second, 'a')).toBe(false);
  expect(newest.isSuperseded(first, 'a')).toBe(true);
});

test('giving a write back twice takes away nobody else', () => {
  const newest = new NewestWrite();
  const first = newest.announce(['a']);
  const second = newest.announce(['a']);
  newest.release(first);
  newest.release(first);
  expect(newest.size).toBe(1);
  newest.release(second);
  expect(newest.size).toBe(0);
});

test('beyond its bounds it knows nothing of further objects, so that their writes all run', () => {
  const newest = new NewestWrite({ maxKeys: 2 });
  const first = newest.announce(['a', 'b', 'c']);
  expect(newest.size).toBe(2);
  newest.announce(['a', 'c']);
  expect(newest.isSuperseded(first, 'a')).toBe(true);
  expect(newest.isSuperseded(first, 'c')).toBe(false);
});

test('of any writes that wait, exactly the newest of each object is not superseded, and nothing is left in the end', () => {
  const keys = ['a', 'b', 'c', 'd'];
  fc.assert(
    fc.property(fc.array(fc.subarray(keys), { maxLength: 12 }), (writes) => {
      const newest = new NewestWrite();
      const tokens = writes.map((write) => newest.announce(write));
      for (const key of keys) {
        const current = tokens.filter((token, at) => writes[at]?.includes(key) && !newest.isSuperseded(token, key));
        expect(current).toEqual(tokens.filter((_, at) => at === writes.findLastIndex((one) => one.includes(key))));
      }
      for (const token of tokens) newest.release(token);
      expect(newest.size).toBe(0);
    }),
  );
});
