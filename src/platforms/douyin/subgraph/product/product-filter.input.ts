import { ArrayMaxSize, ArrayMinSize, Length, Matches } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { DateTimeRange } from '../../../../subgraph/vocabulary/date-time-range.input.js';
import { ProductReviewStatus } from './product-review-status.enum.js';

/** Narrows a list of products. All given conditions must hold. */
@InputType('ProductFilter', { description: 'Narrows a list of products. All given conditions must hold.' })
export class ProductFilter {
  @Field(() => Boolean, { nullable: true, description: 'On the shelf.' })
  isOnline?: boolean | null;

  @Field(() => ProductReviewStatus, { nullable: true, description: 'Review states.' })
  reviewStatus?: ProductReviewStatus | null;

  @Length(1, 100)
  @Field(() => String, { nullable: true, description: 'Words in the title.' })
  search?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(/^[1-9]\d{0,18}$/, { each: true })
  @Field(() => [String], { nullable: true, description: 'Native ids, at most 100.' })
  nativeIds?: string[] | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Created in.' })
  createdIn?: DateTimeRange | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Changed in.' })
  updatedIn?: DateTimeRange | null;
}
