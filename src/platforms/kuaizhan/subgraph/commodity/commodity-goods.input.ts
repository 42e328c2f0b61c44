import { ArrayMaxSize, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Directive, Field, Float, InputType, Int } from 'type-graphql';
import { DateScalar } from '../../../../subgraph/scalars.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { SelectedOptionInput } from '../../../../subgraph/vocabulary/selected-option.input.js';

/** Most units in stock of one variant; a bound of ours, the platform documents none. */
const MAX_STOCK = 99_999_999;

/** What is sold. Exactly one field. */
@Directive('@oneOf')
@InputType('CommodityGoodsInput', { description: 'What is sold. Exactly one field.' })
export class CommodityGoodsInput {
  @ValidateNested()
  @Field(() => SingleGoodsInput, { nullable: true, description: 'One unit, no options.' })
  single?: SingleGoodsInput | null;

  @ValidateNested()
  @Field(() => OptionGoodsInput, { nullable: true, description: 'Options with a price and stock per combination.' })
  withOptions?: OptionGoodsInput | null;

  @ValidateNested()
  @Field(() => GroupBuyGoodsInput, { nullable: true, description: 'A group buy.' })
  groupBuy?: GroupBuyGoodsInput | null;

  @ValidateNested()
  @Field(() => CouponGoodsInput, { nullable: true, description: 'A coupon.' })
  coupon?: CouponGoodsInput | null;
}

/** One unit. */
@InputType('SingleGoodsInput', { description: 'One unit.' })
export class SingleGoodsInput {
  @Field(() => MoneyInput, { description: 'Price, at least 0.01.' })
  price!: MoneyInput;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { description: 'Stock.' })
  stock!: number;

  @Field(() => Boolean, { defaultValue: false, description: 'Take buyer settings from the site.' })
  usesSiteBuyerSettings!: boolean;
}

/** Options and units. */
@InputType('OptionGoodsInput', { description: 'Options and units.' })
export class OptionGoodsInput {
  @ValidateNested({ each: true })
  @Field(() => [CommodityVariantInput], {
    description: 'The units. Options and their values are taken from these; every combination may be named once.',
  })
  variants!: CommodityVariantInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Take buyer settings from the site.' })
  usesSiteBuyerSettings!: boolean;
}

/** A unit to write. */
@InputType('CommodityVariantInput', { description: 'A unit to write.' })
export class CommodityVariantInput {
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Field(() => [SelectedOptionInput], { description: 'Chosen options.' })
  selectedOptions!: SelectedOptionInput[];

  @Field(() => MoneyInput, { description: 'Price, at least 0.01.' })
  price!: MoneyInput;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { description: 'Stock.' })
  stock!: number;
}

/** A group buy to write. */
@InputType('GroupBuyGoodsInput', { description: 'A group buy to write.' })
export class GroupBuyGoodsInput {
  @Field(() => MoneyInput, { nullable: true, description: 'Price for one buyer alone.' })
  price?: MoneyInput | null;

  @Field(() => MoneyInput, { description: 'Group price.' })
  groupPrice!: MoneyInput;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { description: 'Stock.' })
  stock!: number;

  @Min(1)
  @Field(() => Int, { description: 'Members that make a group.' })
  memberCount!: number;

  @Min(1)
  @Field(() => Int, { description: 'Hours a group may take.' })
  durationHours!: number;

  @Field(() => Boolean, { defaultValue: false, description: 'A buyer may join more than once.' })
  allowsRepeatJoin!: boolean;
}

/** A coupon to write. */
@InputType('CouponGoodsInput', { description: 'A coupon to write.' })
export class CouponGoodsInput {
  @Field(() => MoneyInput, { description: 'Price, at least 0.01.' })
  price!: MoneyInput;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { description: 'Stock.' })
  stock!: number;

  @Field(() => DateScalar, { description: 'First day.' })
  startsOn!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  endsOn!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Refund by itself when it lapses.' })
  isAutoRefunded!: boolean;

  @MaxLength(200)
  @Field(() => String, { nullable: true, description: "The CRM's coupon type." })
  couponType?: string | null;
}

/** Paying with points, to write. */
@InputType('PointsRuleInput', { description: 'Paying with points, to write.' })
export class PointsRuleInput {
  @Field(() => Boolean, { description: 'Points may be used.' })
  isEnabled!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Only points may be used.' })
  isPointsOnly!: boolean;

  @Min(0)
  @Max(1)
  @Field(() => Float, { nullable: true, description: 'Largest share payable in points, 0 to 1.' })
  maxShare?: number | null;
}
