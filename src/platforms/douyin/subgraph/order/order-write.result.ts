import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Order } from './order.type.js';

/** Result of orderUpdate and orderAddressChangeDecide. */
@ObjectType('OrderUpdatePayload', {
  description: 'Result of orderUpdate and orderAddressChangeDecide.',
  implements: MutationPayload,
})
export class OrderUpdatePayload {
  @Field(() => Order, { nullable: true, description: 'The order.' })
  order!: Order | null;

  @Field(() => [UserError], { description: 'Expected failures, one per part that failed.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
