import { Type } from '@sinclair/typebox';
import { type Decoder, decoder } from '../../../../upstream/decode.js';
import type { KuaizhanClient } from '../client.js';
import type { Fields } from '../encode.js';
import { ENDPOINTS } from '../endpoints.js';
import { type PlannedWrite, plannedCall } from '../planned-call.js';
import {
  flagOf,
  listOf,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
  textOf,
  timeOf,
  wireDecoder,
  wireFlag,
  wireId,
  wireList,
  wireNumber,
  wireText,
  wireTime,
} from '../wire.js';
import type { BeforeFirstByte } from './commodity-write.js';

/** A topic to open (the platform's page, section 5.2). */
export interface CreateTopicParams {
  readonly userId: string;
  readonly forumId: string;
  readonly content: string;
  readonly title?: string;
  readonly isHtml?: boolean;
  readonly tagIds?: readonly string[];
  readonly attachmentUrls?: readonly string[];
  readonly videoUrls?: readonly string[];
  readonly internetVideos?: readonly string[];
  readonly audios?: readonly string[];
  readonly longitude?: number;
  readonly latitude?: number;
  readonly address?: string;
}

const COUNTERS = [
  'replies',
  'directReplies',
  'visits',
  'upvotes',
  'downvotes',
  'favorites',
  'shares',
  'participants',
] as const;

/** Counters of a topic; what the platform leaves out is 0. */
export type TopicCounts = Readonly<Record<(typeof COUNTERS)[number], number>>;

/** A topic; the answer to its creation is the only place where the platform shows it. */
export interface TopicRecord extends Provenance {
  readonly id: string;
  readonly siteId: string;
  readonly forumId: string;
  readonly userId: string;
  readonly title: string | null;
  readonly content: string;
  readonly brief: string | null;
  readonly isHtml: boolean;
  readonly tagIds: readonly string[];
  /** Addresses of pictures, videos, videos elsewhere, and sounds. */
  readonly attachmentUrls: readonly string[];
  readonly videoUrls: readonly string[];
  readonly internetVideoUrls: readonly string[];
  readonly audioUrls: readonly string[];
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly address: string | null;
  readonly counts: TopicCounts;
  readonly isPassed: boolean;
  readonly isPrivate: boolean;
  readonly isRecommended: boolean;
  readonly ctime: Date;
  readonly utime: Date;
  readonly raw: Raw;
}

const WireCounts = Type.Object({
  replies: wireNumber(),
  direct_replies: wireNumber(),
  visits: wireNumber(),
  upvotes: wireNumber(),
  downvotes: wireNumber(),
  favorites: wireNumber(),
  shares: wireNumber(),
  participants: wireNumber(),
});

const WireTopic = Type.Object({
  _id: wireId(),
  site_id: wireId(),
  forum_id: wireId(),
  user_id: wireId(),
  title: wireText(),
  content: wireText(),
  brief: wireText(),
  is_html: wireFlag(),
  tag_ids: wireList(wireId()),
  attachments: wireList(Type.Unknown()),
  videos: wireList(Type.Unknown()),
  internet_videos: wireList(Type.Unknown()),
  audios: wireList(Type.Unknown()),
  geo: wireList(Type.Unknown()),
  geo_address: wireText(),
  counts: Type.Optional(Type.Union([WireCounts, Type.Null()])),
  is_passed: wireFlag(),
  is_private: wireFlag(),
  is_recommended: wireFlag(),
  ctime: wireTime(),
  utime: wireTime(),
});

const decodeWire = wireDecoder(WireTopic);

const topicFields = (params: CreateTopicParams): Fields => [
  ['user_id', params.userId],
  ['forum_id', params.forumId],
  ['content', params.content],
  ['title', params.title],
  ['is_html', params.isHtml],
  ['tag_ids', params.tagIds],
  ['attachment_urls', params.attachmentUrls],
  ['video_urls', params.videoUrls],
  ['internet_videos', params.internetVideos],
  ['audios', params.audios],
  ['geo_longitude', params.longitude],
  ['geo_latitude', params.latitude],
  ['geo_address', params.address],
];

/** What `createTopic` would send. */
export const planCreateTopic = (params: CreateTopicParams): PlannedWrite =>
  plannedCall(ENDPOINTS.topicCreate, topicFields(params));

/** Opens a topic. @throws AppError OUTCOME_UNKNOWN also for a success without the topic */
export const createTopic = (
  client: KuaizhanClient,
  params: CreateTopicParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<TopicRecord> =>
  client.call({ endpoint: ENDPOINTS.topicCreate, fields: topicFields(params), beforeFirstByte }, toTopic);

function toTopic(value: unknown, { receivedAt, freshness }: Seen): TopicRecord {
  const wire = decodeWire(value);
  const [longitude, latitude] = listOf(wire.geo);
  return {
    id: String(wire._id),
    siteId: String(wire.site_id),
    forumId: String(wire.forum_id),
    userId: String(wire.user_id),
    title: textOf(wire.title),
    content: textOf(wire.content) ?? '',
    brief: textOf(wire.brief),
    isHtml: flagOf(wire.is_html) ?? false,
    tagIds: listOf(wire.tag_ids).map(String),
    attachmentUrls: urlsOf(wire.attachments),
    videoUrls: urlsOf(wire.videos),
    internetVideoUrls: urlsOf(wire.internet_videos),
    audioUrls: urlsOf(wire.audios),
    longitude: typeof longitude === 'number' ? longitude : null,
    latitude: typeof latitude === 'number' ? latitude : null,
    address: textOf(wire.geo_address),
    counts: countsOf(wire.counts ?? {}),
    isPassed: flagOf(wire.is_passed) ?? false,
    isPrivate: flagOf(wire.is_private) ?? false,
    isRecommended: flagOf(wire.is_recommended) ?? false,
    ctime: timeOf(wire.ctime),
    utime: timeOf(wire.utime),
    raw: rawWithout(wire),
    receivedAt,
    freshness,
  };
}

const wireName = (counter: string): string => counter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function countsOf(wire: Readonly<Record<string, unknown>>): TopicCounts {
  const entries = COUNTERS.map((counter) => [counter, Number(wire[wireName(counter)] ?? 0)]);
  return Object.fromEntries(entries) as TopicCounts;
}

/** The shape of media is not documented: an address, or an object with one. */
const mediaUrl: Decoder<{ url: string }> = decoder(Type.Object({ url: Type.String() }));

function urlsOf(media: Parameters<typeof listOf>[0]): string[] {
  return listOf(media).flatMap((element: unknown) => {
    if (typeof element === 'string') return [element];
    try {
      return [mediaUrl(element).url];
    } catch {
      return [];
    }
  });
}
