import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** An article on a site. */
@Directive('@key(fields: "id")')
@ObjectType('Post', { description: 'An article on a site.', implements: [Node, UpstreamObject] })
export class Post extends UpstreamObject {
  /** The shop whose token reads it; not a field of the graph. */
  shopRecord!: ShopRecord;
  /** Null where the list left it out and the full call has to be made. */
  contentText!: string | null;
  columnId!: string | null;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Summary.' })
  summary!: string | null;

  @Field(() => Image, { nullable: true, description: 'Cover picture.' })
  cover!: Image | null;

  @Field(() => [String], { description: 'Labels.' })
  labels!: string[];

  @Field(() => Int, { nullable: true, description: 'Sort weight.' })
  weight!: number | null;

  @Field(() => Int, { nullable: true, description: "The platform's comment setting." })
  commentSettingCode!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is set to appear.' })
  scheduledAt!: Date | null;
}
