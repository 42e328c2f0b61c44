import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { encodeGlobalId } from '../../tenants/global-id.js';
import type { ShopGroup as ShopGroupRecord } from '../../tenants/shop.js';

/** Shops selling the same goods from the same stock: one merchant, one or many platforms. */
@Directive('@key(fields: "id")')
@ObjectType('ShopGroup', {
  description: 'Shops selling the same goods from the same stock: one merchant, one or many platforms.',
  implements: Node,
})
export class ShopGroup {
  /** The registration behind it; not a field of the graph. */
  readonly record: ShopGroupRecord;

  constructor(record: ShopGroupRecord) {
    this.record = record;
    this.id = encodeGlobalId('ShopGroup', record.key, record.key);
    this.name = record.name;
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;
}
