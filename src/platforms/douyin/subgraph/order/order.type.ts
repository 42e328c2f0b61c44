import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { Parcel } from '../shipping/parcel.type.js';
import { MaskedRecipient } from './masked-recipient.type.js';
import { OrderLine } from './order-line.type.js';
import { OrderStatus } from './order-status.enum.js';

/** An order placed in a Douyin shop. */
@Directive('@key(fields: "id")')
@ObjectType('Order', { description: 'An order placed in a Douyin shop.', implements: [Node, UpstreamObject] })
export class Order extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: OrderRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { description: 'Version label for `expectedVersion`.' })
  version!: string;

  @Field(() => OrderStatus, { description: 'State.' })
  status!: OrderStatus;

  @Field(() => Int, { description: "The platform's own state code." })
  statusCode!: number;

  @Field(() => String, { nullable: true, description: "The platform's words for the state." })
  statusText!: string | null;

  @Field(() => [OrderLine], { description: 'What was ordered.' })
  lines!: OrderLine[];

  @Field(() => Money, { description: 'Amount of the order.' })
  total!: Money;

  @Field(() => Money, { description: 'Paid by the buyer.' })
  paid!: Money;

  @Field(() => Money, { nullable: true, description: 'Postage.' })
  postage!: Money | null;

  @Field(() => Money, { nullable: true, description: 'All discounts.' })
  discount!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Of these borne by the shop.' })
  shopDiscount!: Money | null;

  @Field(() => MaskedRecipient, {
    nullable: true,
    description: 'Recipient, masked. The clear text needs `recipientsDecrypt`.',
  })
  recipient!: MaskedRecipient | null;

  @Field(() => String, { nullable: true, description: "The buyer's words." })
  buyerNote!: string | null;

  @Field(() => String, { nullable: true, description: "The seller's remark." })
  sellerRemark!: string | null;

  @Field(() => Int, { nullable: true, description: 'Flag colour, 0 grey to 5 red.' })
  sellerFlag!: number | null;

  @Field(() => [Parcel], { description: 'Parcels.' })
  parcels!: Parcel[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'Latest time to send.' })
  shipBy!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was placed.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was paid.' })
  paidAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent.' })
  shippedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was completed.' })
  completedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}
