import { type Static, Type } from '@sinclair/typebox';
import { type BadRows, decodeList, decoder, Misfit } from '../../../../upstream/decode.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { KuaizhanClient } from '../client.js';
import { ENDPOINTS } from '../endpoints.js';
import {
  filledTextOf,
  flagOf,
  integerOf,
  isTime,
  PROVENANCE,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
  textOf,
  timeOf,
  wireDecoder,
  wireFlag,
  wireId,
  wireNumber,
  wireOptionalId,
  wireText,
} from '../wire.js';
import { nullIfMissing, refuseOtherId } from './one-by-id.js';

const WirePost = Type.Object({
  post_id: wireId(),
  post_title: wireText(),
  category_id: wireOptionalId(),
  post_desc: wireText(),
  post_content: wireText(),
  post_pic_id: wireOptionalId(),
  cover_pic_url: wireText(),
  label_arr: Type.Optional(Type.Unknown()),
  weight: wireNumber(),
  comment_on: wireNumber(),
  set_time: wireText(),
});

const WirePostPage = Type.Object({
  list: Type.Optional(Type.Unknown()),
  has_more: wireFlag(),
  total_num: wireNumber(),
  total_page: wireNumber(),
});

/** An article (the platform's page, section 5.15). */
export interface PostRecord extends Provenance {
  readonly id: string;
  readonly title: string;
  /** The column it is in; nothing to do with commodity categories. */
  readonly columnId: string | null;
  readonly desc: string | null;
  /** HTML, unsafe. Null in list elements, which have none. */
  readonly content: string | null;
  readonly picId: string | null;
  /** Without a scheme. */
  readonly coverUrl: string | null;
  readonly labels: readonly string[];
  readonly weight: number | null;
  readonly commentOn: number | null;
  /** Null for none, and for what is no time. */
  readonly setTime: Date | null;
  readonly raw: Raw;
}

/** State of posts to list. */
export type PostListStatus = 'all' | 'online' | 'draft';

/** A page of a column. */
export interface PostPage {
  readonly rows: readonly PostRecord[];
  readonly receivedAt: Date;
  readonly badRows: BadRows;
  readonly totalCount: number;
  readonly totalPages: number | null;
  readonly hasNextPage: boolean;
}

const decodePost = wireDecoder(WirePost);
const decodePage = decoder(WirePostPage);

/** One article; null when there is none. @throws AppError */
export const getPost = (client: KuaizhanClient, id: string): Promise<PostRecord | null> =>
  nullIfMissing(
    client.call({ endpoint: ENDPOINTS.postInfo, fields: [['id', id]] }, (data, seen) =>
      refuseOtherId(toPost(data, seen), id),
    ),
  );

/**
 * A page of a column's articles. Whether another follows is told by the number of pages, since the platform's own flag
 * contradicts it (section 5.16).
 * @throws AppError
 */
export async function listPosts(
  client: KuaizhanClient,
  params: {
    readonly columnId: string;
    readonly status?: PostListStatus;
    /** From 1. */
    readonly page: number;
    readonly perPage: number;
  },
): Promise<PostPage> {
  const { columnId, status, page, perPage } = params;
  const endpoint = ENDPOINTS.postList;
  const fields = [
    ['id', columnId],
    ['status', status],
    ['page', page],
    ['per_page', perPage],
  ] as const;
  const found = await client.call({ endpoint, fields }, (data, seen) => {
    const wire = decodePage(data);
    const { rows, badRows } = decodeRows(wire.list, seen);
    if (badRows.count > 0) seen.markPartial();
    const totalPages = integerOf(wire.total_page);
    return {
      rows,
      badRows,
      receivedAt: seen.receivedAt,
      totalCount: integerOf(wire.total_num) ?? rows.length,
      totalPages,
      hasNextPage: totalPages === null ? flagOf(wire.has_more) === true : page < totalPages,
    };
  });
  client.noteBadRows(endpoint, found.badRows);
  return found;
}

/** `""`, null and a missing list are empty ones. */
function decodeRows(list: unknown, seen: Seen): { rows: PostRecord[]; badRows: BadRows } {
  const isEmpty = list == null || list === '' || (typeof list === 'object' && Object.keys(list).length === 0);
  try {
    return decodeList(isEmpty ? [] : list, (element) => toPost(element, seen));
  } catch (error) {
    throw error instanceof Misfit ? error.below('/list') : error;
  }
}

const Post = lazyView<Static<typeof WirePost>, Seen, PostRecord>({
  id: (wire) => String(wire.post_id),
  title: (wire) => textOf(wire.post_title) ?? '',
  columnId: (wire) => textOf(wire.category_id) || null,
  desc: (wire) => textOf(wire.post_desc),
  content: (wire) => textOf(wire.post_content),
  picId: (wire) => textOf(wire.post_pic_id) || null,
  coverUrl: (wire) => filledTextOf(wire.cover_pic_url),
  labels: (wire) => (Array.isArray(wire.label_arr) ? wire.label_arr.filter((label) => typeof label === 'string') : []),
  weight: (wire) => integerOf(wire.weight),
  commentOn: (wire) => integerOf(wire.comment_on),
  setTime: (wire) => scheduleOf(textOf(wire.set_time)),
  raw: (wire) => rawWithout(wire),
  ...PROVENANCE,
});

/** @throws Misfit */
const toPost = (value: unknown, seen: Seen): PostRecord => new Post(decodePost(value), seen);

/** The format is not documented: a time without zone, or epoch seconds. */
function scheduleOf(text: string | null): Date | null {
  if (text === null) return null;
  if (/^[1-9]\d{8,9}$/.test(text)) return new Date(Number(text) * 1000);
  return text.length === 19 && text[10] === ' ' && isTime(text) ? timeOf(text) : null;
}
