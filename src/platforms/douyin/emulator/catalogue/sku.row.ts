import type { Row } from '../protocol/wire-json.js';
import type { Product, Sku } from '../state/product.record.js';
import { counts, detailIds, NO_CUSTOMS } from './product.row.js';

const SHIP_RULE = { presell_type: 0, delay_day: 2, presell_end_time: 0 };

const stockNumbers = (sku: Sku): Row => ({
  stock_num: sku.skuType === 1 ? 0 : sku.stock,
  prehold_stock_num: sku.skuType === 1 ? 0 : sku.held,
  prom_stock_num: 0,
  step_stock_num: sku.stepStock,
  prehold_step_stock_num: 0,
  prom_step_stock_num: 0,
});

const shipRules = (sku: Sku): Row => Object.fromEntries([...sku.regional.keys()].map((id) => [id, SHIP_RULE]));

/** A sku as `sku.detail` answers it. */
export const detailedSku = (sku: Sku, product: Product, appKey: string): Row => ({
  id: BigInt(sku.id),
  open_user_id: BigInt(appKey),
  out_sku_id: BigInt(sku.outSkuId),
  product_id: BigInt(product.id),
  ...detailIds(sku),
  spec_detail_name1: sku.values[0]?.name ?? '',
  spec_detail_name2: sku.values[1]?.name ?? '',
  spec_detail_name3: sku.values[2]?.name ?? '',
  customs_report_info: NO_CUSTOMS,
  price: sku.price,
  settlement_price: 0,
  spec_id: BigInt(product.specId),
  create_time: sku.createdAt,
  code: sku.code,
  sku_type: sku.skuType,
  supplier_id: sku.supplierId,
  ...stockNumbers(sku),
  product_id_str: product.id,
  is_suit: 0,
  suit_num: 0,
  volume: 0,
  stock_map: counts(sku.regional),
  prehold_stock_map: counts(sku.heldRegional),
  ship_rule_map: shipRules(sku),
});

/** A sku as `sku.list` answers it: the detail and three keys more. */
export const listedSku = (sku: Sku, product: Product, appKey: string): Row => ({
  ...detailedSku(sku, product, appKey),
  normal_stock_num: sku.skuType === 1 ? 0 : sku.stock,
  channel_stock_num: 0,
  sell_properties: sku.values.map(({ id, name }) => ({ value_spec_detail_id: BigInt(id), value_name: name })),
});

/** `sku.stockNum`. */
export const stockOfSku = (sku: Sku): Row => ({
  sku_id: BigInt(sku.id),
  out_sku_id: BigInt(sku.outSkuId),
  code: sku.code,
  sku_type: sku.skuType,
  ...stockNumbers(sku),
  stock_num_map: counts(sku.regional),
  prehold_stock_map: counts(sku.heldRegional),
  ship_rule_map: shipRules(sku),
  normal_stock_num: sku.skuType === 1 ? 0 : sku.stock,
  channel_stock_num: 0,
});
