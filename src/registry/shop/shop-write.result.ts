import { Field, ID, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import { Shop } from './shop.type.js';

/** Result of shopRegister. */
@ObjectType('ShopRegisterPayload', { description: 'Result of shopRegister.', implements: MutationPayload })
export class ShopRegisterPayload {
  @Field(() => Shop, { nullable: true, description: 'The new shop.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of shopUpdate. */
@ObjectType('ShopUpdatePayload', { description: 'Result of shopUpdate.', implements: MutationPayload })
export class ShopUpdatePayload {
  @Field(() => Shop, { nullable: true, description: 'The shop.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of shopUnregister. */
@ObjectType('ShopUnregisterPayload', { description: 'Result of shopUnregister.', implements: MutationPayload })
export class ShopUnregisterPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the removed shop.' })
  deletedId!: string | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of shopCredentialRotate. */
@ObjectType('ShopCredentialRotatePayload', {
  description: 'Result of shopCredentialRotate.',
  implements: MutationPayload,
})
export class ShopCredentialRotatePayload {
  @Field(() => Shop, { nullable: true, description: 'The shop.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of shopSandboxSet. */
@ObjectType('ShopSandboxSetPayload', { description: 'Result of shopSandboxSet.', implements: MutationPayload })
export class ShopSandboxSetPayload {
  @Field(() => Shop, { nullable: true, description: 'The shop.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}

/** Result of shopProxySet. */
@ObjectType('ShopProxySetPayload', { description: 'Result of shopProxySet.', implements: MutationPayload })
export class ShopProxySetPayload {
  @Field(() => Shop, { nullable: true, description: 'The shop.' })
  shop!: Shop | null;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
