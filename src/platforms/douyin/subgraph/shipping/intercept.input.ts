import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Length, Matches } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';

/** A bound of ours, the platform documents none. */
const MAX_PARCELS = 50;

/** What to stop. */
@InputType('OrderInterceptInput', { description: 'What to stop.' })
export class OrderInterceptInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PARCELS)
  @ArrayUnique()
  @Length(1, 64, { each: true })
  @Field(() => [String], { nullable: true, description: 'Only these tracking numbers; absent: all.' })
  trackingNumbers?: string[] | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Most it may cost; above that nothing is done.' })
  maxCost?: MoneyInput | null;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,64}$/, { message: '$property must be 1 to 64 printable characters without spaces' })
  @Field(() => String, {
    nullable: true,
    description:
      'Code of the cross-border service provider that has locked the order, which is then reported to the platform; for cross-border orders that have not left.',
  })
  crossBorderVendor?: string | null;
}
