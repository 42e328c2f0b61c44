import { Field, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import { StockItem } from './stock-item.type.js';

/** Result of stockItemSet. */
@ObjectType('StockItemPayload', { description: 'Result of stockItemSet.', implements: MutationPayload })
export class StockItemPayload {
  @Field(() => StockItem, { nullable: true, description: 'The item.' })
  stockItem!: StockItem | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
