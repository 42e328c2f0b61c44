import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Job } from './job.type.js';
import { findJob, jobIdOf } from './job-access.js';

/** Long-running work, to be looked at. */
@Resolver()
export class JobResolver {
  @Access({ shop: 'tenant' })
  @Query(() => Job, { nullable: true, description: 'A long-running job.' })
  job(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Job | null> | null {
    const jobId = jobIdOf(id);
    return jobId === null ? null : findJob(jobId, ctx);
  }
}
