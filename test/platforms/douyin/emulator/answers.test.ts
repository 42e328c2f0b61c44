import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { type Caller, caller, first, fixture, type Row } from './platform-caller.js';

/** Paths where two values differ, e.g. `items[0].size`; arrays are compared element by element. */
function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((item, at) => differences(item, actual[at], `${path}[${at}]`));
  }
  if (isRow(expected) && isRow(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => differences(expected[key], actual[key], path === '' ? key : `${path}.${key}`));
  }
  return Object.is(expected, actual) ? [] : [path];
}
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const STATE = 'the state decides, and the samples contradict each other';
const REGIONAL = 'the second sku is regional here, as in the sample of sku.list';
const ONE_SPEC = 'the sample leaves the second specification out';
const SAMPLE_TEXT = 'made-up text of the sample, with no state behind it';

/**
 * Where an answer may differ from its sample, and why. A path ends a difference: `a.b` allows `a.b` and all below it; `[]`
 * stands for every index.
 */
const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'order.searchList': {
    'shop_order_list[].logistics_info[].product_info[].sku_specs': ONE_SPEC,
    'shop_order_list[].sku_order_list[].origin_id': SAMPLE_TEXT,
    'shop_order_list[].sku_order_list[].store_info': SAMPLE_TEXT,
  },
  'order.orderDetail': {
    'shop_order_detail.logistics_info[].product_info[].sku_specs': ONE_SPEC,
    'shop_order_detail.sku_order_list[].origin_id': SAMPLE_TEXT,
    'shop_order_detail.sku_order_list[].store_info': SAMPLE_TEXT,
    'shop_order_detail.sku_order_list[].sku_car_model_desc': SAMPLE_TEXT,
    'shop_order_detail.order_recycle_info': SAMPLE_TEXT,
  },
  'product.detail': {
    'spec_prices[].stock_num': REGIONAL,
    'spec_prices[].sku_type': REGIONAL,
    'spec_prices[].stock_num_map': REGIONAL,
  },
  'afterSale.List': { 'items[].order_info.related_order_info[].sku_spec': ONE_SPEC },
  'sku.list': { '[].ship_rule_map': 'the sample has a rule for one of two warehouses' },
  'sku.stockNum': { prehold_stock_num: STATE },
  'logistics.trackNoRouteDetail': { 'route__node_list[]': 'the parcel goes to the city of its receiver' },
  'logistics.queryPackageRoute': { 'track_routes[]': 'the parcel goes to the city of its receiver' },
  'shop.getShopCategory': { '': 'the sample shows a second level, which a real answer to cid 0 has not' },
  'afterSale.Detail': {
    'order_info.sku_order_infos[].sku_spec': ONE_SPEC,
    'process_info.after_sale_info.return_address': SAMPLE_TEXT,
  },
  'afterSale.applyLogisticsIntercept': {
    'intercept_results[].cur_product': 'the sample names the line that the after-sale is not about',
    'intercept_results[].other_products[]': 'the sample names the line that the after-sale is not about',
  },
  'product.addV2': {
    product_id: 'a new id',
    'sku[].sku_id': 'a new id',
    'sku[].spec_detail_id1': 'a new id',
    'sku[].spec_detail_id2': 'a new id',
    'sku[].spec_detail_ids[]': 'a new id',
  },
  'material.uploadImageSync': { material_id: 'a new id' },
};

const READS = [
  'token.create',
  'order.searchList',
  'order.orderDetail',
  'order.logisticsCompanyList',
  'order.batchDecrypt',
  'order.batchSensitive',
  'logistics.trackNoRouteDetail',
  'logistics.queryPackageRoute',
  'afterSale.List',
  'afterSale.Detail',
  'afterSale.rejectReasonCodeList',
  'product.listV2',
  'product.detail',
  'sku.list',
  'sku.detail',
  'sku.stockNum',
  'warehouse.list',
  'warehouse.info',
  'shop.getShopCategory',
  'shop.brandList',
  'address.list',
];
const WRITES = [
  'afterSale.applyLogisticsIntercept',
  'crossborder.OrderInterception',
  'afterSale.operate',
  'order.addOrderRemark',
  'order.logisticsEdit',
  'order.logisticsEditByPack',
  'logistics.registerPackageRoute',
  'product.addV2',
  'product.editV2',
  'product.setOffline',
  'product.del',
  'sku.syncStock',
  'sku.syncStockBatch',
  'sku.editPrice',
  'warehouse.edit',
  'warehouse.adjustInventory',
  'material.uploadImageSync',
];

describe('the emulated Douyin platform answers the documented requests as documented', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  beforeAll(async () => {
    emulator = await startDouyinEmulator({ seed: 'fixtures', now: () => 1_700_000_000_000 });
  });
  beforeEach(async () => {
    emulator.reset();
    api = await caller(emulator, first(emulator.seed.shops));
  });
  afterAll(() => emulator.close());

  it.each([...READS, ...WRITES])('%s, but for what is listed as known', async (method) => {
    const { request, response } = fixture(method);
    const answer = await api.call(
      method,
      request.canonical,
      method === 'token.create' ? { query: { access_token: undefined } } : {},
    );
    expect(answer).toMatchObject({ code: 10000, msg: 'success', sub_code: '', sub_msg: '' });
    const known = Object.keys(KNOWN[method] ?? {});
    const found = differences(response.data, answer.data).map((path) => path.replace(/\[\d+\]/g, '[]'));
    const unknown = found.filter(
      (path) => !known.some((allowed) => path === allowed || path.startsWith(`${allowed}.`)),
    );
    expect([method, [...new Set(unknown)]]).toEqual([method, []]);
    const unneeded = known.filter(
      (allowed) => !found.some((path) => path === allowed || path.startsWith(`${allowed}.`)),
    );
    expect([method, unneeded]).toEqual([method, []]);
  });

  it('a create of a warehouse with a bare number', async () => {
    const { request } = fixture('warehouse.create');
    expect(await api.verdict('warehouse.create', request.canonical)).toBe('50002 isv.business-failed:1005');
    const answer = await api.call('warehouse.create', { ...request.param_json, out_warehouse_id: 'WH-NEW' });
    expect(typeof answer.data).toBe('bigint');
  });
});
