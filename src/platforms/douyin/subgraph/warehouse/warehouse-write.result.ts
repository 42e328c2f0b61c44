import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { RegionalWarehouse } from './regional-warehouse.type.js';

/** Result of the regional warehouse mutations. */
@ObjectType('RegionalWarehousePayload', {
  description: 'Result of the regional warehouse mutations.',
  implements: MutationPayload,
})
export class RegionalWarehousePayload {
  @Field(() => [RegionalWarehouse], { description: 'The warehouses.' })
  regionalWarehouses!: RegionalWarehouse[];

  @Field(() => [RowOutcome], { description: 'Row by row.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
