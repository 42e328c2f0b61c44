import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { WarehouseRecord } from '../../upstream/endpoints/warehouse-read.js';
import type { RegionAddress } from '../address/region-address.type.js';
import { RegionalWarehouse } from './regional-warehouse.type.js';

/** A warehouse as the graph shows it. */
export const toRegionalWarehouse = (record: WarehouseRecord, shop: Shop): RegionalWarehouse =>
  new LazyWarehouse(record, shop);

/**
 * The merchant's own code is its native id: every call of the platform, and every map of stocks, names a warehouse by it, while
 * its number leads nowhere. That number is in `raw`.
 */
const identityOf = (outerId: string, shop: Shop) => ({
  id: encodeGlobalId('RegionalWarehouse', shop.key, outerId),
  native: { platform: shop.platform, resource: 'warehouse', id: outerId },
});

const LazyWarehouse = lazyView<WarehouseRecord, Shop, Omit<RegionalWarehouse, 'raw'>, RegionalWarehouse>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: ({ outerId }, shop) => identityOf(outerId, shop).id,
    native: ({ outerId }, shop) => identityOf(outerId, shop).native,
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    outerId: (record) => record.outerId,
    name: (record) => record.name,
    description: (record) => record.intro,
    coverage: (record) => record.coverage,
    createdAt: (record) => record.createdAt,
    updatedAt: (record) => record.updatedAt,
  },
  RegionalWarehouse,
);

/** Fields that a warehouse's code tells by itself. */
export const TOLD_BY_CODE = ['__typename', 'id', 'native', 'outerId', 'shop'];

/** A warehouse of which nothing but these fields is asked. */
export const warehouseByCode = (outerId: string, shop: Shop): RegionalWarehouse =>
  Object.assign(new RegionalWarehouse(), { outerId, shopRecord: shop, ...identityOf(outerId, shop) });

/** Where a warehouse stands; null where the platform has no names for it. */
export function addressOf({ regionNames, addressDetail }: WarehouseRecord): RegionAddress | null {
  if (regionNames === null) return null;
  const [province, city, district, street] = regionNames;
  return {
    province: province ?? '',
    city: city ?? '',
    district: district ?? '',
    street: street ?? null,
    detail: addressDetail,
  };
}
