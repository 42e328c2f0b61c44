import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { BigIntScalar, DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';

import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** A category of commodities in a shop. */
@Directive('@key(fields: "id")')
@ObjectType('CommodityCategory', {
  description: 'A category of commodities in a shop.',
  implements: [Node, UpstreamObject],
})
export class CommodityCategory extends UpstreamObject {
  /** The shop's registration; not a field of the graph. */
  shopRecord!: ShopRecord;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => Int, { description: 'Commodities in it.' })
  commodityCount!: number;

  @Field(() => Int, { description: 'Of these on the shelf.' })
  onlineCommodityCount!: number;

  @Field(() => Int, { description: 'Of these off the shelf.' })
  offlineCommodityCount!: number;

  @Field(() => BigIntScalar, { description: 'Sort weight.' })
  sortWeight!: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}
