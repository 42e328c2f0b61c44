import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { Topic } from './topic.type.js';

/** A page of topics. */
@ObjectType('TopicConnection', { description: 'A page of topics.' })
export class TopicConnection {
  @Field(() => [TopicEdge], { description: 'Edges.' })
  edges!: TopicEdge[];

  @Field(() => [Topic], { description: 'The topics.' })
  nodes!: Topic[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** A topic in a page. */
@ObjectType('TopicEdge', { description: 'A topic in a page.' })
export class TopicEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Topic, { description: 'The topic.' })
  node!: Topic;
}
