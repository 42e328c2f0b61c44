import { describe, expect, it } from '@jest/globals';
import { type Arrival, Journal } from '../../src/emulator/journal.js';

const arrival = (operation: string): Arrival => ({
  at: 0,
  method: 'GET',
  path: '/',
  operation,
  params: {},
  caller: { label: null, fingerprint: null },
});

describe('a journal', () => {
  it('forgets the oldest requests but counts them all', () => {
    const journal = new Journal({ entries: 8, effects: 4 });
    for (let index = 0; index < 100; index += 1) {
      const entry = journal.open(arrival(index % 2 === 0 ? 'GET /a' : 'GET /b'));
      journal.note(entry, 'made', String(index));
    }
    expect(journal.entries.length).toBeLessThanOrEqual(10);
    expect(journal.entries.at(-1)?.sequence).toBe(100);
    expect(journal.effects.length).toBeLessThanOrEqual(5);
    expect(journal.effects.at(-1)).toEqual({ request: 100, kind: 'made', id: '99' });
    expect([journal.count('GET /a'), journal.count('GET /c'), journal.count()]).toEqual([50, 0, 100]);
    expect(journal.calls('GET /b').every((entry) => entry.operation === 'GET /b')).toBe(true);
  });

  it('starts empty again when cleared, without giving a number twice', () => {
    const journal = new Journal();
    journal.open(arrival('GET /a'));
    journal.clear();
    expect([journal.entries.length, journal.effects.length, journal.count()]).toEqual([0, 0, 0]);
    expect(journal.open(arrival('GET /a')).sequence).toBe(2);
  });
});
