import { ArrayMaxSize, ArrayMinSize, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

/** Most parcels of one call of the platform (conventions D8). */
export const MAX_WAYBILLS = 50;
const TEXT = /^[\x21-\x7e]{1,64}$/;
const TEXT_RULE = { message: '$property must be 1 to 64 printable characters without spaces' };

/** A parcel that needs a waybill. */
@InputType('WaybillRow', { description: 'A parcel that needs a waybill.' })
export class WaybillRow {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @Matches(TEXT, TEXT_RULE)
  @Field(() => String, {
    defaultValue: '1',
    description: "The caller's own parcel id; another id gives another number.",
  })
  packageId!: string;
}

/** Waybills to get. */
@InputType('WaybillsAllocateInput', { description: 'Waybills to get.' })
export class WaybillsAllocateInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Matches(TEXT, TEXT_RULE)
  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Field(() => String, { description: "Native id of the sender's address." })
  senderAddressNativeId!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WAYBILLS)
  @ValidateNested({ each: true })
  @Field(() => [WaybillRow], { description: 'One row per parcel.' })
  rows!: WaybillRow[];
}

/** A waybill to give back. */
@InputType('WaybillCancelInput', { description: 'A waybill to give back.' })
export class WaybillCancelInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Matches(TEXT, TEXT_RULE)
  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Matches(TEXT, TEXT_RULE)
  @Field(() => String, { description: 'Waybill number.' })
  waybillNumber!: string;
}
