import { Length, ValidateNested } from 'class-validator';
import { ArgsType, Field } from 'type-graphql';
import { RegionInput } from '../address/region.input.js';

/** Names a carrier. */
@ArgsType()
export class CarrierArgs {
  @Length(1, 64)
  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;
}

/** Names a parcel. */
@ArgsType()
export class ParcelArgs extends CarrierArgs {
  @Length(1, 64)
  @Field(() => String, { description: 'Tracking number.' })
  trackingNumber!: string;
}

/** Names a way. */
@ArgsType()
export class WayArgs extends CarrierArgs {
  @ValidateNested()
  @Field(() => RegionInput, { description: 'Sender.' })
  from!: RegionInput;

  @ValidateNested()
  @Field(() => RegionInput, { description: 'Recipient.' })
  to!: RegionInput;
}
