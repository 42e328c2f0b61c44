import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { HtmlScalar } from '../../../../subgraph/scalars.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { kuaizhanOf } from '../context.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { loadPost } from './post.loader.js';
import { postPage } from './post.page.js';
import { Post } from './post.type.js';
import { toPostColumn } from './post-column.mapper.js';
import { PostColumn } from './post-column.type.js';
import { PostConnection } from './post-connection.type.js';
import { PostStatus } from './post-status.enum.js';

/** Articles. */
@Resolver(() => Post)
export class PostResolver {
  @Access({ shop: 'id' })
  @Upstream('KUAIZHAN GET /v2/platform/post/info')
  @Query(() => Post, { nullable: true, description: 'One post by global id.' })
  async post(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Post | null> {
    const decoded = decodeGlobalId(id);
    const scope = decoded?.type === 'Post' ? await kuaizhanOf(ctx).ofKey(decoded.shopKey) : null;
    return scope === null || decoded === null ? null : loadPost(scope, decoded.nativeId);
  }

  @Upstream('KUAIZHAN GET /v2/platform/post/info')
  @FieldResolver(() => HtmlScalar, {
    nullable: true,
    description: 'Content; the full call is made only when selected.',
  })
  async content(
    @Root() post: Post,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<string | null> {
    if (post.contentText !== null) return post.contentText;
    ctx.trace.noteUnbatched(fieldPath(info));
    return (await loadPost(kuaizhanOf(ctx).of(post.shopRecord), post.native.id))?.contentText ?? null;
  }

  @FieldResolver(() => PostColumn, { nullable: true, description: 'The column.' })
  column(@Root() post: Post): PostColumn | null {
    return post.columnId === null ? null : toPostColumn(post.shopRecord, post.columnId);
  }
}

/** Columns of articles. */
@Resolver(() => PostColumn)
export class PostColumnResolver {
  @Upstream('KUAIZHAN GET /v2/platform/post/list', {
    batch: 20,
    per: 'parent',
    // A cursor may lie between two of the platform's pages.
    lists: ({ after }) => (after == null ? 1 : 2),
  })
  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => PostConnection, { nullable: true, description: 'Its posts.' })
  posts(
    @Root() column: PostColumn,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Arg('status', () => PostStatus, {
      nullable: true,
      defaultValue: PostStatus.ALL,
      description: 'Only this state.',
    })
    status: PostStatus | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return postPage(kuaizhanOf(ctx).of(column.shopRecord), column.native.id, status ?? PostStatus.ALL, page, info);
  }
}
