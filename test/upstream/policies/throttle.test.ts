import { setMaxListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { AimdLimiter, type Permit } from '../../../src/upstream/policies/throttle.js';
import { FakeClock } from '../../support/fake-clock.js';

const never = new AbortController().signal;
setMaxListeners(0, never);

const take = async (limiter: AimdLimiter, count: number): Promise<Permit[]> => {
  const permits = await Promise.all(Array.from({ length: count }, () => limiter.acquire(never)));
  return permits.filter((permit) => permit !== null);
};

describe('the limit of calls in flight', () => {
  it('starts at ten, and grows by one after a full round of answers', async () => {
    const limiter = new AimdLimiter(new FakeClock());
    for (let round = 0; round < 3; round += 1) {
      const permits = await take(limiter, limiter.maximum);
      expect(limiter.available).toBe(0);
      for (const permit of permits) permit.release('answered');
    }
    expect(limiter.maximum).toBe(10);
    const waiting = Array.from({ length: 60 }, () => limiter.acquire(never));
    for (const permit of waiting) (await permit)?.release('answered');
    expect(limiter.maximum).toBeGreaterThan(11);
  });

  it('halves once for a round of throttled calls, not once for each, and never below one', async () => {
    const clock = new FakeClock();
    const limiter = new AimdLimiter(clock);
    const first = await take(limiter, 10);
    clock.advance(10);
    for (const permit of first) permit.release('throttled');
    expect(limiter.maximum).toBe(5);
    for (let round = 0; round < 6; round += 1) {
      const [permit] = await take(limiter, 1);
      clock.advance(10);
      permit?.release('throttled');
    }
    expect(limiter.maximum).toBe(1);
  });

  it('lets calls wait in order, refuses the one too many at once and the one too long after half a second', async () => {
    const limiter = new AimdLimiter(new FakeClock(), { leastQueue: 2, start: 1 });
    const [held] = await take(limiter, 1);
    const order: string[] = [];
    const second = limiter.acquire(never).then((permit) => {
      order.push('second');
      return permit;
    });
    const third = limiter.acquire(never).then((permit) => {
      order.push('third');
      return permit;
    });
    expect(limiter.queued).toBe(2);
    expect(await limiter.acquire(never)).toBeNull();
    held?.release('other');
    held?.release('other');
    (await second)?.release('other');
    (await third)?.release('other');
    expect(order).toEqual(['second', 'third']);
    const [again] = await take(limiter, 1);
    const startedAt = performance.now();
    expect(await limiter.acquire(never)).toBeNull();
    expect(performance.now() - startedAt).toBeGreaterThan(450);
    again?.release('other');
    expect(limiter.available).toBe(1);
  });

  it('has room for a hundred waiting calls whatever the limit, and lets a call that ends leave the queue', async () => {
    const limiter = new AimdLimiter(new FakeClock(), { start: 1 });
    const [held] = await take(limiter, 1);
    const leaving = new AbortController();
    setMaxListeners(0, leaving.signal);
    const waiting = Array.from({ length: 100 }, () => limiter.acquire(leaving.signal));
    expect(await limiter.acquire(never)).toBeNull();
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual(Array(100).fill(null));
    expect(limiter.queued).toBe(0);
    held?.release('answered');
    expect(await limiter.acquire(never)).not.toBeNull();
  });
});
