import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../src/errors/app-error.js';
import type { FailureKind } from '../../../src/upstream/classify.js';
import { RetryBudget, retry } from '../../../src/upstream/policies/retry.js';
import type { EndpointFacts, UpstreamRequest, UpstreamResponse } from '../../../src/upstream/request.js';
import { upstreamError } from '../../../src/upstream/upstream-error.js';
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

describe('a write', () => {
  const endpoint = (knowsRepeats: boolean): EndpointFacts => ({
    platform: 'DOUYIN',
    name: 'POST sku/syncStock',
    method: 'POST',
    path: '/sku/syncStock',
    kind: 'write',
    isRepeatable: knowsRepeats,
    knowsRepeats,
    batchLimit: 1,
    mayBeKept: false,
  });

  /** Sends it; its attempts end as told, one after the other, and then well. */
  const send = async (facts: EndpointFacts, ends: readonly { kind: FailureKind; wasSent?: boolean }[]) => {
    const clock = new FakeClock();
    const request: UpstreamRequest = {
      endpoint: facts,
      query: [],
      form: [],
      batchSize: 1,
      signal: new AbortController().signal,
      attempt: 1,
    };
    const answer: UpstreamResponse = { status: 200, body: {}, bytes: 2, receivedAt: 0, attempts: 1, source: 'LIVE' };
    let attempts = 0;
    const policy = retry(new RetryBudget(clock), clock.now() + 60_000, clock, { shortestMs: 1, longestMs: 2 });
    const result = await policy
      .send(request, async () => {
        const end = ends[attempts];
        attempts += 1;
        if (end === undefined) return answer;
        throw upstreamError(request, { kind: end.kind }, end.wasSent ?? true);
      })
      .then(
        () => 'done',
        (error: unknown) => (error instanceof AppError ? error.code : 'bug'),
      );
    return { result, attempts };
  };

  it('that the platform knows again is sent again when its outcome is open', async () => {
    expect(await send(endpoint(true), [{ kind: 'cut' }])).toEqual({ result: 'done', attempts: 2 });
    expect(await send(endpoint(true), [{ kind: 'try-over' }, { kind: 'broken' }])).toEqual({
      result: 'done',
      attempts: 3,
    });
  });

  it('stays open when a later attempt is refused, since the first may have been carried out', async () => {
    expect(await send(endpoint(true), [{ kind: 'cut' }, { kind: 'refused' }])).toEqual({
      result: 'OUTCOME_UNKNOWN',
      attempts: 2,
    });
    expect(await send(endpoint(true), [{ kind: 'cut' }, { kind: 'circuit-open', wasSent: false }])).toEqual({
      result: 'OUTCOME_UNKNOWN',
      attempts: 2,
    });
  });

  it('is told refused, and nothing else, when its first attempt is', async () => {
    expect(await send(endpoint(true), [{ kind: 'refused' }])).toEqual({ result: 'UPSTREAM_REJECTED', attempts: 1 });
  });

  it('of any other kind is never sent again', async () => {
    for (const kind of ['cut', 'throttled', 'unreachable'] as const)
      expect((await send(endpoint(false), [{ kind }])).attempts).toBe(1);
  });
});
