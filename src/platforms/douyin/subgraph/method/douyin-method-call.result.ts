import { Field, ObjectType } from 'type-graphql';
import { JsonScalar } from '../../../../subgraph/scalars.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';

/** Result of douyinMethodCall. */
@ObjectType('DouyinMethodCallPayload', { description: 'Result of douyinMethodCall.', implements: MutationPayload })
export class DouyinMethodCallPayload {
  @Field(() => JsonScalar, {
    nullable: true,
    description: "The platform's `data`, secrets removed, 64-bit integers as strings.",
  })
  data!: unknown;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
