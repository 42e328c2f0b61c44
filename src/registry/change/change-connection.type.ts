import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../subgraph/vocabulary/page-info.type.js';
import { Change } from './change.type.js';

/** A change in a page. */
@ObjectType('ChangeEdge', { description: 'A change in a page.' })
export class ChangeEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Change, { description: 'The change.' })
  node!: Change;
}

/** A page of changes. */
@ObjectType('ChangeConnection', { description: 'A page of changes.' })
export class ChangeConnection {
  @Field(() => [ChangeEdge], { description: 'Edges.' })
  edges!: ChangeEdge[];

  @Field(() => [Change], { description: 'The changes.' })
  nodes!: Change[];

  @Field(() => PageInfo, { description: 'Page information. Forward only; `endCursor` is a bookmark to keep.' })
  pageInfo!: PageInfo;
}
