import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { Image } from './image.type.js';
import { MoneyRange } from './money.type.js';
import { Node } from './node.interface.js';

/** Something a shop sells: a Kuaizhan commodity or a Douyin product. */
@InterfaceType('CatalogItem', {
  description: 'Something a shop sells: a Kuaizhan commodity or a Douyin product.',
  implements: Node,
})
export abstract class CatalogItem {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Display title.' })
  title!: string;

  @Field(() => Image, { nullable: true, description: 'Cover picture.' })
  cover!: Image | null;

  @Field(() => MoneyRange, { nullable: true, description: 'Lowest and highest selling price over the sellable units.' })
  priceRange!: MoneyRange | null;

  @Field(() => Int, { nullable: true, description: "Sum of the sellable units' stock, where the platform tells it." })
  totalStock!: number | null;

  @Field(() => Boolean, { description: 'Whether buyers can buy it now.' })
  isOnSale!: boolean;
}
