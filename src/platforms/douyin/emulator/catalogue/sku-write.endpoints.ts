import type { Call, Endpoint } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import type { Json } from '../protocol/wire-json.js';
import { laterThan } from '../scene.js';
import type { Product, Sku } from '../state/product.record.js';
import { findSku } from './sku-read.endpoints.js';
import { after, apply, obstacle, type StockChange } from './stock-change.js';

const BAD_VALUE = 20011;

/** Writing skus: stock, price, code (specification g.4). */
export const SKU_WRITES: readonly Endpoint[] = [
  { method: 'sku.syncStock', wrong: BAD_VALUE, answer: syncStock },
  { method: 'sku.syncStockBatch', wrong: 2010013, absent: 2010004, answer: syncStockBatch },
  { method: 'sku.syncStockBatchMultiProducts', wrong: -10002, answer: syncStockOfMany },
  {
    method: 'sku.editPrice',
    wrong: BAD_VALUE,
    answer: (call) => {
      const { product, sku } = skuToWrite(call, (text) => invalid(5, text), 7);
      const price = call.params.requiredInteger('price');
      if (price <= 0) throw invalid(BAD_VALUE, 'price必须大于0');
      sku.price = price;
      touch(call, product);
      call.effect('sku.price', sku.id);
      return undefined;
    },
  },
  {
    method: 'sku.editCode',
    wrong: BAD_VALUE,
    absent: 4,
    answer: (call) => {
      const { params } = call;
      const found =
        params.id('sku_id') === undefined ? findSkuByOutId(call) : call.shop.skus.get(params.id('sku_id') ?? '');
      if (found === undefined) throw failed(5, 'sku不存在');
      if (found.product.status === 2) throw invalid(7, '商品已删除');
      found.sku.code = params.required('code', 4);
      touch(call, found.product);
      call.effect('sku.code', found.sku.id);
      return undefined;
    },
  },
];

function findSkuByOutId({ params, shop }: Call) {
  const outId = params.requiredId('out_sku_id', 4);
  return [...shop.skus.values()].find(({ sku }) => sku.outSkuId === outId);
}

function touch({ now }: Call, product: Product): void {
  product.updatedAt = laterThan(product.updatedAt, now);
}

function skuToWrite(call: Call, none: (text: string) => Error, deleted: number): { product: Product; sku: Sku } {
  const found = findSku(call);
  const productId = call.params.id('product_id');
  if (found === undefined || (productId !== undefined && productId !== found.product.id)) throw none('sku不存在');
  if (found.product.status === 2) throw invalid(deleted, '商品已删除');
  return found;
}

/** Marks an idempotency key as spent once the rest has gone well. */
const stockKey = (id: string): string => `stock ${id}`;

function syncStock(call: Call): undefined {
  const { params, shop } = call;
  const { product, sku } = skuToWrite(call, (text) => invalid(5, text), 4);
  const incremental = params.flag('incremental') === true;
  const key = params.text('idempotent_id') ?? '';
  if (incremental && key === '') throw missing(40010, '增量更新时idempotent_id不能为空');
  if (key !== '' && shop.done.has(stockKey(key))) throw invalid(40010, '[idempotent_id]重复，操作已执行');
  const outWarehouseId = params.text('out_warehouse_id') ?? '';
  const change: StockChange = { sku, outWarehouseId, count: params.requiredInteger('stock_num'), incremental };
  const against = obstacle(shop, change);
  if (against === 'no warehouse') throw invalid(40004, '区域仓不存在');
  if (against === 'insufficient') throw failed(2010012, '更新库存数失败: 库存不足');
  apply(change);
  sku.stepStock = params.integer('step_stock_num') ?? sku.stepStock;
  if (key !== '') shop.done.set(stockKey(key), '');
  touch(call, product);
  call.effect('sku.stock', sku.id);
  return undefined;
}

