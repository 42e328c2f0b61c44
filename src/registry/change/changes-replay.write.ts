import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
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
 * @throws AppError INVALID_INPUT for a period that is none, RATE_LIMITED for too many open jobs
 */
export async function replayChanges(
  input: ChangesReplayInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const { jobs, onJob } = registryOf(ctx);
  const { tenantId, keyId } = ctx.caller;
  const shopKey = shopKeyOf(input.shopId) ?? '';
  const from = input.receivedIn.from ?? new Date(0);
  const wanted = input.receivedIn.to ?? null;
  if (wanted !== null && wanted <= from)
    throw new AppError('INVALID_INPUT', '`from` is before `to`.', {
      path: ['input', 'receivedIn'],
      constraint: 'from < to',
    });
  const kinds = kindsOf(input.kinds, 'input');
  const now = new Date();
  const spec = replaySpec({ from, to: wanted !== null && wanted < now ? wanted : now, kinds });
  const { key, base } = await localWrite(ctx, {
    mutation: 'changesReplay',
    input,
    options,
    shopKey,
    run: async () => (await jobs.create({ tenantId, keyId, kind: 'CHANGE_BACKFILL', shopKeys: [shopKey], spec })).id,
  });
  onJob();
  return { ...base, job: key === null ? null : await findJob(key, ctx) };
}
