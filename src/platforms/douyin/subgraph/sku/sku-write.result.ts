import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { ProductSku } from './product-sku.type.js';

/** Result of the SKU batches. */
@ObjectType('SkuBatchPayload', { description: 'Result of the SKU batches.', implements: MutationPayload })
export class SkuBatchPayload {
  @Field(() => [ProductSku], { description: 'The SKUs done.' })
  skus!: ProductSku[];

  @Field(() => [RowOutcome], { description: 'Row by row.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
