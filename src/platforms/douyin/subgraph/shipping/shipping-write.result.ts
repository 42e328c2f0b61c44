import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Order } from '../order/order.type.js';

/** Result of orderShip and parcelUpdate. */
@ObjectType('OrderShipPayload', {
  description: 'Result of orderShip and parcelUpdate.',
  implements: MutationPayload,
})
export class OrderShipPayload {
  @Field(() => [Order], { description: 'The orders.' })
  orders!: Order[];

  @Field(() => [RowOutcome], { description: 'Row by row: one per parcel.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
