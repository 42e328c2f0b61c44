import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { Post } from './post.type.js';

/** A page of posts. */
@ObjectType('PostConnection', { description: 'A page of posts.' })
export class PostConnection {
  @Field(() => [PostEdge], { description: 'Edges.' })
  edges!: PostEdge[];

  @Field(() => [Post], { description: 'The posts.' })
  nodes!: Post[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many; comes with the page.' })
  totalCount!: number;
}

/** A post in a page. */
@ObjectType('PostEdge', { description: 'A post in a page.' })
export class PostEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Post, { description: 'The post.' })
  node!: Post;
}
