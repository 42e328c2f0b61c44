import { ArrayMinSize, Matches } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { DateTimeRange } from '../../../../subgraph/vocabulary/date-time-range.input.js';
import { AfterSaleKind } from './after-sale-kind.enum.js';
import { AfterSaleStatus } from './after-sale-status.enum.js';

/** Narrows a list of after-sale cases. All given conditions must hold. */
@InputType('AfterSaleFilter', {
  description: 'Narrows a list of after-sale cases. All given conditions must hold.',
})
export class AfterSaleFilter {
  @ArrayMinSize(1)
  @Field(() => [AfterSaleKind], { nullable: true, description: 'Kinds.' })
  kinds?: AfterSaleKind[] | null;

  @ArrayMinSize(1)
  @Field(() => [AfterSaleStatus], { nullable: true, description: 'States.' })
  statuses?: AfterSaleStatus[] | null;

  @Matches(/^[1-9]\d{0,18}$/)
  @Field(() => String, { nullable: true, description: 'Native id of the order.' })
  orderNativeId?: string | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Asked for in.' })
  createdIn?: DateTimeRange | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Changed in.' })
  updatedIn?: DateTimeRange | null;
}
