import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import * as upstream from '../../upstream/endpoints/topic.js';
import { kuaizhanOf } from '../context.js';
import { forumOf, siteShopKey } from '../forum.js';
import { keepSurely } from '../keep-surely.js';
import { planned } from '../planned.js';
import { reviveRecord } from '../revive.js';
import type { TopicCreateInput } from './topic.input.js';
import { TOPIC, toTopic } from './topic.mapper.js';

/**
 * `topicCreate`. The platform cannot read topics: what it answers is kept here, and it is the only source. An unknown
 * outcome stays unknown.
 */
export async function createTopic(
  input: TopicCreateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const scope = await kuaizhanOf(ctx).forWrite(siteShopKey(input.siteId));
  refuseVersion(options);
  const { shop, client, deps } = scope;
  const params: upstream.CreateTopicParams = {
    userId: input.userId,
    forumId: forumOf(scope, input.siteId, input.forumId),
    content: input.content,
    ...(input.title == null ? {} : { title: input.title }),
    isHtml: input.isHtml,
    ...listed('tagIds', input.tagIds),
    ...listed('attachmentUrls', input.imageUrls),
    ...listed('videoUrls', input.videoUrls),
    ...listed('internetVideos', input.internetVideoUrls),
    ...listed('audios', input.audioUrls),
    ...(input.location == null ? {} : { longitude: input.location.longitude, latitude: input.location.latitude }),
    ...(input.location?.address == null ? {} : { address: input.location.address }),
  };
  const { value: record, base } = await runWrite<upstream.TopicRecord>(ctx, deps.writes, {
    mutation: 'topicCreate',
    shopKey: shop.key,
    input,
    options,
    plan: () => [planned(scope, upstream.planCreateTopic(params))],
    intent: { forumId: params.forumId },
    send: async (beforeFirstByte) => {
      const made = await upstream.createTopic(client, params, beforeFirstByte);
      const { tenantId, key: shopKey } = shop;
      const kept = {
        tenantId,
        shopKey,
        type: TOPIC,
        nativeId: made.id,
        about: made.userId,
        body: JSON.stringify(made),
      };
      await keepSurely(deps.kept, { ...kept, createdAt: made.ctime }, ctx.log);
      return made;
    },
    encode: (made) => JSON.stringify(made),
    decode: (stored) => reviveRecord<upstream.TopicRecord>(stored),
  });
  return { ...base, topic: record === null ? null : toTopic(record, shop, base.replayed ? 'JOURNAL' : 'LIVE') };
}

/** A list field, left out when it is empty: the platform has its own defaults. */
const listed = <K extends string>(
  name: K,
  values: readonly string[] | null | undefined,
): { [P in K]?: readonly string[] } =>
  values == null || values.length === 0 ? {} : ({ [name]: values } as { [P in K]: readonly string[] });
