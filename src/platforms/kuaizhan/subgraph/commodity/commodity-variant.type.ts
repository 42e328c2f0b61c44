import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { SelectedOption } from '../../../../subgraph/vocabulary/selected-option.type.js';
import { StockUnit } from '../../../../subgraph/vocabulary/stock-unit.interface.js';

import type { Commodity } from './commodity.type.js';

/** A unit of a commodity. The platform gives it no id; ours is made from its options, whatever their order. */
@Directive('@key(fields: "id")')
@ObjectType('CommodityVariant', {
  description:
    'A unit of a commodity. The platform gives it no id; ours is made from its options, whatever their order.',
  implements: [Node, StockUnit],
})
export class CommodityVariant {
  /** The commodity it is a unit of; not a field of the graph. */
  commodityObject!: Commodity;
  /** What stands for it in its global id; not a field of the graph. */
  nativeId!: string;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Option values joined.' })
  displayName!: string;

  @Field(() => [SelectedOption], { description: 'Chosen options.' })
  selectedOptions!: SelectedOption[];

  @Field(() => Money, { nullable: true, description: 'Price.' })
  price!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Stock.' })
  stock!: number | null;
}
