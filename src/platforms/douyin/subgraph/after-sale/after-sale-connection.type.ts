import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { AfterSale } from './after-sale.type.js';

/** A page of after-sale cases. */
@ObjectType('AfterSaleConnection', { description: 'A page of after-sale cases.' })
export class AfterSaleConnection {
  @Field(() => [AfterSaleEdge], { description: 'Edges.' })
  edges!: AfterSaleEdge[];

  @Field(() => [AfterSale], { description: 'The cases.' })
  nodes!: AfterSale[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many.' })
  totalCount!: number | null;
}

/** An after-sale case in a page. */
@ObjectType('AfterSaleEdge', { description: 'An after-sale case in a page.' })
export class AfterSaleEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => AfterSale, { description: 'The case.' })
  node!: AfterSale;
}
