import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int } from 'type-graphql';

/** Bounds of ours, the platform documents none: each order of a parcel is two reads, and each parcel a row. */
const MAX_ORDERS = 20;
const MAX_PARCELS = 50;
const MAX_LINES = 100;
const MAX_UNITS = 1_000_000;
/** Printable, without spaces: what carriers print under their bars. */
const LABEL_TEXT = /^[\x21-\x7e]{1,64}$/;
const LABEL_RULE = { message: '$property must be 1 to 64 printable characters without spaces' };

/** Carrier and number. */
@InputType('ParcelLabelInput', { description: 'Carrier and number.' })
export class ParcelLabelInput {
  @Matches(LABEL_TEXT, LABEL_RULE)
  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Matches(LABEL_TEXT, LABEL_RULE)
  @Field(() => String, { description: 'Tracking number.' })
  trackingNumber!: string;
}

/** A line in a parcel. */
@InputType('ParcelItemInput', { description: 'A line in a parcel.' })
export class ParcelItemInput {
  @Field(() => ID, { description: 'The line.' })
  orderLineId!: string;

  @Min(1)
  @Max(MAX_UNITS)
  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
}

/** A parcel with its content. */
@InputType('ParcelInput', { description: 'A parcel with its content.' })
export class ParcelInput {
  @ValidateNested()
  @Field(() => ParcelLabelInput, { description: 'Carrier and number.' })
  label!: ParcelLabelInput;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  @Field(() => [ParcelItemInput], { description: 'Lines and quantities.' })
  items!: ParcelItemInput[];
}

/** A whole order in one parcel. */
@InputType('ShipWholeInput', { description: 'A whole order in one parcel.' })
export class ShipWholeInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @ValidateNested()
  @Field(() => ParcelLabelInput, { description: 'Carrier and number.' })
  parcel!: ParcelLabelInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Send although a refund is asked for, refusing the refund.',
  })
  rejectOpenRefund!: boolean;
}

/** One order in several parcels. */
@InputType('ShipSplitInput', { description: 'One order in several parcels.' })
export class ShipSplitInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PARCELS)
  @ValidateNested({ each: true })
  @Field(() => [ParcelInput], { description: 'Parcels.' })
  parcels!: ParcelInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Send although a refund is asked for, refusing the refund.',
  })
  rejectOpenRefund!: boolean;
}

/** Several orders in one parcel. */
@InputType('ShipTogetherInput', { description: 'Several orders in one parcel.' })
export class ShipTogetherInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ORDERS)
  @Field(() => [ID], { description: 'The orders.' })
  orderIds!: string[];

  @ValidateNested()
  @Field(() => ParcelLabelInput, { description: 'Carrier and number.' })
  parcel!: ParcelLabelInput;
}

/** What to ship. Exactly one field. */
@Directive('@oneOf')
@InputType('OrderShipInput', { description: 'What to ship. Exactly one field.' })
export class OrderShipInput {
  @ValidateNested()
  @Field(() => ShipWholeInput, { nullable: true, description: 'A whole order in one parcel.' })
  whole?: ShipWholeInput | null;

  @ValidateNested()
  @Field(() => ShipSplitInput, { nullable: true, description: 'One order in several parcels.' })
  split?: ShipSplitInput | null;

  @ValidateNested()
  @Field(() => ShipTogetherInput, {
    nullable: true,
    description: 'Several orders of one recipient in one parcel.',
  })
  together?: ShipTogetherInput | null;
}

/** A parcel to correct. */
@InputType('ParcelUpdateInput', { description: 'A parcel to correct.' })
export class ParcelUpdateInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @IsOptional()
  @Length(1, 64)
  @Field(() => String, { nullable: true, description: 'Native id of the parcel; absent: the only one.' })
  parcelNativeId?: string | null;

  @ValidateNested()
  @Field(() => ParcelLabelInput, { description: 'New carrier and number.' })
  label!: ParcelLabelInput;
}
