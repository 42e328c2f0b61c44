import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { UserBan } from './user-ban.type.js';

/** A page of bans. */
@ObjectType('UserBanConnection', { description: 'A page of bans.' })
export class UserBanConnection {
  @Field(() => [UserBanEdge], { description: 'Edges.' })
  edges!: UserBanEdge[];

  @Field(() => [UserBan], { description: 'The bans.' })
  nodes!: UserBan[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** A ban in a page. */
@ObjectType('UserBanEdge', { description: 'A ban in a page.' })
export class UserBanEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => UserBan, { description: 'The ban.' })
  node!: UserBan;
}
