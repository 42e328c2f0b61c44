import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { Money } from './money.type.js';
import { Node } from './node.interface.js';
import { SelectedOption } from './selected-option.type.js';

/** One sellable unit with its own stock: a commodity variant or a product SKU. */
@InterfaceType('StockUnit', {
  description: 'One sellable unit with its own stock: a commodity variant or a product SKU.',
  implements: Node,
})
export abstract class StockUnit {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Option values joined for display, e.g. `red / XL`.' })
  displayName!: string;

  @Field(() => [SelectedOption], { description: 'Chosen options.' })
  selectedOptions!: SelectedOption[];

  @Field(() => Money, { nullable: true, description: 'Selling price.' })
  price!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Sellable quantity.' })
  stock!: number | null;
}
