import { readRow, readRows } from './commodity.row.js';
import { type Call, type Endpoint, findCommodity, findShop } from './endpoint.js';
import { invalid } from './envelope.js';
import type { Commodity } from './records.js';

const LIMIT = { min: 1, max: 100, says: 'must be between 1 and 100' };
const OFFSET = { min: 0, says: 'must be >= 0' };
/** `ITEM_STATES.PASSED`; the number is not documented (specification 9). */
const PASSED = 100;

/** Reading commodities: info, list, count (specification 5.7 - 5.9). */
export const COMMODITY_READS: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/ec/commodity/info',
    answer: (call) => ({ data: readRow(findCommodity(call)) }),
  },
  {
    method: 'GET',
    path: '/v2/ec/commodity/count',
    answer: (call) => ({ data: String(findShop(call, call.params.required('shop_id')).commodities.length) }),
  },
  { method: 'GET', path: '/v2/ec/commodity/list', answer: (call) => ({ data: readRows(list(call)) }) },
];

/** Precedence: ids, then search, then category, then state; points, offset and limit always apply. */
function list(call: Call): Commodity[] {
  const { params } = call;
  const limit = params.integer('limit', LIMIT) ?? 32;
  const offset = params.integer('offset', OFFSET) ?? 0;
  const online = params.flag('is_online') ?? true;
  const matching = params.flag('fetch_by_ids') === true ? byIds(call, online) : byFilter(call, online);
  const found = params.flag('fetch_pure_score') === true ? matching.filter(({ points }) => points.only) : matching;
  return found.slice(offset, offset + limit);
}

function byIds(call: Call, online: boolean): Commodity[] {
  const { params, rules, state } = call;
  const ids = params.list('ids') ?? [];
  if (ids.length === 0) throw invalid('ids must not be empty when fetch_by_ids is true');
  const shopId = rules.idsNeedShop ? params.required('shop_id') : params.filled('shop_id');
  if (shopId !== undefined) findShop(call, shopId);
  const found: Commodity[] = [];
  for (const id of new Set(ids)) {
    const commodity = state.commodities.get(id);
    if (commodity === undefined || !call.token.siteIds.has(commodity.shop.siteId)) continue;
    if (shopId !== undefined && commodity.shop.id !== shopId) continue;
    if (rules.idsRespectOnline && commodity.isOnline !== online) continue;
    found.push(commodity);
  }
  return newestFirst(found);
}

function byFilter(call: Call, online: boolean): Commodity[] {
  const { params, rules } = call;
  const query = params.text('query') ?? '';
  if (query !== '' && rules.queryScope === 'site') return search(accessible(call), query, online);
  const shop = findShop(call, params.required('shop_id'));
  if (query !== '') return search(shop.commodities, query, online);
  const onShelf = shop.commodities.filter((commodity) => commodity.isOnline === online);
  const categoryId = params.filled('category_id');
  if (categoryId !== undefined) {
    const passed = params.flag('is_passed') ?? true;
    return onShelf.filter(({ isPassed, categoryIds }) => isPassed === passed && categoryIds.includes(categoryId));
  }
  const state = params.integer('state') ?? PASSED;
  return onShelf.filter((commodity) => (state === PASSED ? commodity.isPassed : commodity.states.includes(state)));
}

/** Every commodity the token opens, of all shops. */
function accessible({ state, token }: Call): Commodity[] {
  const shops = [...state.shops.values()].filter((shop) => token.siteIds.has(shop.siteId));
  return newestFirst(shops.flatMap((shop) => shop.commodities));
}

function search(commodities: readonly Commodity[], query: string, online: boolean): Commodity[] {
  const wanted = query.toLowerCase();
  return commodities.filter(
    ({ isOnline, title, keywords, desc }) =>
      isOnline === online && [title, keywords, desc].some((text) => text.toLowerCase().includes(wanted)),
  );
}

const newestFirst = (commodities: Commodity[]): Commodity[] =>
  commodities.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
