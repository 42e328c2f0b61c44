import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AppError } from '../../../../errors/app-error.js';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { toCommunityUser } from '../community-user/community-user.mapper.js';
import { CommunityUser } from '../community-user/community-user.type.js';
import { CommunityUserBanInput } from './user-ban.input.js';
import { CommunityUserBanPayload } from './user-ban.result.js';
import { UserBan } from './user-ban.type.js';
import { banUser } from './user-ban.write.js';

/** Bans of community users. */
@Resolver(() => UserBan)
export class UserBanResolver {
  @FieldResolver(() => CommunityUser, { description: 'The user.' })
  user(@Root() ban: UserBan): CommunityUser {
    const user = toCommunityUser(ban.shopRecord, ban.userId);
    if (user === null) throw new AppError('INTERNAL', 'A kept ban is about no user.');
    return user;
  }

  @Access({ scopes: ['community:moderate'], shop: 'input.siteId' })
  @Upstream('KUAIZHAN POST /v2/club/user/ban')
  @Mutation(() => CommunityUserBanPayload, {
    description: 'Silence a community user for some days. The platform has no unban call; a ban ends by itself.',
  })
  communityUserBan(
    @Arg('input', () => CommunityUserBanInput, { description: 'What to do.' }) input: CommunityUserBanInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return banUser(input, options, ctx);
  }
}
