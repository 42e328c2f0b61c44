import { Field, ID, ObjectType } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { CommodityCategory } from './commodity-category.type.js';

/** Result of commodityCategoryCreate and commodityCategoryUpdate. */
@ObjectType('CommodityCategoryPayload', {
  description: 'Result of commodityCategoryCreate and commodityCategoryUpdate.',
  implements: MutationPayload,
})
export class CommodityCategoryPayload {
  @Field(() => CommodityCategory, { nullable: true, description: 'The category.' })
  commodityCategory!: CommodityCategory | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of commodityCategoryDelete. */
@ObjectType('CommodityCategoryDeletePayload', {
  description: 'Result of commodityCategoryDelete.',
  implements: MutationPayload,
})
export class CommodityCategoryDeletePayload {
  @Field(() => Shop, { nullable: true, description: 'The shop, to refetch lists.' })
  shop!: Shop | null;

  @Field(() => ID, { nullable: true, description: 'Id of the deleted category.' })
  deletedId!: string | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
