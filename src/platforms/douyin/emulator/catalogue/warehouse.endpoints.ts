import type { Call, Endpoint } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid } from '../protocol/refusal.js';
import type { Row } from '../protocol/wire-json.js';
import { laterThan } from '../scene.js';
import type { Warehouse } from '../state/shop.record.js';
import { adjustInventory } from './inventory-adjustment.js';
import { detailedWarehouse, listedWarehouse } from './warehouse.row.js';

/** Regional warehouses (specification g.5). */
export const WAREHOUSES: readonly Endpoint[] = [
  { method: 'warehouse.list', wrong: 2, answer: list },
  {
    method: 'warehouse.info',
    wrong: 2,
    answer: (call) => detailedWarehouse(findWarehouse(call, call.params.required('out_warehouse_id')), call.shop),
  },
  {
    method: 'warehouse.create',
    wrong: 2,
    answer: (call) => {
      const warehouse = makeWarehouse(call, call.params);
      put(call, warehouse);
      return BigInt(warehouse.id);
    },
  },
  {
    method: 'warehouse.createBatch',
    wrong: 2,
    answer: (call) => {
      const warehouses = call.params.requiredObjects('out_warehouse_list').map((item) => makeWarehouse(call, item));
      const names = new Set(warehouses.map(({ outWarehouseId }) => outWarehouseId));
      if (names.size < warehouses.length) throw failed(1005, 'out_warehouse_id重复');
      for (const warehouse of warehouses) put(call, warehouse);
      return undefined;
    },
  },
  {
    method: 'warehouse.edit',
    wrong: 2,
    answer: (call) => {
      const { params } = call;
      const warehouse = findWarehouse(call, params.required('out_warehouse_id'));
      warehouse.name = params.text('name') ?? warehouse.name;
      warehouse.intro = params.text('intro') ?? warehouse.intro;
      warehouse.addressDetail = params.text('address_detail') ?? warehouse.addressDetail;
      const [first, second, third, fourth] = warehouse.location;
      warehouse.location = [
        params.integer('address_id1') ?? first,
        params.integer('address_id2') ?? second,
        params.integer('address_id3') ?? third,
        params.integer('address_id4') ?? fourth,
      ];
      warehouse.updatedAt = laterThan(warehouse.updatedAt, call.now);
      call.effect('warehouse.edit', warehouse.id);
      return true;
    },
  },
  { method: 'warehouse.adjustInventory', wrong: 2, answer: adjustInventory },
];

/** The warehouse of a call's shop by the merchant's own id. @throws Refusal 20002 */
export function findWarehouse({ shop }: Call, outWarehouseId: string): Warehouse {
  const warehouse = shop.warehouses.get(outWarehouseId);
  if (warehouse === undefined) throw failed(20002, '仓库不存在');
  return warehouse;
}

function makeWarehouse({ shop, state, now }: Call, params: Params): Warehouse {
  const outWarehouseId = params.required('out_warehouse_id');
  const name = params.required('name');
  const intro = params.required('intro');
  if (shop.warehouses.has(outWarehouseId)) throw failed(1005, 'out_warehouse_id已存在');
  const location = params.object('warehouse_location');
  const code = (level: number) => location?.integer(`address_id${level}`) ?? 0;
  return {
    id: state.ids.next('warehouse'),
    outWarehouseId,
    name,
    intro,
    location: [code(1), code(2), code(3), code(4)],
    addressDetail: params.text('address_detail') ?? '',
    areas: [],
    createdAt: now,
    updatedAt: now,
  };
}

function put(call: Call, warehouse: Warehouse): void {
  call.shop.warehouses.set(warehouse.outWarehouseId, warehouse);
  call.effect('warehouse.create', warehouse.id);
}

function list(call: Call): Row {
  const { params, shop } = call;
  const page = params.requiredInteger('page');
  const size = Math.min(params.requiredInteger('size'), 100);
  if (page < 0 || page > 100 || size < 1) throw invalid(2, 'page或size参数不合法');
  const orderBy = params.text('order_by') ?? 'create_time';
  if (orderBy !== 'create_time' && orderBy !== 'update_time') throw failed(2, 'order_by参数不合法');
  const descending = (params.text('rank') ?? 'desc') === 'desc';
  const key = orderBy === 'create_time' ? 'createdAt' : 'updatedAt';
  const found = [...shop.warehouses.values()]
    .filter(filterOf(params))
    .sort((a, b) => (descending ? b[key] - a[key] : a[key] - b[key]));
  const rows = found.slice(page * size, (page + 1) * size);
  return { warehouses: rows.map((warehouse) => listedWarehouse(warehouse, shop)), total: found.length };
}

function filterOf(params: Params): (warehouse: Warehouse) => boolean {
  const id = params.text('out_warehouse_id') ?? '';
  const ids = params.texts('out_warehouse_ids') ?? [];
  const name = params.text('warehouse_name') ?? '';
  const wanted = params.object('addr');
  const codes = [1, 2, 3, 4].map((level) => wanted?.integer(`addr_id${level}`) ?? 0);
  return (warehouse) =>
    (id === '' || warehouse.outWarehouseId === id) &&
    (ids.length === 0 || ids.includes(warehouse.outWarehouseId)) &&
    warehouse.name.includes(name) &&
    (codes[0] === 0 ||
      warehouse.areas.some((area) =>
        area.codes.every((code, at) => code === 0 || codes[at] === 0 || code === codes[at]),
      ));
}
