import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { Product } from './product.type.js';

/** A page of products. */
@ObjectType('ProductConnection', { description: 'A page of products.' })
export class ProductConnection {
  @Field(() => [ProductEdge], { description: 'Edges.' })
  edges!: ProductEdge[];

  @Field(() => [Product], { description: 'The products.' })
  nodes!: Product[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many; comes with the page.' })
  totalCount!: number | null;
}

/** A product in a page. */
@ObjectType('ProductEdge', { description: 'A product in a page.' })
export class ProductEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Product, { description: 'The product.' })
  node!: Product;
}
