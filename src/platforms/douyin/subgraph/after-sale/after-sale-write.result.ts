import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { AfterSale } from './after-sale.type.js';

/** Result of afterSalesDecide. */
@ObjectType('AfterSaleBatchPayload', { description: 'Result of afterSalesDecide.', implements: MutationPayload })
export class AfterSaleBatchPayload {
  @Field(() => [AfterSale], { description: 'The cases, read back.' })
  afterSales!: AfterSale[];

  @Field(() => [RowOutcome], { description: 'Row by row.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of afterSaleUpdate. */
@ObjectType('AfterSalePayload', { description: 'Result of afterSaleUpdate.', implements: MutationPayload })
export class AfterSalePayload {
  @Field(() => AfterSale, { nullable: true, description: 'The case.' })
  afterSale!: AfterSale | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
