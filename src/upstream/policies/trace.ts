import { AppError } from '../../errors/app-error.js';
import type { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { Clock } from '../clock.js';
import { changed, type Policy, type UpstreamResponse } from '../request.js';
import { failureOf } from '../upstream-error.js';

/** Whose call it is, and where it is written down. */
export interface TraceOptions {
  readonly trace: CallTrace;
  readonly log: Logger;
  /** Global id of the shop. */
  readonly shopId: string;
  readonly clock: Clock;
}

/**
 * Records a call with all its attempts and its total time, and names the shop in its error. A read that another's answer
 * was good for is recorded as such, without an attempt. A call that was refused before any attempt is no upstream call: it
 * is logged, not traced. Nothing of the query, form or answer is logged.
 */
export const traced = ({ trace, log, shopId, clock }: TraceOptions): Policy => ({
  name: 'trace',
  send: async (request, next) => {
    const startedAt = clock.now();
    const { batchSize, endpoint } = request;
    const { platform, name: operation } = endpoint;
    let attempts = 0;
    const onAttempt = (): void => {
      attempts += 1;
    };
    let answer: UpstreamResponse | undefined;
    let failed: unknown;
    try {
      answer = await next(changed(request, { onAttempt }));
      failed = answer.standsInFor;
      return answer.attempts === attempts ? answer : { ...answer, attempts };
    } catch (error) {
      failed = error;
      throw error instanceof AppError ? error.with({ shopId, platform }) : error;
    } finally {
      const durationMs = Math.round(clock.now() - startedAt);
      const call = { platform, shop: shopId, operation, batchSize, attempts, durationMs };
      const code = failed instanceof AppError ? failed.code : 'INTERNAL';
      if (attempts > 0 || answer !== undefined) {
        const outcome = failed === undefined ? 'OK' : code;
        const source = answer?.source ?? 'LIVE';
        const told = { platform, shop: shopId, operation, batchSize, source, attempts, durationMs, outcome };
        trace.record(answer?.isJoined === true ? { ...told, joined: true } : told);
      }
      if (failed === undefined) log.debug(call, 'upstream call');
      else {
        const how = answer === undefined ? 'upstream call failed' : 'upstream call failed, an older answer stands in';
        log.warn({ ...call, code, failure: failureOf(failed)?.kind ?? null }, how);
      }
    }
  },
});
