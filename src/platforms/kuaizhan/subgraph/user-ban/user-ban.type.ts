import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** A ban of a community user. */
@Directive('@key(fields: "id")')
@ObjectType('UserBan', { description: 'A ban of a community user.', implements: Node })
export class UserBan {
  /** The shop whose token is used; not a field of the graph. */
  shopRecord!: ShopRecord;
  userId!: string;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Native id of the community.' })
  forumId!: string;

  @Field(() => String, { nullable: true, description: 'Reason.' })
  reason!: string | null;

  @Field(() => Int, { nullable: true, description: "Days. Null: the platform's default." })
  days!: number | null;

  @Field(() => Boolean, { description: 'What the platform answered.' })
  isBanned!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  bannedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends, where `days` is known.' })
  expiresAt!: Date | null;
}