function syncStockBatch(call: Call): undefined {
  const { params, shop } = call;
  const product = shop.products.get(params.requiredId('product_id'));
  if (product === undefined) throw failed(2010058, '商品不存在或已彻底删除');
  if (product.status === 2) throw failed(2010042, '该商品已删除');
  if (product.checkStatus === 2) throw failed(2010041, '该商品在审核中');
  if (product.checkStatus === 5) throw failed(2010043, '该商品已封禁');
  const incremental = params.flag('incremental');
  if (incremental === undefined) throw missing(2010004, 'incremental不能为空');
  const key = params.text('idempotent_id') ?? '';
  if (incremental && key === '') throw missing(2010004, '增量更新时idempotent_id不能为空');
  if (key !== '' && shop.done.has(stockKey(key))) throw invalid(2010021, 'idempotent_id重复');
  const changes = params
    .requiredObjects('sku_sync_list')
    .flatMap((item) => changesOf(item, skuOf(product, item), incremental));
  for (const change of changes) {
    const against = obstacle(shop, change);
    if (against === 'no warehouse') throw invalid(2010013, '区域仓不存在');
    if (against === 'insufficient') throw failed(2010012, '更新库存数失败: 库存不足');
  }
  for (const change of changes) apply(change);
  if (key !== '') shop.done.set(stockKey(key), '');
  touch(call, product);
  call.effect('sku.stock', product.id);
  return undefined;
}

function skuOf(product: Product, item: Params): Sku {
  const sku = product.skus.find(({ id }) => id === item.requiredId('sku_id'));
  if (sku === undefined) throw failed(2010058, 'sku不属于该商品');
  if (sku.skuType !== item.requiredInteger('sku_type')) throw invalid(2010013, 'sku_type与商品不一致');
  return sku;
}

function changesOf(item: Params, sku: Sku, incremental: boolean): StockChange[] {
  if (sku.skuType !== 1) return [{ sku, outWarehouseId: '', count: item.requiredInteger('stock_num'), incremental }];
  return item.requiredObjects('stock_map').map((entry) => ({
    sku,
    outWarehouseId: entry.required('out_warehouse_id'),
    count: entry.requiredInteger('stock_num'),
    incremental,
  }));
}

/** Numbers of what went wrong with an item; that they mean this is a convention of this emulator. */
const ITEM_CODES = {
  'no sku': -20001,
  'no warehouse': -20008,
  'not now': -20011,
  insufficient: -40003,
} as const;

/** Most items of a call. */
const MOST_ITEMS = 50;

function syncStockOfMany(call: Call): Json {
  const { params, shop } = call;
  const key = params.required('idempotent_id');
  const incremental = params.flag('incremental');
  if (incremental === undefined) throw missing(-10002, 'incremental不能为空');
  if (shop.done.has(stockKey(key))) throw failed(-40010, 'idempotent_id重复，操作已执行');
  const items = params.requiredObjects('items');
  if (items.length > MOST_ITEMS) throw invalid(-10002, `items最多${MOST_ITEMS}条`);
  const results = items.map((item): Json => {
    const skuId = item.requiredId('sku_id');
    const found = shop.skus.get(skuId);
    const outWarehouseId = item.text('out_warehouse_id') ?? '';
    const count = item.requiredInteger('stock_num');
    const warehouse = BigInt(shop.warehouses.get(outWarehouseId)?.id ?? 0);
    const head = { sku_id: BigInt(skuId), warehouse_id: warehouse };
    const failure = (code: keyof typeof ITEM_CODES): Json => ({
      ...head,
      stock_num: 0,
      step_stock_num: 0,
      change_num: 0,
      step_change_num: 0,
      status_code: ITEM_CODES[code],
      status_message: code,
    });
    if (found === undefined || found.product.id !== item.requiredId('product_id')) return failure('no sku');
    const { status, checkStatus } = found.product;
    if (status === 2 || checkStatus === 2 || checkStatus === 5) return failure('not now');
    const change: StockChange = { sku: found.sku, outWarehouseId, count, incremental };
    const against = obstacle(shop, change);
    if (against !== null) return failure(against);
    const target = after(change);
    const before = outWarehouseId === '' ? found.sku.stock : (found.sku.regional.get(outWarehouseId) ?? 0);
    apply(change);
    touch(call, found.product);
    call.effect('sku.stock', skuId);
    return {
      ...head,
      stock_num: target,
      step_stock_num: found.sku.stepStock,
      change_num: target - before,
      step_change_num: 0,
      status_code: 0,
      status_message: 'success',
    };
  });
  shop.done.set(stockKey(key), '');
  return { results };
}
