import type { ChangeStream, FoundPage } from '../../../push/change-stream.js';
import type { Shop } from '../../../tenants/shop.js';
import type { KuaizhanClient } from '../upstream/client.js';
import { listCategories } from '../upstream/endpoints/category.js';
import { listCommodities, MAX_COMMODITY_IDS } from '../upstream/endpoints/commodity.js';

/** A client of a shop, whose calls end with the signal, or when they took too long. */
export type LiveClient = (shop: Shop, signal: AbortSignal) => KuaizhanClient;

/** The platform can be asked for no times: everything is read and looked through, so it is read less often. */
const WHOLE = { kind: 'COMMODITY', longestMs: Number.POSITIVE_INFINITY, pace: 5 } as const;
const NOTHING: FoundPage = { rows: [], unreadable: 0, total: null, hasMore: false };

/**
 * Commodities on the shelf, those off it, and categories, by their `utime`: a call for each 99 commodities of a list, one for
 * the categories, and none for a site that sells nothing. Not found is what was deleted: it is in no list any more.
 */
export const kuaizhanStreams = (clientOf: LiveClient): readonly ChangeStream[] => [
  commodities(clientOf, 'commodities-on-shelf', true),
  commodities(clientOf, 'commodities-off-shelf', false),
  {
    ...WHOLE,
    name: 'categories',
    read: async (shop, _span, _page, signal) => {
      const shopId = shop.attributes['shopId'];
      if (shopId === undefined) return NOTHING;
      const { rows, badRows } = await listCategories(clientOf(shop, signal), shopId);
      return { ...NOTHING, rows: rows.map(foundAs('CommodityCategory')), unreadable: badRows.count };
    },
  },
];

const commodities = (clientOf: LiveClient, name: string, isOnline: boolean): ChangeStream => ({
  ...WHOLE,
  overlaps: true,
  name,
  read: async (shop, _span, page, signal) => {
    const shopId = shop.attributes['shopId'];
    if (shopId === undefined) return NOTHING;
    const limit = MAX_COMMODITY_IDS;
    const offset = page * (limit - 1);
    const found = await listCommodities(clientOf(shop, signal), { shopId, isOnline, offset, limit });
    return {
      rows: found.rows.map(foundAs('Commodity')),
      unreadable: found.badRows.count,
      total: null,
      hasMore: found.count === limit,
    };
  },
});

const foundAs =
  (type: string) =>
  ({ id, utime }: { readonly id: string; readonly utime: Date }) => ({
    subject: { type, nativeId: id },
    updatedAt: utime,
  });
