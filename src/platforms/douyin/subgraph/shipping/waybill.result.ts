import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Order } from '../order/order.type.js';

/** An electronic waybill. */
@ObjectType('Waybill', { description: 'An electronic waybill.' })
export class Waybill {
  @Field(() => String, { description: 'Number.' })
  waybillNumber!: string;

  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Field(() => Order, { nullable: true, description: 'The order.' })
  order!: Order | null;

  @Field(() => String, {
    nullable: true,
    description: "Encrypted print data for the platform's print component.",
  })
  printData!: string | null;
}

/** Result of the waybill mutations. */
@ObjectType('WaybillPayload', { description: 'Result of the waybill mutations.', implements: MutationPayload })
export class WaybillPayload {
  @Field(() => [Waybill], { description: 'Waybills.' })
  waybills!: Waybill[];

  @Field(() => [RowOutcome], { description: 'Row by row.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
