import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { NativeRef } from '../../../../subgraph/vocabulary/native-ref.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { SelectedOption } from '../../../../subgraph/vocabulary/selected-option.type.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { OrderLineRecord } from '../../upstream/endpoints/order-line-record.js';

/** A line of an order. */
@Directive('@key(fields: "id")')
@ObjectType('OrderLine', { description: 'A line of an order.', implements: [Node] })
export class OrderLine {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: OrderLineRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => NativeRef, { description: 'Identity on the platform.' })
  native!: NativeRef;

  @Field(() => String, { description: 'Title at the time of the order.' })
  title!: string;

  @Field(() => [SelectedOption], { description: 'Options at the time of the order.' })
  selectedOptions!: readonly SelectedOption[];

  @Field(() => String, { nullable: true, description: 'Merchant code at the time of the order.' })
  merchantCode!: string | null;

  @Field(() => Int, { description: 'Units.' })
  quantity!: number;

  @Field(() => Money, { description: 'Unit price.' })
  unitPrice!: Money;

  @Field(() => Money, { description: 'Paid for the line.' })
  paid!: Money;

  @Field(() => String, { nullable: true, description: 'Commission-bearing creator, if any.' })
  creatorName!: string | null;
}
