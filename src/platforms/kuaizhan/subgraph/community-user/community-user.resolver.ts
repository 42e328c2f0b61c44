import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { kuaizhanOf } from '../context.js';
import { toKeptBan, USER_BAN } from '../user-ban/user-ban.mapper.js';
import { UserBan } from '../user-ban/user-ban.type.js';
import { CommunityUser } from './community-user.type.js';

/** Members of communities. */
@Resolver(() => CommunityUser)
export class CommunityUserResolver {
  @FieldResolver(() => UserBan, {
    nullable: true,
    description: 'The ban in force made through this API, if any.',
  })
  async activeBan(@Root() user: CommunityUser, @Ctx() ctx: RequestContext): Promise<UserBan | null> {
    const { shopRecord: shop } = user;
    const page = { limit: 100, about: user.native.id };
    const bans = await kuaizhanOf(ctx).deps.kept.list(shop.tenantId, shop.key, USER_BAN, page);
    const now = new Date();
    const inForce = bans
      .map((object) => toKeptBan(object, shop))
      .filter((ban) => ban.isBanned && (ban.expiresAt === null || ban.expiresAt > now));
    return inForce[0] ?? null;
  }
}
