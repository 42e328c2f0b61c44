import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../subgraph/vocabulary/page-info.type.js';
import { Shop } from './shop.type.js';

/** A page of shops. */
@ObjectType('ShopConnection', { description: 'A page of shops.' })
export class ShopConnection {
  @Field(() => [ShopEdge], { description: 'Edges.' })
  edges!: ShopEdge[];

  @Field(() => [Shop], { description: 'The shops themselves.' })
  nodes!: Shop[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many match.' })
  totalCount!: number;
}

/** A shop in a page. */
@ObjectType('ShopEdge', { description: 'A shop in a page.' })
export class ShopEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Shop, { description: 'The shop.' })
  node!: Shop;
}
