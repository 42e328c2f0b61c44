import type { EndpointFacts } from '../../../upstream/request.js';

const PLATFORM = 'KUAIZHAN';

const read = (path: string, { batchLimit = 1, mayBeKept = true } = {}): EndpointFacts => ({
  platform: PLATFORM,
  name: `GET ${path}`,
  method: 'GET',
  path,
  kind: 'read',
  isRepeatable: true,
  batchLimit,
  mayBeKept,
});

/** A read of a WeChat account or its followers: secrets and open ids are never kept (conventions 3.4, K10). */
const privateRead = (path: string): EndpointFacts => read(path, { mayBeKept: false });

const write = (path: string, isRepeatable = false): EndpointFacts => ({
  platform: PLATFORM,
  name: `POST ${path}`,
  method: 'POST',
  path,
  kind: 'write',
  isRepeatable,
  batchLimit: 1,
  mayBeKept: false,
});

/**
 * The 18 calls of the platform as data. Repeating a delete is harmless (reliability section 4); an update sets full
 * values, but a repeat could undo a newer one.
 */
export const ENDPOINTS = {
  siteInfo: read('/v2/platform/site/info'),
  postInfo: read('/v2/platform/post/info'),
  postList: read('/v2/platform/post/list'),
  topicCreate: write('/v2/club/topic/create'),
  userBan: write('/v2/club/user/ban'),
  commodityCreate: write('/v2/ec/commodity/create'),
  commodityUpdate: write('/v2/ec/commodity/update'),
  commodityDelete: write('/v2/ec/commodity/delete', true),
  commodityInfo: read('/v2/ec/commodity/info'),
  commodityList: { ...read('/v2/ec/commodity/list', { batchLimit: 100 }), repeats: 'shop' },
  commodityCount: read('/v2/ec/commodity/count'),
  categoryCreate: write('/v2/ec/commodity/category/create'),
  categoryUpdate: write('/v2/ec/commodity/category/update'),
  categoryDelete: write('/v2/ec/commodity/category/delete', true),
  categoryInfo: read('/v2/ec/commodity/category/info'),
  categoryList: read('/v2/ec/commodity/category/list'),
  wxServiceInfo: privateRead('/v2/wx/service/info'),
  wxUserSubscribe: privateRead('/v2/wx/user/subscribe'),
} as const satisfies Record<string, EndpointFacts>;

/** Endpoints of one object by its id: "not found" from these means that there is none. */
export const ONE_BY_ID: ReadonlySet<EndpointFacts> = new Set([
  ENDPOINTS.commodityInfo,
  ENDPOINTS.categoryInfo,
  ENDPOINTS.postInfo,
]);
