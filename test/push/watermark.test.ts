import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewChange } from '../../src/push/change.js';
import { judge, type Mark, markAfter, type Standing } from '../../src/push/watermark.js';

const NOW = 1_700_000_000_000;

const change = (source: NewChange['source'], at: number | null, fingerprint: string | null = null): NewChange => ({
  tenantId: 'tn_one',
  shopKey: 's1',
  kind: 'ORDER',
  subject: { type: 'Order', nativeId: '1' },
  tag: null,
  source,
  raw: null,
  occurredAt: at === null ? null : new Date(NOW + at),
  fingerprint,
  receivedAt: new Date(NOW),
});
const push = (at: number | null) => change('PUSH', at);
const read = (at: number | null, fingerprint: string | null = null) => change('LIVE', at, fingerprint);

/** How changes of one object stand that come one after the other. */
function standings(...changes: NewChange[]): Standing[] {
  let mark: Mark | undefined;
  return changes.map((one) => {
    const standing = judge(one, mark);
    if (standing === 'news') mark = markAfter(one, mark);
    return standing;
  });
}

describe('of the changes of one object', () => {
  it.each([
    ['two messages of one second are both told', [push(5), push(5)], ['news', 'news']],
    ['an older message is stale', [push(5), push(4), push(6)], ['news', 'stale', 'news']],
    ['a read of what a message told is a double', [push(5), read(5)], ['news', 'double']],
    ['a message of what a read told is a double', [read(5), push(5)], ['news', 'double']],
    ['a message older than what a read told is stale', [read(5), push(4)], ['news', 'stale']],
    ['a second read of the same state is a double', [read(5), read(5), read(6)], ['news', 'double', 'news']],
    ['a message without a time is told', [push(5), push(null), push(4)], ['news', 'news', 'stale']],
    ['a message too far ahead hides nothing', [push(600_001), push(5), push(600_002)], ['news', 'news', 'news']],
    ['one that is ten minutes ahead does', [push(600_000), push(5)], ['news', 'stale']],
    [
      'reads without a time are told apart by what they saw',
      [read(null, '7'), read(null, '7'), read(null, '5'), read(null, '7')],
      ['news', 'double', 'news', 'news'],
    ],
    [
      'what was seen before a message is news after it',
      [read(null, '7'), push(5), read(null, '7')],
      ['news', 'news', 'news'],
    ],
    ['reads that tell neither time nor state are told', [read(null), read(null)], ['news', 'news']],
  ] as const)('%s', (_name, changes, expected) => {
    expect(standings(...changes)).toEqual(expected);
  });

  it('times never fall in what is told, and the newest is always told', () => {
    const one = fc.record({ isPush: fc.boolean(), at: fc.integer({ min: -20, max: 20 }) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), (rows) => {
        const changes = rows.map(({ isPush, at }) => (isPush ? push(at) : read(at)));
        const told = changes.filter((_, index) => standings(...changes)[index] === 'news');
        const times = told.map(({ occurredAt }) => occurredAt?.getTime() ?? 0);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.at(-1)).toBe(NOW + Math.max(...rows.map(({ at }) => at)));
      }),
    );
  });
});
