import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { JobPayload } from '../job/job.result.js';
import { ChangesReplayInput } from './changes-replay.input.js';
import { replayChanges } from './changes-replay.write.js';

/** Changes told again. */
@Resolver()
export class ChangesReplayResolver {
  @Access({ scopes: ['ops:write'], shop: 'input.shopId' })
  @Mutation(() => JobPayload, { description: 'Deliver past changes again to the subscribers.' })
  changesReplay(
    @Arg('input', () => ChangesReplayInput, { description: 'What to do.' }) input: ChangesReplayInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return replayChanges(input, options, ctx);
  }
}
