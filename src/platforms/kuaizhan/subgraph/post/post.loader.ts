import { imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import { getPost, type PostRecord } from '../../upstream/endpoints/post.js';
import type { ShopScope } from '../context.js';
import { Post } from './post.type.js';

const POST_ID = /^[1-9]\d{0,15}$/;

/** One post, whole, asked once per request; null for a missing one. The platform has no batch form. */
export function loadPost(scope: ShopScope, postId: string): Promise<Post | null> {
  if (!POST_ID.test(postId)) return Promise.resolve(null);
  return scope.once.run(`post:${postId}`, async () => {
    const record = await getPost(scope.client, postId);
    return record === null ? null : toPost(record, scope.shop);
  });
}

/** A post as the graph shows it; heads in a list have no content. */
export const toPost = (record: PostRecord, shop: Shop): Post => new LazyPost(record, shop);

const LazyPost = lazyView<PostRecord, Shop, Omit<Post, 'raw'>, Post>(
  {
    shopRecord: (_record, shop) => shop,
    contentText: (record) => record.content,
    columnId: (record) => record.columnId,
    id: (record, shop) => encodeGlobalId('Post', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'post', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    title: (record) => record.title,
    summary: (record) => record.desc,
    cover: (record) => imageFromUrl(record.coverUrl),
    labels: (record) => [...record.labels],
    weight: (record) => record.weight,
    commentSettingCode: (record) => record.commentOn,
    scheduledAt: (record) => record.setTime,
  },
  Post,
);
