import type { Micros } from './commodity.row.js';
import type { ClubUser, Forum } from './records.js';
import { naiveTime } from './times.js';

/** What a topic is made of. */
export interface TopicFacts {
  readonly id: string;
  readonly forum: Forum;
  readonly user: ClubUser;
  readonly content: string;
  readonly title: string | null;
  readonly isHtml: boolean;
  readonly tagIds: readonly string[];
  readonly imageUrls: readonly string[];
  readonly videoUrls: readonly string[];
  readonly internetVideos: readonly unknown[];
  readonly audios: readonly unknown[];
  /** `[longitude, latitude]` or nothing. */
  readonly geo: readonly number[];
  readonly geoAddress: string | null;
  readonly createdAt: number;
  readonly micros: Micros;
}

const BRIEF_LENGTH = 100;

/** A new topic with all keys of the sample (specification 5.2). */
export function topicRow(facts: TopicFacts): Record<string, unknown> {
  const freshness = Math.floor(facts.createdAt / 1000);
  const plain = facts.isHtml ? facts.content.replace(/<[^>]*>/g, '') : facts.content;
  return {
    attachments: facts.imageUrls.map((url) => ({ url, type: 1 })),
    videos: facts.videoUrls.map((url) => ({ url, type: 2 })),
    site_id: facts.forum.siteId,
    audios: facts.audios,
    states: [0, -110, 100, 50],
    counts: {
      downvotes: 0,
      shares: 0,
      participants: 0,
      direct_replies: 0,
      visits: 0,
      favorites: 0,
      replies: 0,
      tippers: 0,
      upvotes: 0,
      tips: 0,
    },
    has_apply_info: null,
    geo_address: facts.geoAddress,
    user_id: facts.user.id,
    title: facts.title,
    vote_activity_id: null,
    apply_condition: 0,
    tag_ids: facts.tagIds.length === 0 ? ['ORDINARY'] : facts.tagIds,
    brief: [...plain].slice(0, BRIEF_LENGTH).join(''),
    content: facts.content,
    vote_setting: {},
    start_time: null,
    form_id: 'ORDINARY',
    is_html: facts.isHtml,
    is_passed: true,
    forum_id: facts.forum.id,
    _id: facts.id,
    geo: facts.geo,
    is_private: false,
    utime: naiveTime(facts.createdAt, facts.micros.updated),
    enable_reply_limit: null,
    group_id: null,
    ctime: naiveTime(facts.createdAt, facts.micros.created),
    settings: {},
    freshness,
    grade_update: { grade: 3, score: 2, update: true },
    end_time: null,
    reply_limit_per_user: null,
    internet_videos: facts.internetVideos,
    is_recommended: false,
    // About nine times the freshness in the sample, so well above 32 bits.
    hotness: freshness * 9,
    forbid_upvote_after_end: null,
  };
}
