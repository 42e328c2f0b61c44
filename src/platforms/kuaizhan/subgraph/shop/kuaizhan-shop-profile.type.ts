import { Field, Int, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';

/** The shop as Kuaizhan describes it. */
@ObjectType('KuaizhanShopProfile', { description: 'The shop as Kuaizhan describes it.' })
export class KuaizhanShopProfile {
  @Field(() => String, { nullable: true, description: 'Title.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Notice to buyers.' })
  announcement!: string | null;

  @RequiresScopes('shops:read')
  @Field(() => String, { nullable: true, description: 'Telephone.' })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'Address.' })
  address!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is open.' })
  isOnline!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Units sold.' })
  salesVolume!: number | null;

  @RequiresScopes('finance:read')
  @Field(() => Int, { nullable: true, description: 'Orders paid.' })
  paidOrderCount!: number | null;

  @RequiresScopes('finance:read')
  @Field(() => Money, {
    nullable: true,
    description: 'Income as the platform counts it. The unit is not documented; read as yuan.',
  })
  grossEarnings!: Money | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was opened.' })
  createdAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last changed.' })
  updatedAt!: Date | null;
}
