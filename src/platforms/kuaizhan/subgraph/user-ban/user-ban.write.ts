import { randomUUID } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import * as upstream from '../../upstream/endpoints/user-ban.js';
import { toCommunityUser } from '../community-user/community-user.mapper.js';
import { kuaizhanOf } from '../context.js';
import { forumOf, siteShopKey } from '../forum.js';
import { keepSurely } from '../keep-surely.js';
import { planned } from '../planned.js';
import { reviveRecord } from '../revive.js';
import type { CommunityUserBanInput } from './user-ban.input.js';
import { type BanFacts, toUserBan, USER_BAN } from './user-ban.mapper.js';

/** `communityUserBan`. The platform can neither list bans nor end them: what was done is kept here. */
export async function banUser(
  input: CommunityUserBanInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const scope = await kuaizhanOf(ctx).forWrite(siteShopKey(input.siteId));
  refuseVersion(options);
  const { shop, client, deps } = scope;
  const { userId, reason, days } = input;
  if (toCommunityUser(shop, userId) === null)
    throw new AppError('INVALID_INPUT', 'Not the id of a community user.', {
      path: ['input', 'userId'],
      constraint: 'A-Z a-z 0-9 _ -',
    });
  const params: upstream.BanUserParams = {
    userId,
    forumId: forumOf(scope, input.siteId, input.forumId),
    ...(reason == null ? {} : { reason }),
    ...(days == null ? {} : { days }),
  };
  const { value: ban, base } = await runWrite<BanFacts>(ctx, deps.writes, {
    mutation: 'communityUserBan',
    shopKey: shop.key,
    input,
    options,
    plan: () => [planned(scope, upstream.planBanUser(params))],
    intent: { forumId: params.forumId },
    send: async (beforeFirstByte) => {
      const { isBanned, receivedAt } = await upstream.banUser(client, params, beforeFirstByte);
      const { forumId } = params;
      const facts: BanFacts = {
        id: randomUUID(),
        userId,
        forumId,
        reason: reason ?? null,
        days: days ?? null,
        isBanned,
        bannedAt: receivedAt,
      };
      const { tenantId, key: shopKey } = shop;
      const kept = {
        tenantId,
        shopKey,
        type: USER_BAN,
        nativeId: facts.id,
        about: userId,
        body: JSON.stringify(facts),
      };
      await keepSurely(deps.kept, { ...kept, createdAt: receivedAt }, ctx.log);
      return facts;
    },
    encode: (facts) => JSON.stringify(facts),
    decode: (stored) => reviveRecord<BanFacts>(stored),
  });
  return { ...base, ban: ban === null ? null : toUserBan(ban, shop) };
}
