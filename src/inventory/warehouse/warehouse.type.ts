import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { WarehouseSeen } from '../../subgraph/stock-warehouses.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { warehouseIdOf } from '../inventory-id.js';

/** A warehouse of the merchant. */
@Directive('@key(fields: "id")')
@ObjectType('Warehouse', { description: 'A warehouse of the merchant.', implements: Node })
export class Warehouse {
  /** The same building as each shop knows it, at least one; not a field of the graph by itself. */
  readonly seen: readonly WarehouseSeen[];

  constructor(groupKey: string, first: WarehouseSeen, others: readonly WarehouseSeen[]) {
    this.seen = [first, ...others];
    this.id = warehouseIdOf(groupKey, first.code);
    this.code = first.code;
    this.name = first.name;
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: "The merchant's own code, the same in every shop." })
  code!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;
}
