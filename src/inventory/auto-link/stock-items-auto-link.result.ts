import { Field, Int, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { StockUnit } from '../../subgraph/vocabulary/stock-unit.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';

/** Result of stockItemsAutoLink. */
@ObjectType('StockItemsAutoLinkPayload', {
  description: 'Result of stockItemsAutoLink.',
  implements: MutationPayload,
})
export class StockItemsAutoLinkPayload {
  @Field(() => Int, { description: 'Links made.' })
  linkedCount!: number;

  @Field(() => [StockUnit], { description: 'Units with a code found more than once, left alone.' })
  ambiguous!: StockUnit[];

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
