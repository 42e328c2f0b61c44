import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../subgraph/vocabulary/page-info.type.js';
import { StockItem } from './stock-item.type.js';

/** A page of stock items. */
@ObjectType('StockItemConnection', { description: 'A page of stock items.' })
export class StockItemConnection {
  @Field(() => [StockItemEdge], { description: 'Edges.' })
  edges!: StockItemEdge[];

  @Field(() => [StockItem], { description: 'The items.' })
  nodes!: StockItem[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many.' })
  totalCount!: number;
}

/** A stock item in a page. */
@ObjectType('StockItemEdge', { description: 'A stock item in a page.' })
export class StockItemEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => StockItem, { description: 'The item.' })
  node!: StockItem;
}
