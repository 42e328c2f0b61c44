import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { CategoryRecord } from '../../upstream/endpoints/category.js';
import { CommodityCategory } from './commodity-category.type.js';

/** A category as the graph shows it. */
export const toCategory = (record: CategoryRecord, shop: Shop): CommodityCategory =>
  Object.assign(new CommodityCategory(), {
    shopRecord: shop,
    id: encodeGlobalId('CommodityCategory', shop.key, record.id),
    native: { platform: shop.platform, resource: 'category', id: record.id },
    freshness: record.freshness,
    rawSource: record.raw,
    title: record.title,
    description: record.desc,
    commodityCount: record.countCommodities,
    onlineCommodityCount: record.countOnline,
    offlineCommodityCount: record.countOffline,
    sortWeight: record.sortVolume,
    createdAt: record.ctime,
    updatedAt: record.utime,
  } satisfies Partial<CommodityCategory>);
