import type { GraphQLResolveInfo } from 'graphql';
import { CursorCodec, isOffset } from '../../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../../subgraph/page.js';
import { listPosts } from '../../upstream/endpoints/post.js';
import type { ShopScope } from '../context.js';
import { toPost } from './post.loader.js';
import type { Post } from './post.type.js';
import type { PostStatus } from './post-status.enum.js';

const STATUS = { ALL: 'all', ONLINE: 'online', DRAFT: 'draft' } as const;

/**
 * A page of a column's posts. The platform numbers pages from 1 (trap 13): a cursor is a row's number, and a page that
 * begins between two of the platform's pages takes both.
 */
export async function postPage(
  scope: ShopScope,
  columnId: string,
  status: PostStatus,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<Post> & { totalCount: number }> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['posts', scope.shop.key, columnId, status], isOffset);
  const start = request.cursor === null ? 0 : cursors.decode(request.cursor, 'after') + 1;
  const perPage = request.size;
  const read = (page: number) =>
    scope.once.run(JSON.stringify(['posts', columnId, status, page, perPage]), () =>
      listPosts(scope.client, { columnId, status: STATUS[status], page, perPage }),
    );
  const first = Math.floor(start / perPage) + 1;
  const skip = start % perPage;
  const head = await read(first);
  const tail = skip > 0 && head.hasNextPage ? await read(first + 1) : null;
  const rows = [...head.rows.slice(skip), ...(tail?.rows ?? [])].slice(0, perPage);
  const rest = tail === null ? head.hasNextPage : tail.hasNextPage || tail.rows.length > skip;
  const page = toPage(
    rows,
    (row) => toPost(row, scope.shop),
    (_row, index) => cursors.encode(start + index),
    { hasNextPage: rest, hasPreviousPage: start > 0 },
  );
  return Object.assign(page, { totalCount: head.totalCount });
}
