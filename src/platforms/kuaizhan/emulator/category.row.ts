import type { Category } from './records.js';
import { naiveTime } from './times.js';

interface Counts {
  online: number;
  offline: number;
}

/** Commodities by category id, counted in one pass over the shop. */
function countByCategory(category: Category): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const commodity of category.shop.commodities) {
    for (const id of commodity.categoryIds) {
      const count = counts.get(id) ?? { online: 0, offline: 0 };
      count[commodity.isOnline ? 'online' : 'offline'] += 1;
      counts.set(id, count);
    }
  }
  return counts;
}

/** The 12 keys of a category (specification 4.7). */
function row(
  category: Category,
  counts: Counts,
  micros: { created: number; updated: number },
): Record<string, unknown> {
  return {
    ctime: naiveTime(category.createdAt, micros.created),
    title: category.title,
    sort_volume: category.sortVolume,
    site_id: category.shop.siteId,
    count_online_commodities: counts.online,
    states: [100, -110, 50, 0],
    shop_id: category.shop.id,
    count_commodities: counts.online + counts.offline,
    desc: category.desc,
    _id: category.id,
    count_offline_commodities: counts.offline,
    utime: naiveTime(category.updatedAt, micros.updated),
  };
}

const NO_MICROS = { created: 0, updated: 0 };
const NONE: Counts = { online: 0, offline: 0 };

/** What a create answers: zero counts, real microseconds. */
export const createdCategoryRow = (category: Category, micros: { created: number; updated: number }): string =>
  JSON.stringify(row(category, NONE, micros));

export const categoryRow = (category: Category): string =>
  JSON.stringify(row(category, countByCategory(category).get(category.id) ?? NONE, NO_MICROS));

/** All of a shop's categories, newest first. */
export function categoryRows(categories: readonly Category[]): string {
  const [first] = categories;
  if (first === undefined) return '[]';
  const counts = countByCategory(first);
  return JSON.stringify(categories.map((category) => row(category, counts.get(category.id) ?? NONE, NO_MICROS)));
}
