import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { Commodity } from './commodity.type.js';

/** A page of commodities. */
@ObjectType('CommodityConnection', { description: 'A page of commodities.' })
export class CommodityConnection {
  @Field(() => [CommodityEdge], { description: 'Edges.' })
  edges!: CommodityEdge[];

  @Field(() => [Commodity], { description: 'The commodities.' })
  nodes!: Commodity[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** A commodity in a page. */
@ObjectType('CommodityEdge', { description: 'A commodity in a page.' })
export class CommodityEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Commodity, { description: 'The commodity.' })
  node!: Commodity;
}
