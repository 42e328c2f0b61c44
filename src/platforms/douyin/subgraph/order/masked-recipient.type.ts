import { Field, ObjectType } from 'type-graphql';
import { RegionAddress } from '../address/region-address.type.js';

/** A recipient with the private parts hidden. */
@ObjectType('MaskedRecipient', { description: 'A recipient with the private parts hidden.' })
export class MaskedRecipient {
  @Field(() => String, { description: 'Name, masked.' })
  name!: string;

  @Field(() => String, { description: 'Telephone, masked.' })
  phone!: string;

  @Field(() => RegionAddress, { description: 'Region and masked street.' })
  address!: RegionAddress;
}
