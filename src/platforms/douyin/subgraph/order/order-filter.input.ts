import { ArrayMaxSize, ArrayMinSize, Length } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { DateTimeRange } from '../../../../subgraph/vocabulary/date-time-range.input.js';
import { OrderStatus } from './order-status.enum.js';

/** Narrows a list of orders. All given conditions must hold. */
@InputType('OrderFilter', { description: 'Narrows a list of orders. All given conditions must hold.' })
export class OrderFilter {
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Field(() => [OrderStatus], { nullable: true, description: 'States.' })
  statuses?: OrderStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: 'After-sale state.' })
  hasOpenAfterSale?: boolean | null;

  @Length(1, 100)
  @Field(() => String, { nullable: true, description: 'Product name or native id.' })
  product?: string | null;

  @Length(1, 64)
  @Field(() => String, { nullable: true, description: 'Tracking number.' })
  trackingNumber?: string | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Placed in.' })
  createdIn?: DateTimeRange | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Changed in.' })
  updatedIn?: DateTimeRange | null;
}
