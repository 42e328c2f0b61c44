import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { stockItemIdOf } from '../inventory-id.js';
import type { StockItemRecord } from '../ports.js';

/** One thing the merchant has on the shelf, however many shops sell it. */
@Directive('@key(fields: "id")')
@ObjectType('StockItem', {
  description: 'One thing the merchant has on the shelf, however many shops sell it.',
  implements: Node,
})
export class StockItem {
  /** What the store has of it; not a field of the graph. */
  readonly record: StockItemRecord;

  constructor(record: StockItemRecord) {
    this.record = record;
    this.id = stockItemIdOf(record.groupKey, record.id);
    this.merchantCode = record.merchantCode;
    this.name = record.name;
    this.onHand = record.onHand;
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Merchant code, unique in the group.' })
  merchantCode!: string;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "On hand by the merchant's own count. Null when only the shops know.",
  })
  onHand!: number | null;
}
