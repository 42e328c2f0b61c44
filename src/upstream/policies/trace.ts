import { AppError } from '../../errors/app-error.js';
import type { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { Clock } from '../clock.js';
import type { Policy } from '../request.js';
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
 * Records a call with all its attempts and its total time, and names the shop in its error. A call that was refused
 * before any attempt is no upstream call: it is logged, not traced. Nothing of the query, form or answer is logged.
 */
export const traced = ({ trace, log, shopId, clock }: TraceOptions): Policy => ({
  name: 'trace',
  send: async (request, next) => {
    const startedAt = clock.now();
    const { platform, name: operation } = request.endpoint;
    let attempts = 0;
    const onAttempt = (): void => {
      attempts += 1;
    };
    let failed: unknown;
    try {
      const response = await next({ ...request, onAttempt });
      return { ...response, attempts };
    } catch (error) {
      failed = error;
      throw error instanceof AppError ? error.with({ shopId, platform }) : error;
    } finally {
      const durationMs = Math.round(clock.now() - startedAt);
      const call = { platform, shop: shopId, operation, batchSize: request.batchSize, attempts, durationMs };
      const code = failed instanceof AppError ? failed.code : 'INTERNAL';
      if (attempts > 0) trace.record({ ...call, source: 'LIVE', outcome: failed === undefined ? 'OK' : code });
      if (failed === undefined) log.debug(call, 'upstream call');
      else {
        log.warn({ ...call, code, failure: failureOf(failed)?.kind ?? null }, 'upstream call failed');
      }
    }
  },
});
