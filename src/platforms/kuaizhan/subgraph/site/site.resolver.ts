import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { JsonScalar } from '../../../../subgraph/scalars.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { kuaizhanOf } from '../context.js';
import { loadOfficialAccount } from '../official-account/official-account.loader.js';
import { OfficialAccount } from '../official-account/official-account.type.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { loadPost } from '../post/post.loader.js';
import { Post } from '../post/post.type.js';
import { toPostColumn } from '../post/post-column.mapper.js';
import { PostColumn } from '../post/post-column.type.js';
import { topicPage } from '../topic/topic.page.js';
import { TopicConnection } from '../topic/topic-connection.type.js';
import { banPage } from '../user-ban/user-ban.page.js';
import { UserBanConnection } from '../user-ban/user-ban-connection.type.js';
import { SiteBy } from './site.input.js';
import { loadSite, readSite } from './site.loader.js';
import { Site } from './site.type.js';

/** Sites and what hangs from them. */
@Resolver(() => Site)
export class SiteResolver {
  @Access({ shop: 'listed' })
  @Upstream('KUAIZHAN GET /v2/platform/site/info')
  @Query(() => Site, { nullable: true, description: 'A Kuaizhan site.' })
  async site(
    @Arg('by', () => SiteBy, { description: 'Which one; exactly one way to name it.' }) by: SiteBy,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Site | null> {
    const named = decodeGlobalId(by.id ?? by.shopId ?? by.native?.shopId ?? '');
    if (named === null || named.type !== (by.id == null ? 'Shop' : 'Site')) return null;
    const scope = await kuaizhanOf(ctx).ofKey(named.shopKey);
    if (scope === null) return null;
    if (by.native != null) return loadSite(scope, by.native.siteId, info, by.native.domain ?? undefined);
    return loadSite(scope, by.id == null ? scope.siteId : named.nativeId, info);
  }

  @Upstream('KUAIZHAN GET /v2/platform/site/info', { embedded: true })
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: 'Changyan comment service; asked for only when selected.',
  })
  changyan(@Root() site: Site, @Ctx() ctx: RequestContext): unknown {
    return extra(site, 'changyan', ctx);
  }

  @Upstream('KUAIZHAN GET /v2/platform/site/info', { embedded: true })
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: 'Entrances of the site; asked for only when selected.',
  })
  entrances(@Root() site: Site, @Ctx() ctx: RequestContext): unknown {
    return extra(site, 'entrances', ctx);
  }

  @Upstream('KUAIZHAN GET /v2/wx/service/info')
  @FieldResolver(() => OfficialAccount, {
    nullable: true,
    description: 'The WeChat official account bound to the site. Null when none is.',
  })
  officialAccount(@Root() site: Site, @Ctx() ctx: RequestContext): Promise<OfficialAccount | null> {
    return loadOfficialAccount(kuaizhanOf(ctx).of(site.shopRecord), site.native.id);
  }

  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => TopicConnection, {
    description: 'Topics opened through this API, newest first; the platform cannot list topics.',
  })
  topics(
    @Root() site: Site,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return topicPage(kuaizhanOf(ctx), site, page, info);
  }

  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => UserBanConnection, {
    description: 'Bans made through this API, newest first; the platform cannot list bans.',
  })
  bans(
    @Root() site: Site,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return banPage(kuaizhanOf(ctx), site, page, info);
  }

  @FieldResolver(() => PostColumn, {
    nullable: true,
    description: 'A column of posts by its native id; the platform cannot list columns.',
  })
  postColumn(
    @Root() site: Site,
    @Arg('nativeId', () => String, { description: 'Id on the platform.' }) nativeId: string,
  ): PostColumn | null {
    return toPostColumn(site.shopRecord, nativeId);
  }

  @Upstream('KUAIZHAN GET /v2/platform/post/info')
  @FieldResolver(() => Post, { nullable: true, description: 'One post by its native id.' })
  post(
    @Root() site: Site,
    @Arg('nativeId', () => String, { description: 'Id on the platform.' }) nativeId: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Post | null> {
    ctx.trace.noteUnbatched(fieldPath(info));
    return loadPost(kuaizhanOf(ctx).of(site.shopRecord), nativeId);
  }
}

/** Extra data that came along, or one more call when the site was read by a field that could not see it was wanted. */
async function extra(site: Site, name: 'changyan' | 'entrances', ctx: RequestContext): Promise<unknown> {
  if (name in site.extras) return site.extras[name] ?? null;
  const whole = await readSite(kuaizhanOf(ctx).of(site.shopRecord), site.native.id, {
    changyan: true,
    entrances: true,
  });
  return whole?.extras[name] ?? null;
}
