import { Field, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { RegionAddress } from './region-address.type.js';

/** An address of a shop. */
@ObjectType('ShopAddress', { description: 'An address of a shop.' })
export class ShopAddress {
  @Field(() => String, { description: 'Native id.' })
  nativeId!: string;

  @Field(() => String, { nullable: true, description: 'Contact.' })
  contactName!: string | null;

  @RequiresScopes('orders:pii')
  @Field(() => String, { nullable: true, description: 'Telephone.' })
  phone!: string | null;

  @Field(() => RegionAddress, { description: 'Address.' })
  address!: RegionAddress;

  @Field(() => Boolean, { description: 'The one returns go to unless another is named.' })
  isDefaultReturn!: boolean;
}
