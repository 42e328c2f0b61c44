import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pacer } from '../../../../src/platforms/greaterwms/upstream/pace.policy.js';
import { FakeClock } from '../../../support/fake-clock.js';

describe('the pace towards the host', () => {
  it('lets four go at once, and the others when the host has forgotten the first', () => {
    const clock = new FakeClock();
    const pacer = new Pacer(4, clock);
    const waits = () => Array.from({ length: 5 }, () => pacer.next());
    expect(waits()).toEqual([0, 0, 0, 0, 1_100]);
    clock.advance(1_100);
    expect(waits()).toEqual([0, 0, 0, 1_100, 1_100]);
  });

  it('takes no place for a call that would wait too long', () => {
    const clock = new FakeClock();
    const pacer = new Pacer(1, clock);
    expect(Array.from({ length: 8 }, () => pacer.next())).toEqual([0, 1_100, 2_200, 3_300, 4_400, null, null, null]);
    clock.advance(5_500);
    expect(pacer.next()).toBe(0);
  });

  it('never lets more go within a second than the host takes, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (pauses, most) => {
        const clock = new FakeClock();
        const pacer = new Pacer(most, clock);
        const left: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          const wait = pacer.next();
          if (wait !== null) left.push(clock.now() + wait);
        }
        for (const at of left)
          expect(left.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
