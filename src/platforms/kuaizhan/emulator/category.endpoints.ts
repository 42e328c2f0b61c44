import { categoryRow, categoryRows, createdCategoryRow } from './category.row.js';
import { type Call, type Endpoint, find, findShop, microsOf } from './endpoint.js';
import { Refusal } from './envelope.js';
import type { Category } from './records.js';

/** Commodity categories (specification 5.10 - 5.14). */
export const CATEGORIES: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/v2/ec/commodity/category/create',
    answer: (call) => {
      const shop = findShop(call, call.params.required('shop_id'));
      const title = call.params.required('title');
      const desc = call.params.text('desc') ?? null;
      const category = call.state.addCategory({ shopId: shop.id, title, desc, createdAt: call.now() });
      call.effect('category.create', category.id);
      return { data: createdCategoryRow(category, microsOf(category.id)) };
    },
  },
  {
    method: 'POST',
    path: '/v2/ec/commodity/category/update',
    answer: (call) => {
      const category = named(call);
      category.title = call.params.filled('title') ?? category.title;
      category.desc = call.params.text('desc') ?? category.desc;
      category.updatedAt = call.now();
      call.effect('category.update', category.id);
      return { data: '""' };
    },
  },
  {
    method: 'POST',
    path: '/v2/ec/commodity/category/delete',
    answer: (call) => {
      const category = named(call);
      call.state.removeCategory(category);
      call.effect('category.delete', category.id);
      return { data: '""' };
    },
  },
  {
    method: 'GET',
    path: '/v2/ec/commodity/category/info',
    answer: (call) => ({ data: categoryRow(byId(call)) }),
  },
  {
    method: 'GET',
    path: '/v2/ec/commodity/category/list',
    answer: (call) => ({ data: categoryRows(findShop(call, call.params.required('shop_id')).categories) }),
  },
];

const byId = (call: Call): Category =>
  find(call, 'category', call.state.categories.get(call.params.required('category_id')), ({ shop }) => shop.siteId);

/**
 * The category of an update or delete, for which the platform documents no id: by `category_id`, else by the only one with
 * that title in the shop.
 */
function named(call: Call): Category {
  const { params, rules } = call;
  if (params.has('category_id') || !rules.categoryByTitle) {
    const category = byId(call);
    const shopId = params.filled('shop_id');
    if (shopId !== undefined && category.shop.id !== shopId) throw new Refusal('category not found');
    return category;
  }
  const shop = findShop(call, params.required('shop_id'));
  const title = params.required('title');
  const [category, ...others] = shop.categories.filter((candidate) => candidate.title === title);
  if (category === undefined) throw new Refusal('category not found');
  if (others.length > 0) throw new Refusal('several categories with this title');
  return category;
}
