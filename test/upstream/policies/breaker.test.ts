import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from '../../../src/upstream/policies/breaker.js';
import { FakeClock } from '../../support/fake-clock.js';

const setUp = () => {
  const clock = new FakeClock();
  const breaker = new CircuitBreaker(clock);
  const call = (outcome: 'answered' | 'failed' | 'says-nothing'): boolean => {
    const report = breaker.admit();
    report?.(outcome);
    return report !== null;
  };
  return { clock, breaker, call };
};

describe('the circuit breaker', () => {
  it('opens after five failures in a row, lets one probe through after five seconds, and closes when it succeeds', () => {
    const { clock, breaker, call } = setUp();
    for (let n = 0; n < 5; n += 1) call('failed');
    expect(breaker.state).toBe('OPEN');
    expect(call('answered')).toBe(false);
    expect(breaker.retryAfterMs).toBe(5000);
    clock.advance(5000);
    expect(breaker.state).toBe('HALF_OPEN');
    const probe = breaker.admit();
    expect(breaker.admit()).toBeNull();
    probe?.('answered');
    expect(breaker.state).toBe('CLOSED');
    expect(call('answered')).toBe(true);
  });

  it('stays open twice as long after each failed probe, a minute at most, and starts at five seconds again', () => {
    const { clock, breaker, call } = setUp();
    for (let n = 0; n < 5; n += 1) call('failed');
    for (const expected of [10_000, 20_000, 40_000, 60_000, 60_000]) {
      clock.advance(breaker.retryAfterMs);
      call('failed');
      expect(breaker.retryAfterMs).toBe(expected);
    }
    clock.advance(60_000);
    call('answered');
    for (let n = 0; n < 5; n += 1) call('failed');
    expect(breaker.retryAfterMs).toBe(5000);
  });

  it('opens when half of twenty calls within ten seconds failed, and not for older ones', () => {
    const mixed = setUp();
    for (let n = 0; n < 10; n += 1) {
      mixed.call('answered');
      mixed.call('failed');
    }
    expect(mixed.breaker.state).toBe('OPEN');
    const spread = setUp();
    for (let n = 0; n < 40; n += 1) {
      spread.call(n % 2 === 0 ? 'answered' : 'failed');
      spread.clock.advance(1000);
    }
    expect(spread.breaker.state).toBe('CLOSED');
  });

  it('gives the probe back when it says nothing, and ignores calls from before it opened', () => {
    const { clock, breaker, call } = setUp();
    const slow = breaker.admit();
    for (let n = 0; n < 5; n += 1) call('failed');
    clock.advance(5000);
    call('says-nothing');
    expect(breaker.state).toBe('HALF_OPEN');
    slow?.('answered');
    expect(breaker.state).toBe('HALF_OPEN');
    call('answered');
    expect(breaker.state).toBe('CLOSED');
  });
});
