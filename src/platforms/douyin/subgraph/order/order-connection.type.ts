import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { Order } from './order.type.js';

/** A page of orders. */
@ObjectType('OrderConnection', { description: 'A page of orders.' })
export class OrderConnection {
  @Field(() => [OrderEdge], { description: 'Edges.' })
  edges!: OrderEdge[];

  @Field(() => [Order], { description: 'The orders.' })
  nodes!: Order[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many; comes with the first page.' })
  totalCount!: number | null;
}

/** An order in a page. */
@ObjectType('OrderEdge', { description: 'An order in a page.' })
export class OrderEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Order, { description: 'The order.' })
  node!: Order;
}
