import { ArrayMaxSize, Length, MaxLength, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { UrlScalar } from '../../../../subgraph/scalars.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { CommodityGoodsInput, PointsRuleInput } from './commodity-goods.input.js';

/** A commodity to create. Exactly one shape of goods. */
@InputType('CommodityCreateInput', { description: 'A commodity to create. Exactly one shape of goods.' })
export class CommodityCreateInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Length(1, 200)
  @Field(() => String, { description: 'Title.' })
  title!: string;

  @MaxLength(20_000)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], {
    nullable: true,
    defaultValue: [],
    description: "Pictures. Hosts other than the platform's own may refuse to show them.",
  })
  imageUrls?: string[] | null;

  @MaxLength(200)
  @Field(() => String, { nullable: true, description: "Category in the platform's global list." })
  globalCategory?: string | null;

  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, defaultValue: [], description: 'Categories of the shop.' })
  categoryIds?: string[] | null;

  @MaxLength(1_000)
  @Field(() => String, { nullable: true, description: 'Search words.' })
  keywords?: string | null;

  @ValidateNested()
  @Field(() => CommodityGoodsInput, { description: 'What is sold and at what price.' })
  goods!: CommodityGoodsInput;

  @Field(() => MoneyInput, { nullable: true, description: 'Price before discount; only without options.' })
  originalPrice?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Freight.' })
  freight?: MoneyInput | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Put on the shelf at once.' })
  isOnline!: boolean;

  @ValidateNested()
  @Field(() => PointsRuleInput, { nullable: true, description: 'Paying with points.' })
  points?: PointsRuleInput | null;

  @Min(1)
  @Field(() => Int, { nullable: true, description: 'Most units one buyer may buy.' })
  purchaseLimit?: number | null;

  @MaxLength(100)
  @Field(() => String, { nullable: true, description: 'Unit of measure.' })
  unitName?: string | null;
}

/** A change to a commodity. Absent fields stay as they are; null clears where the platform can. */
@InputType('CommodityUpdateInput', {
  description: 'A change to a commodity. Absent fields stay as they are; null clears where the platform can.',
})
export class CommodityUpdateInput {
  @Field(() => ID, { description: 'The commodity.' })
  id!: string;

  @Length(1, 200)
  @Field(() => String, { nullable: true, description: 'Title.' })
  title?: string | null;

  @MaxLength(20_000)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], { nullable: true, description: 'Pictures, all of them.' })
  imageUrls?: string[] | null;

  @MaxLength(200)
  @Field(() => String, { nullable: true, description: "Category in the platform's global list." })
  globalCategory?: string | null;

  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, description: 'Categories, all of them.' })
  categoryIds?: string[] | null;

  @MaxLength(1_000)
  @Field(() => String, { nullable: true, description: 'Search words.' })
  keywords?: string | null;

  @ValidateNested()
  @Field(() => CommodityGoodsInput, {
    nullable: true,
    description: 'What is sold; going from options to a single unit clears the options.',
  })
  goods?: CommodityGoodsInput | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Price before discount; only without options.' })
  originalPrice?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Freight.' })
  freight?: MoneyInput | null;

  @Field(() => Boolean, { nullable: true, description: 'On or off the shelf.' })
  isOnline?: boolean | null;
}

/** The commodity to delete. */
@InputType('CommodityDeleteInput', { description: 'The commodity to delete.' })
export class CommodityDeleteInput {
  @Field(() => ID, { description: 'The commodity.' })
  id!: string;
}
