import { type Call, type Endpoint, find } from './endpoint.js';
import { invalid } from './envelope.js';
import type { Post } from './records.js';

/** No maximum is documented; one is needed so that a page stays a page. */
const MAX_PER_PAGE = 100;

/** Sites and articles (specification 5.1, 5.15, 5.16). */
export const PLATFORM: readonly Endpoint[] = [
  { method: 'GET', path: '/v2/platform/site/info', answer: (call) => ({ data: siteInfo(call) }) },
  {
    method: 'GET',
    path: '/v2/platform/post/info',
    answer: (call) => {
      const post = call.state.posts.get(call.params.requiredInteger('id'));
      return {
        data: JSON.stringify(
          postRow(
            find(call, 'post', post, ({ column }) => column.siteId),
            true,
          ),
        ),
      };
    },
  },
  { method: 'GET', path: '/v2/platform/post/list', answer: (call) => ({ data: postList(call) }) },
];

function siteInfo(call: Call): string {
  const { params, state } = call;
  const id = params.requiredInteger('site_id');
  // `options` adds keys whose names nobody knows; only its form is checked. `domain` helps where the id does not.
  params.object('options');
  const domain = params.text('domain');
  const named = domain === undefined ? undefined : [...state.sites.values()].find((site) => site.domain === domain);
  const site = find(call, 'site', state.sites.get(id) ?? named, ({ siteId }) => siteId);
  return JSON.stringify({
    site_id: site.siteId,
    user_id: site.userId,
    status: site.status,
    logo_url: site.logoUrl,
    name: site.name,
    domain: site.domain,
    private_domain: site.privateDomain,
  });
}

function postList(call: Call): string {
  const { params, state } = call;
  const column = find(call, 'column', state.columns.get(params.requiredInteger('id')), ({ siteId }) => siteId);
  const status = params.text('status') ?? 'all';
  if (!['all', 'online', 'draft'].includes(status)) throw invalid('status must be all, online or draft');
  const page = params.integer('page', { min: 1, says: 'must be >= 1' }) ?? 1;
  const perPage =
    params.integer('per_page', { min: 1, max: MAX_PER_PAGE, says: `must be between 1 and ${MAX_PER_PAGE}` }) ?? 20;
  const posts = column.posts.filter((post) => status === 'all' || post.isOnline === (status === 'online'));
  const shown = posts.slice((page - 1) * perPage, page * perPage);
  const totalPage = Math.ceil(posts.length / perPage);
  return JSON.stringify({
    // An empty list is the empty string, as in the sample.
    list: shown.length === 0 ? '' : shown.map((post) => postRow(post, false)),
    has_more: page < totalPage ? 1 : 0,
    total_num: posts.length,
    total_page: totalPage,
  });
}

function postRow(post: Post, withContent: boolean): Record<string, unknown> {
  return {
    post_id: post.id,
    post_title: post.title,
    category_id: post.column.id,
    post_desc: post.desc,
    ...(withContent ? { post_content: post.content } : {}),
    post_pic_id: post.picId,
    cover_pic_url: post.coverUrl,
    label_arr: [],
    weight: post.weight,
    comment_on: post.commentOn,
    set_time: post.setTime,
  };
}
