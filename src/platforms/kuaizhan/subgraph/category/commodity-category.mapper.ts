import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { CategoryRecord } from '../../upstream/endpoints/category.js';
import { CommodityCategory } from './commodity-category.type.js';

/** A category as the graph shows it. */
export const toCategory = (record: CategoryRecord, shop: Shop): CommodityCategory => new LazyCategory(record, shop);

const LazyCategory = lazyView<CategoryRecord, Shop, Omit<CommodityCategory, 'raw'>, CommodityCategory>(
  {
    shopRecord: (_record, shop) => shop,
    id: (record, shop) => encodeGlobalId('CommodityCategory', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'category', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    title: (record) => record.title,
    description: (record) => record.desc,
    commodityCount: (record) => record.countCommodities,
    onlineCommodityCount: (record) => record.countOnline,
    offlineCommodityCount: (record) => record.countOffline,
    sortWeight: (record) => record.sortVolume,
    createdAt: (record) => record.ctime,
    updatedAt: (record) => record.utime,
  },
  CommodityCategory,
);
