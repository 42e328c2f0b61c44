import { ArrayMaxSize, ArrayMinSize, Length, Matches, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int } from 'type-graphql';

/** Which commodities. Exactly one field, since the platform ignores filters that do not go together. */
@Directive('@oneOf')
@InputType('CommoditySelector', {
  description: 'Which commodities. Exactly one field, since the platform ignores filters that do not go together.',
})
export class CommoditySelector {
  @Field(() => CommodityStateSelector, { nullable: true, description: 'By review state.' })
  state?: CommodityStateSelector | null;

  @Field(() => CommodityCategorySelector, { nullable: true, description: 'By category.' })
  category?: CommodityCategorySelector | null;

  @ValidateNested()
  @Field(() => CommoditySearchSelector, { nullable: true, description: 'By words.' })
  search?: CommoditySearchSelector | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Length(1, 64, { each: true })
  @Field(() => [String], { nullable: true, description: 'By native ids, at most 100.' })
  nativeIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those sold for points alone.' })
  pointsOnly?: boolean | null;
}

/** By review state. */
@InputType('CommodityStateSelector', { description: 'By review state.' })
export class CommodityStateSelector {
  @Field(() => Int, { nullable: true, description: "The platform's state code; absent: passed review." })
  stateCode?: number | null;

  @Field(() => Boolean, { defaultValue: true, description: 'On or off the shelf.' })
  isOnline!: boolean;
}

/** By category. */
@InputType('CommodityCategorySelector', { description: 'By category.' })
export class CommodityCategorySelector {
  @Field(() => ID, { description: 'The category.' })
  categoryId!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Passed review.' })
  isPassed!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: 'On or off the shelf.' })
  isOnline!: boolean;
}

/** By words. */
@InputType('CommoditySearchSelector', { description: 'By words.' })
export class CommoditySearchSelector {
  @Length(1, 200)
  @Matches(/\S/, { message: 'query has at least one character that is no blank' })
  @Field(() => String, { description: 'The words.' })
  query!: string;

  @Field(() => Boolean, { nullable: true, description: 'On or off the shelf; absent: both.' })
  isOnline?: boolean | null;
}
