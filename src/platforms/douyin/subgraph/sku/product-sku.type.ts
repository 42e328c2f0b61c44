import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { StockUnit } from '../../../../subgraph/vocabulary/stock-unit.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { SkuRecord } from '../../upstream/endpoints/sku-read.js';

/** A sellable unit of a product. */
@Directive('@key(fields: "id")')
@ObjectType('ProductSku', {
  description: 'A sellable unit of a product.',
  implements: [Node, UpstreamObject, StockUnit],
})
export class ProductSku extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: SkuRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { nullable: true, description: 'Merchant code.' })
  merchantCode!: string | null;

  @Field(() => String, { description: 'Option values joined.' })
  displayName!: string;

  @Field(() => Money, { nullable: true, description: 'Price.' })
  price!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Sellable quantity over all warehouses.' })
  stock!: number | null;

  @Field(() => Int, { nullable: true, description: 'Held by unpaid and unsent orders.' })
  heldStock!: number | null;
}
