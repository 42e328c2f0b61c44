import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type KeptAnswer, ReadCache, type ReadCacheOptions } from '../../src/upstream/read-cache.js';

const answer = (mark: number, facts: Partial<KeptAnswer> = {}, bytes = 10): KeptAnswer => ({
  response: { status: 200, body: {}, bytes, receivedAt: 0 },
  askedAt: 0,
  until: Number.POSITIVE_INFINITY,
  mark,
  ...facts,
});

describe('the read cache', () => {
  it('gives what was asked for since the last write to its line, and of lines it forgot rather nothing', () => {
    const line = fc.constantFrom('a', 'b', 'c');
    const steps = fc.array(fc.tuple(fc.constantFrom('begin', 'keep', 'write', 'find'), line), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), (script, maxLines) => {
        const cache = new ReadCache({ maxLines });
        const asked = new Map<string, { mark: number; at: number; isOver: boolean }>();
        /** When the answer that holds was asked for, as a cache that forgets nothing has it. */
        const held = new Map<string, number>();
        script.forEach(([step, name], at) => {
          const begun = asked.get(name);
          if (step === 'begin') asked.set(name, { mark: cache.mark, at, isOver: false });
          if (step === 'keep' && begun !== undefined) {
            cache.keep(name, name, answer(begun.mark, { askedAt: begun.at }));
            if (!begun.isOver) held.set(name, begun.at);
          }
          if (step === 'write') {
            cache.noteWrite(name);
            held.delete(name);
            if (begun !== undefined) begun.isOver = true;
          }
          if (step !== 'find') return;
          const right = held.get(name) ?? null;
          const found = cache.find(name, name, 0)?.askedAt ?? null;
          if (maxLines === 3) expect(found).toBe(right);
          else expect([right, null]).toContain(found);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the newer of two, as long as anybody could use it', () => {
    const cache = new ReadCache();
    cache.keep('k', 'line', answer(0, { askedAt: 20, until: 100 }));
    cache.keep('k', 'line', answer(0, { askedAt: 10, until: 500 }));
    cache.keep('k', 'line', answer(0, { askedAt: 20, until: 50 }));
    expect(cache.find('k', 'line', 499)).toMatchObject({ askedAt: 20, until: 500 });
    expect(cache.find('k', 'line', 500)).toBeNull();
    expect(cache.state.answers).toBe(0);
  });

  const LIMITS: readonly (readonly [string, ReadCacheOptions, number])[] = [
    ['answers', { maxAnswers: 3 }, 3],
    ['bytes', { maxBytes: 100_000 }, 9],
  ];
  it.each(LIMITS)('is bounded in %s, and the answer used longest ago goes first', (_what, options, most) => {
    const cache = new ReadCache(options);
    for (let n = 0; n < 50; n += 1) {
      cache.keep(`k${n}`, 'line', answer(0, {}, 10_000));
      expect(cache.find('k0', 'line', 0)).not.toBeNull();
    }
    expect(cache.state.answers).toBe(most);
    expect(cache.find('k49', 'line', 0)).not.toBeNull();
    expect(cache.find('k1', 'line', 0)).toBeNull();
  });

  it('leaves out an answer that would push out most others', () => {
    const cache = new ReadCache({ maxBytes: 100_000 });
    cache.keep('small', 'line', answer(0));
    cache.keep('large', 'line', answer(0, {}, 50_000));
    expect([cache.find('large', 'line', 0), cache.state.answers]).toEqual([null, 1]);
  });
});
