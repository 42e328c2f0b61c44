import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, UrlScalar } from '../../../../subgraph/scalars.js';
import { GeoPoint } from '../../../../subgraph/vocabulary/geo-point.type.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** A topic in a community. */
@Directive('@key(fields: "id")')
@ObjectType('Topic', { description: 'A topic in a community.', implements: [Node, UpstreamObject] })
export class Topic extends UpstreamObject {
  /** The shop it was opened through, and who opened it; not fields of the graph. */
  shopRecord!: ShopRecord;
  authorId!: string;

  @Field(() => String, { description: 'Native id of the community.' })
  forumId!: string;

  @Field(() => String, { nullable: true, description: 'Title.' })
  title!: string | null;

  @Field(() => String, { description: 'Content.' })
  content!: string;

  @Field(() => String, { nullable: true, description: 'Opening words.' })
  brief!: string | null;

  @Field(() => Boolean, { description: 'Whether the content is HTML.' })
  isHtml!: boolean;

  @Field(() => [String], { description: 'Tags.' })
  tags!: string[];

  @Field(() => [Image], { description: 'Pictures.' })
  images!: Image[];

  @Field(() => [UrlScalar], { description: 'Videos.' })
  videoUrls!: string[];

  @Field(() => [UrlScalar], { description: 'Videos elsewhere on the web.' })
  internetVideoUrls!: string[];

  @Field(() => [UrlScalar], { description: 'Sounds.' })
  audioUrls!: string[];

  @Field(() => GeoPoint, { nullable: true, description: 'Where.' })
  location!: GeoPoint | null;

  @Field(() => TopicCounts, { description: 'Replies, visits and so on.' })
  counts!: TopicCounts;

  @Field(() => Boolean, { description: 'Passed review.' })
  isPassed!: boolean;

  @Field(() => Boolean, { description: 'Private.' })
  isPrivate!: boolean;

  @Field(() => Boolean, { description: 'Recommended.' })
  isRecommended!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}

/** Counters of a topic. */
@ObjectType('TopicCounts', { description: 'Counters of a topic.' })
export class TopicCounts {
  @Field(() => Int, { description: 'Replies.' })
  replies!: number;

  @Field(() => Int, { description: 'Replies to the topic itself.' })
  directReplies!: number;

  @Field(() => Int, { description: 'Visits.' })
  visits!: number;

  @Field(() => Int, { description: 'Up votes.' })
  upvotes!: number;

  @Field(() => Int, { description: 'Down votes.' })
  downvotes!: number;

  @Field(() => Int, { description: 'Favourites.' })
  favorites!: number;

  @Field(() => Int, { description: 'Shares.' })
  shares!: number;

  @Field(() => Int, { description: 'Participants.' })
  participants!: number;
}
