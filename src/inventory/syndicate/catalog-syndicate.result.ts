import { Field, ObjectType } from 'type-graphql';
import { Shop } from '../../registry/shop/shop.type.js';
import { CatalogItem } from '../../subgraph/vocabulary/catalog-item.interface.js';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';

/** What became of a copy. */
@ObjectType('CatalogSyndicateResult', { description: 'What became of a copy.' })
export class CatalogSyndicateResult {
  /** Global id of the copy; not a field of the graph. */
  readonly itemId!: string | null;

  @Field(() => Shop, { description: 'The shop.' })
  shop!: Shop;

  @Field(() => CatalogItem, { nullable: true, description: 'The copy.' })
  item!: CatalogItem | null;

  @Field(() => RowStatus, { description: 'What became of it.' })
  status!: RowStatus;

  @Field(() => [String], { description: 'Parts that the other platform cannot hold and that were left out.' })
  droppedPaths!: readonly string[];

  @Field(() => [UserError], { description: 'Why it failed.' })
  userErrors!: UserError[];
}

/** Result of catalogSyndicate. */
@ObjectType('CatalogSyndicatePayload', { description: 'Result of catalogSyndicate.', implements: MutationPayload })
export class CatalogSyndicatePayload {
  @Field(() => [CatalogSyndicateResult], { description: 'One per shop.' })
  results!: CatalogSyndicateResult[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
