import type { Call, Endpoint } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { failed } from '../protocol/refusal.js';
import { laterThan } from '../scene.js';
import { regionName } from '../state/regions.js';
import type { Warehouse } from '../state/shop.record.js';
import { findWarehouse } from './warehouse.endpoints.js';

type Codes = Warehouse['areas'][number]['codes'];

/** Areas that warehouses serve, and which goes first (catalogue: warehouse.setAddr and others). */
export const WAREHOUSE_AREAS: readonly Endpoint[] = [
  {
    method: 'warehouse.setAddr',
    wrong: 2,
    answer: (call) => {
      const warehouse = findWarehouse(call, call.params.required('out_warehouse_id'));
      bind(call, warehouse, [readCodes(call.params.requiredObject('addr'))]);
      return undefined;
    },
  },
  {
    method: 'warehouse.setAddrBatch',
    wrong: 2,
    answer: (call) => {
      const warehouse = findWarehouse(call, call.params.required('out_warehouse_id'));
      bind(call, warehouse, call.params.requiredObjects('addr_list').map(readCodes));
      return undefined;
    },
  },
  {
    method: 'warehouse.removeAddr',
    wrong: 2,
    answer: (call) => {
      const warehouse = findWarehouse(call, call.params.required('out_warehouse_id'));
      const codes = readCodes(call.params.requiredObject('addr'));
      const left = warehouse.areas.filter((area) => !same(area.codes, codes));
      if (left.length === warehouse.areas.length) throw failed(1005, '仓库未绑定该区域');
      warehouse.areas = left;
      touch(call, warehouse);
      return undefined;
    },
  },
  {
    method: 'warehouse.setPriority',
    wrong: 2,
    answer: (call) => {
      const codes = readCodes(call.params.requiredObject('addr'));
      const given = call.params.requiredObject('priorities');
      const priorities = new Map<string, number>();
      for (const id of Object.keys(given.fields)) {
        priorities.set(findWarehouse(call, id).outWarehouseId, given.requiredInteger(id));
      }
      call.shop.priorities.set(codes.join('/'), priorities);
      call.effect('warehouse.priority', codes.join('/'));
      return undefined;
    },
  },
];

const same = (a: Codes, b: Codes): boolean => a.every((code, level) => code === b[level]);

function readCodes(params: Params): Codes {
  const code = (level: number) => params.integer(`addr_id${level}`) ?? 0;
  const codes: Codes = [params.requiredInteger('addr_id1'), code(2), code(3), code(4)];
  if (codes.some((value) => value !== 0 && regionName(value) === '')) throw failed(2, '地址编码不存在');
  return codes;
}

function bind(call: Call, warehouse: Warehouse, areas: readonly Codes[]): void {
  for (const codes of areas) {
    if (!warehouse.areas.some((area) => same(area.codes, codes))) warehouse.areas.push({ codes, at: call.now });
  }
  touch(call, warehouse);
}

function touch(call: Call, warehouse: Warehouse): void {
  warehouse.updatedAt = laterThan(warehouse.updatedAt, call.now);
  call.effect('warehouse.area', warehouse.id);
}
