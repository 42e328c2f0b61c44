import { describe, expect, it } from '@jest/globals';
import { ClockOffset } from '../../src/upstream/clock-offset.js';
import { FakeClock } from '../support/fake-clock.js';

const MINUTE = 60_000;

const setUp = () => {
  const clock = new FakeClock();
  const offset = new ClockOffset(clock);
  /** An answer of a platform whose clock is so far before ours. */
  const answer = (ms: number): void => offset.learn(new Date(clock.wall() + ms).toUTCString());
  const ahead = (): number => Math.round((offset.now() - clock.wall()) / 1000) * 1000;
  return { clock, offset, answer, ahead };
};

describe('the time of a platform', () => {
  it('is ours until an answer tells another, and goes on with our clock from there', () => {
    const { clock, offset, answer, ahead } = setUp();
    expect(offset.now()).toBe(clock.wall());
    answer(-11 * MINUTE);
    expect(ahead()).toBe(-11 * MINUTE);
    const before = offset.now();
    clock.advance(5_000);
    expect(offset.now()).toBe(before + 5_000);
  });

  it('is the median of the last five answers, so that one wrong date moves nothing', () => {
    const { answer, ahead } = setUp();
    for (let n = 0; n < 4; n += 1) answer(3 * MINUTE);
    answer(-9 * MINUTE);
    expect(ahead()).toBe(3 * MINUTE);
    for (let n = 0; n < 3; n += 1) answer(-2 * MINUTE);
    expect(ahead()).toBe(-2 * MINUTE);
  });

  it('is never taken to be more than fifteen minutes off', () => {
    const { answer, ahead } = setUp();
    answer(26 * 60 * MINUTE);
    expect(ahead()).toBe(15 * MINUTE);
  });

  it('has a new version when it changes by a second or more, and for nothing else', () => {
    const { offset, answer } = setUp();
    answer(0);
    for (const nothing of [null, '', 'soon']) offset.learn(nothing);
    expect(offset.version).toBe(0);
    answer(2 * MINUTE);
    answer(2 * MINUTE);
    expect(offset.version).toBe(1);
  });
});
