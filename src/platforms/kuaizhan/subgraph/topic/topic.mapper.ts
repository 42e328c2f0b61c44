import type { KeptObject } from '../../../../ledger/kept-objects.js';
import { absoluteUrl, imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { TopicRecord } from '../../upstream/endpoints/topic.js';
import { reviveRecord } from '../revive.js';
import { Topic } from './topic.type.js';

/** Type of a kept topic. */
export const TOPIC = 'Topic';

/** A topic as the graph shows it: LIVE in the answer to its creation, JOURNAL ever after (conventions section 0, item 13). */
export function toTopic(record: TopicRecord, shop: Shop, source: 'LIVE' | 'JOURNAL'): Topic {
  const { longitude, latitude, address } = record;
  const urls = (texts: readonly string[]) => texts.flatMap((text) => absoluteUrl(text) ?? []);
  return Object.assign(new Topic(), {
    shopRecord: shop,
    authorId: record.userId,
    id: encodeGlobalId('Topic', shop.key, record.id),
    native: { platform: shop.platform, resource: 'topic', id: record.id },
    freshness: { source, fetchedAt: record.receivedAt },
    rawSource: record.raw,
    forumId: record.forumId,
    title: record.title,
    content: record.content,
    brief: record.brief,
    isHtml: record.isHtml,
    tags: [...record.tagIds],
    images: record.attachmentUrls.flatMap((url) => imageFromUrl(url) ?? []),
    videoUrls: urls(record.videoUrls),
    internetVideoUrls: urls(record.internetVideoUrls),
    audioUrls: urls(record.audioUrls),
    location: longitude === null || latitude === null ? null : { longitude, latitude, address },
    counts: record.counts,
    isPassed: record.isPassed,
    isPrivate: record.isPrivate,
    isRecommended: record.isRecommended,
    createdAt: record.ctime,
    updatedAt: record.utime,
  } satisfies Partial<Topic>);
}

/** A topic from where it was kept when it was opened. */
export const toKeptTopic = (object: KeptObject, shop: Shop): Topic =>
  toTopic(reviveRecord<TopicRecord>(object.body), shop, 'JOURNAL');
