import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import { OrderLine } from '../order/order-line.type.js';

/** A line in a parcel. */
@ObjectType('ParcelItem', { description: 'A line in a parcel.' })
export class ParcelItem {
  @Field(() => OrderLine, { description: 'The line.' })
  line!: OrderLine;

  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
}

/** A parcel. */
@ObjectType('Parcel', { description: 'A parcel.' })
export class Parcel {
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { nullable: true, description: 'Native id.' })
  nativeId!: string | null;

  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Field(() => String, { nullable: true, description: "Carrier's name." })
  carrierName!: string | null;

  @Field(() => String, { description: 'Tracking number.' })
  trackingNumber!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent.' })
  shippedAt!: Date | null;

  @Field(() => [ParcelItem], { description: 'Lines and quantities in it.' })
  items!: ParcelItem[];
}
