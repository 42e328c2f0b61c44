import { Field, ID, ObjectType } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import { Commodity } from './commodity.type.js';

/** Result of commodityCreate. */
@ObjectType('CommodityCreatePayload', { description: 'Result of commodityCreate.', implements: MutationPayload })
export class CommodityCreatePayload {
  @Field(() => Commodity, { nullable: true, description: 'The new commodity.' })
  commodity!: Commodity | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of commodityUpdate. */
@ObjectType('CommodityUpdatePayload', { description: 'Result of commodityUpdate.', implements: MutationPayload })
export class CommodityUpdatePayload {
  @Field(() => Commodity, {
    nullable: true,
    description: 'The commodity, read back, since the platform answers an update with nothing.',
  })
  commodity!: Commodity | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of commodityDelete. */
@ObjectType('CommodityDeletePayload', { description: 'Result of commodityDelete.', implements: MutationPayload })
export class CommodityDeletePayload {
  @Field(() => Shop, { nullable: true, description: 'The shop, to refetch lists.' })
  shop!: Shop | null;

  @Field(() => ID, { nullable: true, description: 'Id of the deleted commodity.' })
  deletedId!: string | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
