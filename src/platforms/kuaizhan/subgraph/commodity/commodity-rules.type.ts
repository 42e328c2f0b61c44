import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '../../../../subgraph/scalars.js';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';

/** An option of a commodity. */
@ObjectType('CommodityOption', { description: 'An option of a commodity.' })
export class CommodityOption {
  @Field(() => String, { description: 'Name, e.g. size.' })
  name!: string;

  @Field(() => [String], { description: 'Values, e.g. M, L.' })
  values!: string[];
}

/** Rules of a group buy. */
@ObjectType('GroupBuyRule', { description: 'Rules of a group buy.' })
export class GroupBuyRule {
  @Field(() => Money, { description: 'Group price.' })
  price!: Money;

  @Field(() => Int, { description: 'Members that make a group.' })
  memberCount!: number;

  @Field(() => Int, { description: 'Hours a group may take.' })
  durationHours!: number;

  @Field(() => Boolean, { description: 'A buyer may join more than once.' })
  allowsRepeatJoin!: boolean;

  @Field(() => Boolean, { description: 'A buyer may open more than one group.' })
  allowsMultipleOpening!: boolean;
}

/** Rules of a coupon. */
@ObjectType('CouponRule', { description: 'Rules of a coupon.' })
export class CouponRule {
  @Field(() => DateScalar, { nullable: true, description: 'First day.' })
  startsOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day.' })
  endsOn!: string | null;

  @Field(() => Boolean, { description: 'Refunded by itself when it lapses.' })
  isAutoRefunded!: boolean;

  @Field(() => Boolean, { description: 'Needs booking.' })
  needsBooking!: boolean;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;
}

/** Paying with points. */
@ObjectType('PointsRule', { description: 'Paying with points.' })
export class PointsRule {
  @Field(() => Boolean, { description: 'Points may be used.' })
  isEnabled!: boolean;

  @Field(() => Boolean, { description: 'Only points may be used.' })
  isPointsOnly!: boolean;

  @Field(() => Float, { nullable: true, description: 'Largest share payable in points, 0 to 1.' })
  maxShare!: number | null;
}
