import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from '../../../src/upstream/policies/retry.js';
import { FakeClock } from '../../support/fake-clock.js';

describe('the retry budget', () => {
  it('gives a tenth of the calls, and one a second when there are few', () => {
    const clock = new FakeClock();
    const budget = new RetryBudget(clock);
    const drain = (): number => {
      let spent = 0;
      while (budget.spend()) spent += 1;
      return spent;
    };
    expect(drain()).toBe(3);
    clock.advance(1000);
    expect(drain()).toBe(1);
    let spent = 0;
    for (let call = 0; call < 1000; call += 1) {
      budget.earn();
      if (budget.spend()) spent += 1;
    }
    expect(spent).toBeGreaterThanOrEqual(99);
    expect(spent).toBeLessThanOrEqual(100);
  });
});
