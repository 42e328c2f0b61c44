import { type Call, type Endpoint, find, microsOf } from './endpoint.js';
import { invalid, Refusal } from './envelope.js';
import type { ClubUser, Forum } from './records.js';
import { topicRow } from './topic.row.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The forum (specification 5.2, 5.3). */
export const CLUB: readonly Endpoint[] = [
  { method: 'POST', path: '/v2/club/topic/create', answer: (call) => ({ data: createTopic(call) }) },
  {
    method: 'POST',
    path: '/v2/club/user/ban',
    answer: (call) => {
      const { user, forum } = parties(call);
      const days = call.params.integer('days', { min: 0, says: 'must be >= 0' }) ?? 0;
      call.state.ban({
        userId: user.id,
        forumId: forum.id,
        reason: call.params.text('reason_content') ?? null,
        until: days === 0 ? null : call.now() + days * DAY_MS,
      });
      call.effect('user.ban', user.id);
      return { data: '{"is_banned":true}' };
    },
  },
];

function parties(call: Call): { user: ClubUser; forum: Forum } {
  const userId = call.params.required('user_id');
  const forum = find(call, 'forum', call.state.forums.get(call.params.required('forum_id')), (found) => found.siteId);
  const user = find(call, 'user', call.state.clubUsers.get(userId), (found) => found.siteId);
  if (user.siteId !== forum.siteId) throw new Refusal('user not found');
  return { user, forum };
}

function createTopic(call: Call): string {
  const { params, state } = call;
  const { user, forum } = parties(call);
  const content = params.required('content');
  if (state.isBanned(forum.id, user.id)) throw new Refusal('user is banned in this forum');
  const longitude = params.decimal('geo_longitude', { min: -180, max: 180 });
  const latitude = params.decimal('geo_latitude', { min: -90, max: 90 });
  if ((longitude === undefined) !== (latitude === undefined))
    throw invalid('geo_longitude and geo_latitude belong together');
  const id = state.nextId(call.now());
  const row = topicRow({
    id,
    forum,
    user,
    content,
    title: params.text('title') ?? null,
    isHtml: params.flag('is_html') ?? false,
    tagIds: params.list('tag_ids') ?? [],
    imageUrls: params.list('attachment_urls') ?? [],
    videoUrls: params.list('video_urls') ?? [],
    internetVideos: params.listOfAny('internet_videos') ?? [],
    audios: params.listOfAny('audios') ?? [],
    geo: longitude === undefined || latitude === undefined ? [] : [longitude, latitude],
    geoAddress: params.text('geo_address') ?? null,
    createdAt: call.now(),
    micros: microsOf(id),
  });
  state.topics.set(id, { id, forumId: forum.id, userId: user.id, row });
  call.effect('topic.create', id);
  return JSON.stringify(row);
}
