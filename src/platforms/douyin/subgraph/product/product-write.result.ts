import { Field, ID, ObjectType } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Product } from './product.type.js';

/** Result of productCreate. */
@ObjectType('ProductCreatePayload', { description: 'Result of productCreate.', implements: MutationPayload })
export class ProductCreatePayload {
  @Field(() => Product, { nullable: true, description: 'The new product.' })
  product!: Product | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of productUpdate and productOnlineSet. */
@ObjectType('ProductUpdatePayload', {
  description: 'Result of productUpdate and productOnlineSet.',
  implements: MutationPayload,
})
export class ProductUpdatePayload {
  @Field(() => Product, { nullable: true, description: 'The product.' })
  product!: Product | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of productDelete. */
@ObjectType('ProductDeletePayload', { description: 'Result of productDelete.', implements: MutationPayload })
export class ProductDeletePayload {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted product.' })
  deletedId!: string | null;

  @Field(() => Shop, { nullable: true, description: 'The shop, to refetch lists.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
