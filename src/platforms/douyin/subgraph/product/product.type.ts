import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, HtmlScalar } from '../../../../subgraph/scalars.js';
import { CatalogItem } from '../../../../subgraph/vocabulary/catalog-item.interface.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { ProductRecord } from '../../upstream/endpoints/product-record.js';
import { ProductCategory } from './product-facts.type.js';
import { ProductReviewStatus } from './product-review-status.enum.js';

/** Something a Douyin shop sells. */
@Directive('@key(fields: "id")')
@ObjectType('Product', {
  description: 'Something a Douyin shop sells.',
  implements: [Node, UpstreamObject, CatalogItem],
})
export class Product extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: ProductRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { description: 'Version label for `expectedVersion`.' })
  version!: string;

  @Field(() => String, { nullable: true, description: "The merchant's own product id." })
  outerId!: string | null;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => HtmlScalar, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => [ProductCategory], { description: 'Category path from the root.' })
  categoryPath!: ProductCategory[];

  @Field(() => Image, { nullable: true, description: 'Cover picture.' })
  cover!: Image | null;

  @Field(() => Money, { nullable: true, description: 'Market price.' })
  marketPrice!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Units sold.' })
  salesVolume!: number | null;

  @Field(() => Boolean, { description: 'On the shelf.' })
  isOnline!: boolean;

  @Field(() => ProductReviewStatus, { description: 'Review state.' })
  reviewStatus!: ProductReviewStatus;

  @Field(() => Int, { description: "The platform's own review code." })
  reviewStatusCode!: number;

  @Field(() => Boolean, { description: 'On the shelf and passed review.' })
  isOnSale!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}
