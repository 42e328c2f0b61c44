import type { Call, Endpoint } from '../endpoint.js';
import { invalid, missing } from '../protocol/refusal.js';
import type { Product, Sku } from '../state/product.record.js';
import { detailedSku, listedSku, stockOfSku } from './sku.row.js';

const BAD_VALUE = 20011;

/** Reading skus (specification g.4). */
export const SKU_READS: readonly Endpoint[] = [
  {
    method: 'sku.list',
    wrong: 4,
    answer: ({ params, shop, app }) => {
      const id = params.id('product_id');
      const outId = params.id('out_product_id');
      if (id === undefined && outId === undefined) throw missing(3, 'product_id不能为空');
      const product =
        id === undefined
          ? [...shop.products.values()].find(({ content }) => content.outProductId === outId)
          : shop.products.get(id);
      if (product === undefined) throw invalid(4, '商品不属于当前店铺');
      return product.skus.map((sku) => listedSku(sku, product, app.appKey));
    },
  },
  {
    method: 'sku.detail',
    wrong: BAD_VALUE,
    answer: (call) => {
      const { sku, product } = skuToRead(call);
      return detailedSku(sku, product, call.app.appKey);
    },
  },
  {
    method: 'sku.stockNum',
    wrong: BAD_VALUE,
    answer: (call) => {
      const { sku } = skuToRead(call);
      const row = stockOfSku(sku);
      const warehouse = call.params.text('out_warehouse_id') ?? '';
      if (warehouse === '') return row;
      return { ...row, stock_num_map: { [warehouse]: sku.regional.get(warehouse) ?? 0 } };
    },
  },
];

function skuToRead(call: Call): { readonly product: Product; readonly sku: Sku } {
  const found = findSku(call);
  if (found === undefined) throw invalid(20050, 'sku不存在');
  return found;
}

/** The sku that a call names by `sku_id`, `code` or `out_sku_id`; undefined when the shop has none such. */
export function findSku({
  params,
  shop,
}: Pick<Call, 'params' | 'shop'>): { readonly product: Product; readonly sku: Sku } | undefined {
  const id = params.id('sku_id');
  const code = params.text('code') ?? '';
  const outId = params.id('out_sku_id');
  if (id !== undefined) return shop.skus.get(id);
  if (code === '' && outId === undefined) throw missing(3, 'sku_id不能为空');
  const productId = params.id('product_id');
  for (const found of shop.skus.values()) {
    if (productId !== undefined && found.product.id !== productId) continue;
    if (code !== '' ? found.sku.code === code : found.sku.outSkuId === outId) return found;
  }
  return undefined;
}
