import { describe, expect, it } from '@jest/globals';
import type { FoundObject, FoundPage } from '../../src/push/change-stream.js';
import { walkSpan } from '../../src/push/span-walk.js';

const SPAN = { from: 0, to: 10_000 };

describe('a walk over the pages of a list', () => {
  const row = (id: number): FoundObject => ({
    subject: { type: 'Commodity', nativeId: String(id) },
    updatedAt: new Date(1_000),
  });
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => row(from + index));
  const page = (from: number, count: number, hasMore: boolean): FoundPage => ({
    rows: rows(from, count),
    unreadable: 0,
    total: null,
    hasMore,
  });

  it('ends when the platform gives the same page again and again', async () => {
    let calls = 0;
    const walk = walkSpan(SPAN, async () => {
      calls += 1;
      if (calls > 5) throw new Error('still asking');
      return page(0, 100, true);
    });
    await expect(walk).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
    expect(calls).toBe(2);
  });

  it('ends when the pages have no end', async () => {
    let calls = 0;
    const walk = walkSpan(SPAN, async (number) => {
      calls += 1;
      if (calls > 2_000) throw new Error('still asking');
      return { ...page(number, 1, true), rows: [], unreadable: 1 };
    });
    await expect(walk).rejects.toMatchObject({ code: 'PAGINATION_TOO_DEEP' });
  });

  it('sees by the row that pages share whether the list has lost one meanwhile', async () => {
    let list = rows(0, 30);
    const read = async (number: number): Promise<FoundPage> => {
      const found = list.slice(number * 9, number * 9 + 10);
      if (number === 0 && list.length === 30) list = list.slice(1);
      return { rows: found, unreadable: 0, total: null, hasMore: found.length === 10 };
    };
    expect(await walkSpan(SPAN, read, true)).toEqual({ kind: 'moved' });
    expect(await walkSpan(SPAN, read, true)).toMatchObject({ kind: 'whole', rows: rows(1, 29) });
    // Exactly full: the last page has the shared row alone.
    list = rows(0, 19);
    expect(await walkSpan(SPAN, read, true)).toMatchObject({ kind: 'whole', rows: rows(0, 19) });
  });
});
