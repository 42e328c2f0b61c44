import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AppError } from '../../../../errors/app-error.js';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { isSelectedBeside } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { toCommunityUser } from '../community-user/community-user.mapper.js';
import { CommunityUser } from '../community-user/community-user.type.js';
import { kuaizhanOf } from '../context.js';
import { findKept } from '../kept-page.js';
import { loadSite, siteGlobalId } from '../site/site.loader.js';
import { Site } from '../site/site.type.js';
import { TopicCreateInput } from './topic.input.js';
import { TOPIC, toKeptTopic } from './topic.mapper.js';
import { TopicCreatePayload } from './topic.result.js';
import { Topic } from './topic.type.js';
import { createTopic } from './topic.write.js';

/** Topics of communities. */
@Resolver(() => Topic)
export class TopicResolver {
  @Access({ shop: 'id' })
  @Query(() => Topic, { nullable: true, description: 'One topic opened through this API, by global id.' })
  async topic(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Topic | null> {
    const decoded = decodeGlobalId(id);
    if (decoded?.type !== 'Topic') return null;
    const shop = await ctx.shops.visible(decoded.shopKey);
    const kept = shop === null ? null : await findKept(kuaizhanOf(ctx).deps.kept, shop, TOPIC, decoded.nativeId);
    return shop === null || kept === null ? null : toKeptTopic(kept, shop);
  }

  @Upstream('KUAIZHAN GET /v2/platform/site/info', { per: 'shop' })
  @FieldResolver(() => Site, { description: 'The site.' })
  async site(@Root() topic: Topic, @Ctx() ctx: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Site> {
    const { shopRecord } = topic;
    const siteId = shopRecord.attributes['siteId'] ?? '';
    if (!isSelectedBeside(info, ['id', '__typename']))
      return Object.assign(new Site(), { id: siteGlobalId(shopRecord, siteId) });
    const site = await loadSite(kuaizhanOf(ctx).of(shopRecord), siteId, info);
    if (site === null) throw new AppError('UPSTREAM_MALFORMED');
    return site;
  }

  @FieldResolver(() => CommunityUser, { description: 'Who opened it.' })
  author(@Root() topic: Topic): CommunityUser {
    const author = toCommunityUser(topic.shopRecord, topic.authorId);
    if (author === null) throw new AppError('UPSTREAM_MALFORMED');
    return author;
  }

  @Access({ scopes: ['community:write'], shop: 'input.siteId' })
  @Upstream('KUAIZHAN POST /v2/club/topic/create')
  @Mutation(() => TopicCreatePayload, { description: 'Open a topic in a community.' })
  topicCreate(
    @Arg('input', () => TopicCreateInput, { description: 'What to do.' }) input: TopicCreateInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createTopic(input, options, ctx);
  }
}
