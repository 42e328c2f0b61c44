import type { Call } from '../endpoint.js';
import type { Row } from '../protocol/wire-json.js';
import { laterThan } from '../scene.js';
import type { Sku } from '../state/product.record.js';
import { apply, obstacle, type StockChange } from './stock-change.js';

/** Inner numbers; the platform documents none for this call, these are those of its twin in the cloud warehouse. */
const INNER = { repeated: 1249, unknown: 62302630, insufficient: 62302635 } as const;

/**
 * `warehouse.adjustInventory` (specification g.5): counts of a warehouse go up and down. Refusals come as `err_no` inside
 * `data`, with a successful envelope.
 */
export function adjustInventory(call: Call): Row {
  const { params, shop, now } = call;
  const number = params.required('inventory_adjust_no');
  const warehouse = shop.warehouses.get(params.required('warehouse_code'));
  const key = `adjustment ${number}`;
  if (shop.done.has(key)) return inner(INNER.repeated, 'inventory_adjust_no重复');
  if (warehouse === undefined) return inner(INNER.unknown, '仓库不存在');
  const changes: StockChange[] = [];
  for (const detail of params.requiredObjects('details')) {
    const sku = skuOf(call, detail.text('cargo_code') ?? '', detail.text('erp_sku_id') ?? '');
    if (sku === undefined) return inner(INNER.unknown, '货品不存在');
    for (const step of detail.requiredObjects('adjust_list')) {
      const count = step.requiredInteger('adjust_qty') * (step.integer('adjust_type') === 2 ? -1 : 1);
      const outWarehouseId = sku.skuType === 1 ? warehouse.outWarehouseId : '';
      changes.push({ sku, outWarehouseId, count, incremental: true });
    }
  }
  const totals = summed(changes);
  if (totals.some((change) => obstacle(shop, change) !== null)) return inner(INNER.insufficient, '库存不足');
  for (const change of totals) apply(change);
  shop.done.set(key, '');
  warehouse.updatedAt = laterThan(warehouse.updatedAt, now);
  call.effect('warehouse.adjust', number);
  return inner(0, 'success');
}

const inner = (err_no: number, message: string): Row => ({ err_no, message });

function skuOf({ shop }: Call, cargoCode: string, erpSkuId: string): Sku | undefined {
  const byCargo = shop.skus.get(shop.cargoes.get(cargoCode) ?? '')?.sku;
  const code = erpSkuId === '' ? cargoCode : erpSkuId;
  return byCargo ?? [...shop.skus.values()].find(({ sku }) => sku.code === code)?.sku;
}

/** Several lines about one sku count together, so that all or nothing is checked rightly. */
function summed(changes: readonly StockChange[]): StockChange[] {
  const totals = new Map<Sku, StockChange>();
  for (const change of changes) {
    const before = totals.get(change.sku)?.count ?? 0;
    totals.set(change.sku, { ...change, count: before + change.count });
  }
  return [...totals.values()];
}
