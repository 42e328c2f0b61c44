import { Field, ObjectType } from 'type-graphql';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Order } from '../order/order.type.js';

/** Result of orderIntercept. */
@ObjectType('OrderInterceptPayload', { description: 'Result of orderIntercept.', implements: MutationPayload })
export class OrderInterceptPayload {
  @Field(() => Order, { nullable: true, description: 'The order.' })
  order!: Order | null;

  @Field(() => [RowOutcome], { description: 'Row by row: one per parcel.' })
  rows!: RowOutcome[];

  @Field(() => Money, { nullable: true, description: 'What it costs.' })
  cost!: Money | null;

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
