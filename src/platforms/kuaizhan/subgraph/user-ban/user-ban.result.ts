import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { UserBan } from './user-ban.type.js';

/** Result of communityUserBan. */
@ObjectType('CommunityUserBanPayload', { description: 'Result of communityUserBan.', implements: MutationPayload })
export class CommunityUserBanPayload {
  @Field(() => UserBan, { nullable: true, description: 'The ban.' })
  ban!: UserBan | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
