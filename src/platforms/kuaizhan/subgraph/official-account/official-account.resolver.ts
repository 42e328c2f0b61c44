import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { AppError } from '../../../../errors/app-error.js';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { kuaizhanOf } from '../context.js';
import { loadSubscription } from './official-account.loader.js';
import { OfficialAccount, WechatSubscription } from './official-account.type.js';

const MAX_VISITORS = 50;
/** Calls in flight for one field; the shop's other work keeps its share. */
const WIDTH = 8;

/** Who follows a WeChat account. */
@Resolver(() => OfficialAccount)
export class OfficialAccountResolver {
  @RequiresScopes('community:read')
  @Upstream('KUAIZHAN GET /v2/wx/user/subscribe')
  @FieldResolver(() => WechatSubscription, { nullable: true, description: 'Whether a visitor follows the account.' })
  subscription(
    @Root() account: OfficialAccount,
    @Arg('openId', () => String, { description: 'The visitor.' }) openId: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WechatSubscription> {
    if (openId === '') throw new AppError('INVALID_INPUT', 'An open id is not empty.', { path: ['openId'] });
    ctx.trace.noteUnbatched(fieldPath(info));
    return loadSubscription(kuaizhanOf(ctx).of(account.shopRecord), account.siteId, openId);
  }

  @RequiresScopes('community:read')
  @Upstream('KUAIZHAN GET /v2/wx/user/subscribe', { perArgument: 'openIds' })
  @Directive('@listSize(assumedSize: 50)')
  @FieldResolver(() => [WechatSubscription], {
    nullable: 'itemsAndList',
    description: 'The same for many visitors, in the order asked. At most 50; one upstream call each.',
  })
  async subscriptions(
    @Root() account: OfficialAccount,
    @Arg('openIds', () => [String], { description: 'The visitors, at most 50.' }) openIds: string[],
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(WechatSubscription | Error)[]> {
    if (openIds.length === 0 || openIds.length > MAX_VISITORS || openIds.includes(''))
      throw new AppError('INVALID_INPUT', `1 to ${MAX_VISITORS} open ids, none empty.`, {
        path: ['openIds'],
        constraint: `1..${MAX_VISITORS}`,
      });
    ctx.trace.noteUnbatched(fieldPath(info));
    const scope = kuaizhanOf(ctx).of(account.shopRecord);
    const answers = await boundedParallel(openIds, WIDTH, (openId) => loadSubscription(scope, account.siteId, openId));
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : (answer.reason as Error)));
  }
}
