import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import { ShopGroup } from './shop-group.type.js';

/** Result of the group mutations. */
@ObjectType('ShopGroupPayload', { description: 'Result of the group mutations.', implements: MutationPayload })
export class ShopGroupPayload {
  @Field(() => ShopGroup, { nullable: true, description: 'The group.' })
  shopGroup!: ShopGroup | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
