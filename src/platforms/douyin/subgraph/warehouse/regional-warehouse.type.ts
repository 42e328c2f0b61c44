import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { WarehouseRecord } from '../../upstream/endpoints/warehouse-read.js';

/** A warehouse as one shop knows it. */
@Directive('@key(fields: "id")')
@ObjectType('RegionalWarehouse', {
  description:
    "A warehouse as one shop knows it. `outerId` is the merchant's code and ties the same building together across shops.",
  implements: [Node, UpstreamObject],
})
export class RegionalWarehouse extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: WarehouseRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { description: "The merchant's own code." })
  outerId!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => [[String]], { description: 'Native codes of the regions it serves, widest first.' })
  coverage!: readonly (readonly string[])[];

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}
