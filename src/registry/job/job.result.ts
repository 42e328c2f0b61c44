import { Directive, Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import { Job } from './job.type.js';

/** Result of a mutation that starts or stops a job. */
@Directive('@shareable')
@ObjectType('JobPayload', {
  description: 'Result of a mutation that starts or stops a job.',
  implements: MutationPayload,
})
export class JobPayload {
  @Field(() => Job, { nullable: true, description: 'The job.' })
  job!: Job | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
