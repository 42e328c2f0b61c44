import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { RegionInput } from '../address/region.input.js';

/** A new price of a line. */
@InputType('LinePriceInput', { description: 'A new price of a line.' })
export class LinePriceInput {
  @Field(() => ID, { description: 'The line.' })
  orderLineId!: string;

  @Field(() => MoneyInput, { description: 'Price.' })
  price!: MoneyInput;
}

/** A change to an order. Absent fields stay; bounds that the platform does not document are ours. */
@InputType('OrderUpdateInput', { description: 'A change to an order.' })
export class OrderUpdateInput {
  @Field(() => ID, { description: 'The order.' })
  id!: string;

  /** Up to 500, of which the platform may refuse more than 60 (conventions section 0, item 13). */
  @MaxLength(500)
  @Field(() => String, { nullable: true, description: 'Remark, at most 60 characters.' })
  sellerRemark?: string | null;

  @Min(0)
  @Max(5)
  @Field(() => Int, { nullable: true, description: 'Flag colour, 0 grey to 5 red.' })
  sellerFlag?: number | null;

  @ValidateNested()
  @Field(() => RegionInput, { nullable: true, description: 'Address.' })
  address?: RegionInput | null;

  @Length(1, 50)
  @Field(() => String, { nullable: true, description: "Recipient's name." })
  recipientName?: string | null;

  @Length(5, 30)
  @Field(() => String, { nullable: true, description: "Recipient's telephone." })
  recipientPhone?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Field(() => [LinePriceInput], { nullable: true, description: 'New price per line, before payment.' })
  linePrices?: LinePriceInput[] | null;

  @Field(() => MoneyInput, { nullable: true, description: 'New postage, before payment.' })
  postage?: MoneyInput | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Length(1, 30, { each: true })
  @Field(() => [String], { nullable: true, description: 'Serial numbers of the goods, after sending.' })
  serialNumbers?: string[] | null;
}

/** Decision on a change of address. */
@InputType('OrderAddressChangeDecideInput', { description: 'Decision on a change of address.' })
export class OrderAddressChangeDecideInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @Field(() => Boolean, { description: 'Accept or refuse.' })
  isAccepted!: boolean;
}
