import type { Row } from '../protocol/wire-json.js';
import { regionName } from '../state/regions.js';
import type { Shop, Warehouse } from '../state/shop.record.js';

const coverage = (warehouse: Warehouse) =>
  warehouse.areas.map(({ codes, at }) => ({
    addr_id1: codes[0],
    addr_id2: codes[1],
    addr_id3: codes[2],
    addr_id4: codes[3],
    update_time: at,
    create_time: warehouse.createdAt,
  }));

const location = ({ location: [first, second, third, fourth] }: Warehouse): Row => ({
  address_id1: first,
  address_id2: second,
  address_id3: third,
  address_id4: fourth,
});

/** A warehouse in `warehouse.list`. */
export const listedWarehouse = (warehouse: Warehouse, shop: Shop): Row => ({
  warehouse_id: BigInt(warehouse.id),
  name: warehouse.name,
  intro: warehouse.intro,
  update_time: warehouse.updatedAt,
  create_time: warehouse.createdAt,
  out_warehouse_id: warehouse.outWarehouseId,
  addr: coverage(warehouse),
  shop_id: BigInt(shop.id),
  out_fence_ids: [],
  address_detail: warehouse.addressDetail,
  warehouse_location: location(warehouse),
});

/** `warehouse.info`: the location with its names. */
export const detailedWarehouse = (warehouse: Warehouse, shop: Shop): Row => {
  const names: Row = {};
  for (const [index, code] of warehouse.location.entries()) names[`address_name${index + 1}`] = regionName(code);
  return { ...listedWarehouse(warehouse, shop), warehouse_location: { ...location(warehouse), ...names } };
};
