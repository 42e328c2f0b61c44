import type { Product, Sku } from '../state/product.record.js';

/** Ids and times of the samples that several objects share. */
export const SAMPLE = {
  taken: 1_700_000_000,
  created: 1_699_136_000,
  ordered: 1_699_913_600,
  shipped: 1_699_996_400,
  image: 'https://p3-aio.ecombdimg.com/obj/ecom-shop-material/synthetic_0001.png',
  tee: '3556357046087622442',
  cap: '3556357046087688977',
  order: '6917135448573842113',
  teeLine: '6917135448573907649',
  capLine: '6917135448573973185',
} as const;

const plainSku = (id: string, productId: string, code: string, values: Sku['values']): Sku => ({
  id,
  productId,
  values,
  code,
  outerSkuId: code,
  outSkuId: '0',
  price: 5990,
  skuType: 0,
  stock: 120,
  regional: new Map(),
  held: 0,
  heldRegional: new Map(),
  stepStock: 0,
  supplierId: '',
  createdAt: SAMPLE.created,
});

const RED = { id: '1720000000000311', name: '红', pic: 'temai/synthetic_red' };
const M = { id: '1720000000000329', name: 'M' };
const L = { id: '1720000000000337', name: 'L' };

/** The T-shirt: one ordinary sku, one regional. */
export function tee(): Product {
  return {
    id: SAMPLE.tee,
    specId: '1720000000000900',
    content: {
      name: '示例纯棉T恤 男女同款',
      description: [SAMPLE.image],
      pics: [SAMPLE.image],
      categoryId: '20283',
      outerProductId: 'TEE-001',
      outProductId: '0',
      productType: 0,
      reduceType: 2,
      freightId: '0',
      mobile: '13800000000',
      standardBrandId: '596120136',
      weight: 0.5,
      weightUnit: 0,
      deliveryDelayDay: 2,
      presellType: 0,
      presellDelay: 0,
      presellConfigLevel: 0,
      presellEndTime: '',
      minimumPerOrder: 1,
      maximumPerOrder: 0,
      limitPerBuyer: 0,
      startSaleType: 0,
      pickupMethod: '0',
      sellChannel: [0],
      productFormatNew: '{"1687":[{"value":1234,"name":"棉","diy_type":0}]}',
      afterSaleService: '{"supply_day_return_selector":"7-1"}',
      specs: [
        { id: '1720000000000303', name: '颜色', values: [RED] },
        { id: '1720000000000321', name: '尺码', values: [M, L] },
      ],
    },
    status: 0,
    checkStatus: 3,
    draftStatus: 0,
    draft: null,
    auditAt: null,
    skus: [
      plainSku('1720000000000001', SAMPLE.tee, 'TEE-RED-M', [RED, M]),
      {
        ...plainSku('1720000000000033', SAMPLE.tee, 'TEE-RED-L', [RED, L]),
        skuType: 1,
        stock: 0,
        regional: new Map([
          ['WH-EAST-01', 50],
          ['WH-WEST-01', 30],
        ]),
        heldRegional: new Map([
          ['WH-EAST-01', 1],
          ['WH-WEST-01', 0],
        ]),
      },
    ],
    sellNum: 128,
    createdAt: SAMPLE.created,
    updatedAt: SAMPLE.shipped,
    extra: { short_product_name: '示例T恤' },
  };
}

/** Off the shelf, so that the list of products on it is the sample's. */
export function cap(): Product {
  const black = { id: '1720000000000345', name: '黑' };
  const size = { id: '1720000000000353', name: 'M' };
  const base = tee();
  return {
    ...base,
    id: SAMPLE.cap,
    specId: '1720000000000908',
    content: {
      ...base.content,
      name: '示例棒球帽 男女同款四季',
      categoryId: '20301',
      outerProductId: 'CAP-001',
      specs: [
        { id: '1720000000000361', name: '颜色', values: [black] },
        { id: '1720000000000369', name: '尺码', values: [size] },
      ],
    },
    status: 1,
    skus: [{ ...plainSku('1720000000000017', SAMPLE.cap, 'CAP-BLK', [black, size]), price: 2990, stock: 60 }],
    extra: {},
  };
}
