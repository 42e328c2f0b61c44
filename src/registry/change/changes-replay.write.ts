import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { DateTimeRange } from '../../subgraph/vocabulary/date-time-range.input.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { registryOf } from '../context.js';
import { findJob } from '../job/job-access.js';
import { localWrite } from '../local-write.js';
import { shopKeyOf } from '../shop/shop-lookup.js';
import { kindsOf } from './change-filter.js';
import type { ChangesReplayInput } from './changes-replay.input.js';
import { replaySpec } from './changes-replay.work.js';

/**
 * `changesReplay`: the job is on disk when this answers, and is worked on behind the answer. What is received from now on is not
 * told again, whatever the period says.
 * @throws AppError INVALID_INPUT for a period that is none or has not begun, RATE_LIMITED for too many open jobs
 */
export async function replayChanges(
  input: ChangesReplayInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const { jobs, onJob } = registryOf(ctx);
  const { tenantId, keyId } = ctx.caller;
  const shopKey = shopKeyOf(input.shopId) ?? '';
  const period = periodOf(input.receivedIn, new Date());
  const spec = replaySpec({ ...period, kinds: kindsOf(input.kinds, 'input') });
  const { key, base } = await localWrite(ctx, {
    mutation: 'changesReplay',
    input,
    options,
    shopKey,
    isOnce: true,
    run: async (operationId) => {
      const job = { tenantId, keyId, kind: 'CHANGE_BACKFILL', shopKeys: [shopKey], spec, operationId } as const;
      return (await jobs.create(job)).id;
    },
  });
  onJob();
  return { ...base, job: key === null ? null : await findJob(key, ctx) };
}

/** Up to now at most. @throws AppError INVALID_INPUT for what is no period, names no bound, or has not begun */
function periodOf(received: DateTimeRange, now: Date): { readonly from: Date; readonly to: Date } {
  const path = ['input', 'receivedIn'];
  const { from = null, to = null } = received;
  if (from === null && to === null)
    throw new AppError('INVALID_INPUT', 'Name `from`, `to` or both.', { path, constraint: 'at least one bound' });
  if (from !== null && to !== null && to <= from)
    throw new AppError('INVALID_INPUT', '`from` is before `to`.', { path, constraint: 'from < to' });
  if (from !== null && from >= now)
    throw new AppError('INVALID_INPUT', 'Nothing was received yet in this period.', {
      path: [...path, 'from'],
      constraint: 'in the past',
    });
  return { from: from ?? new Date(0), to: to !== null && to < now ? to : now };
}
