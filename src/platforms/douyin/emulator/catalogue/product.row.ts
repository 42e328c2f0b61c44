import { rfc3339, wallClock } from '../protocol/times.js';
import { type Json, print, type Row } from '../protocol/wire-json.js';
import { categoryChain } from '../state/categories.js';
import type { Product, ProductContent, Sku, Spec } from '../state/product.record.js';

const picture = (url: string): string => `<img src="${url}" style="width:100%;">`;

/** The four levels of a category, 0 and empty where there is none. */
export function categoryDetail(leafId: string): Row {
  const chain = categoryChain(leafId);
  const row: Row = {};
  const levels = ['first', 'second', 'third', 'fourth'];
  for (const [index, level] of levels.entries()) row[`${level}_cid`] = Number(chain[index]?.id ?? 0);
  for (const [index, level] of levels.entries()) row[`${level}_cname`] = chain[index]?.name ?? '';
  return row;
}

/** A product in `product.listV2`. Times are epoch seconds here and texts in the detail. */
export const listedProduct = ({ id, specId, content, ...product }: Product): Row => ({
  product_id: BigInt(id),
  status: product.status,
  check_status: product.checkStatus,
  market_price: 0,
  discount_price: 0,
  img: content.pics[0] ?? '',
  name: content.name,
  pay_type: 1,
  product_type: content.productType,
  spec_id: BigInt(specId),
  cos_ratio: 0,
  create_time: product.createdAt,
  update_time: product.updatedAt,
  out_product_id: BigInt(content.outProductId),
  description: content.description.map((url) => `<img src="${url}">`).join(''),
  mobile: '',
  extra: '{}',
  recommend_remark: '',
  category_detail: categoryDetail(content.categoryId),
  outer_product_id: content.outerProductId,
  is_package_product: false,
  package_product_list: [],
  sub_product_list: [],
  channel_main_product: { product_id: 0, shop_id: 0 },
  name_suffix: '',
  name_prefix: '',
  title_limit: { min_length: 16, max_length: 60 },
  sell_num: product.sellNum,
  can_not_combine_reason: '',
  can_combine: false,
  shop_category: { leaf_category_ids: [] },
});

/** `product.detail`: 85 keys, flat. @param content the product's, or its draft's */
export function detailedProduct(product: Product, content: ProductContent, skus: readonly Sku[], appKey: string): Row {
  const { id, specId, createdAt, updatedAt } = product;
  return {
    product_id: BigInt(id),
    product_id_str: id,
    out_product_id: BigInt(content.outProductId),
    outer_product_id: content.outerProductId,
    open_user_id: BigInt(appKey),
    name: content.name,
    description: content.description.map(picture).join(''),
    delivery_method: 2,
    cdf_category: '',
    status: product.status,
    spec_id: BigInt(specId),
    check_status: product.checkStatus,
    mobile: '',
    brand_id: BigInt(content.standardBrandId),
    is_sub_product: false,
    draft_status: product.draftStatus,
    category_detail: categoryDetail(content.categoryId),
    pay_type: 1,
    recommend_remark: '',
    extra: '{}',
    is_create: 0,
    create_time: wallClock(createdAt),
    update_time: rfc3339(updatedAt),
    pic: content.pics,
    product_format: productFormat(content.productFormatNew),
    spec_pics: (content.specs[0]?.values ?? [])
      .filter(({ pic }) => pic !== undefined)
      .map(({ id: value, pic = '' }) => ({ spec_detail_id: BigInt(value), pic })),
    spec_prices: skus.map((sku) => pricedSku(sku, content.specs)),
    specs: content.specs.map((spec) => specRow(spec, specId)),
    img: content.pics[0] ?? '',
    presell_type: content.presellType,
    maximum_per_order: content.maximumPerOrder,
    limit_per_buyer: content.limitPerBuyer,
    minimum_per_order: content.minimumPerOrder,
    quality_list: [],
    logistics_info: NO_LOGISTICS,
    after_sale_service: content.afterSaleService,
    price_has_tax: 0,
    appoint_delivery_day: 0,
    product_format_new: content.productFormatNew,
    standard_brand_id: BigInt(content.standardBrandId),
    market_price: 0,
    discount_price: 0,
    car_vin_code: '',
    need_recharge_mode: false,
    account_template_id: '',
    presell_config_level: content.presellConfigLevel,
    delivery_delay_day: content.deliveryDelayDay,
    presell_delay: content.presellDelay,
    poi_resource: { coupon_return_methods: [] },
    delay_rule: { enable: false, config_type: 0, config_value: 0, start_time: 0, end_time: 0 },
    long_pic_url: '',
    sell_channel: content.sellChannel,
    freight_id: BigInt(content.freightId),
    material_video_id: '',
    pickup_method: content.pickupMethod,
    size_info_template_id: 0,
    white_back_ground_pic_url: '',
    sale_channel_type: 'onlineOnly',
    store_id: 0,
    main_product_id: 0,
    sale_limit_id: 0,
    name_prefix: '',
    product_type: content.productType,
    presell_delivery_type: 0,
    start_sale_type: content.startSaleType,
    reduce_type: content.reduceType,
    presell_end_time: content.presellEndTime,
    weight_value: content.weight,
    weight_unit: content.weightUnit,
    reference_price_certificate: { certificate_type: '', certificate_urls: '' },
    reference_price: 0,
    quality_inspection_info: { mode: 0, certificate_code: '', agency: '', supported: false },
    unit_price_info: { price_rule_type: 0 },
    main_image_three_to_four: '',
    is_c2b_switch_on: false,
    micro_app_id: '',
    is_auto_charge: false,
    spu_id: 0,
    short_product_name: '',
    after_sale_service_v2: { is_large_product: 0 },
    format_update_time: wallClock(updatedAt),
    sell_num: product.sellNum,
    product_audit_info: { material_audit_reason: [] },
    main_pic_3_4: [],
    shop_category: { leaf_category_ids: '' },
    ...product.extra,
  };
}

const NO_LOGISTICS = {
  customs_clear_type: 0,
  origin_country_id: 0,
  source_country_id: 0,
  brand_country_id: 0,
  tax_payer: 0,
  net_weight_qty: 0,
};

/** The older form of the attributes, names only: JSON text in a JSON string. */
function productFormat(formatNew: string): string {
  const attributes = JSON.parse(formatNew === '' ? '{}' : formatNew) as Record<string, { name: string }[]>;
  const names: Row = {};
  for (const [property, values] of Object.entries(attributes)) {
    names[property === '1687' ? '材质' : property] = values.map(({ name }) => name).join(',');
  }
  return print(names);
}

const NO_EXTRA = { measure_info: { values: [], template_id: 0 }, cpv_path: [] };

const specRow = ({ id, name, values }: Spec, specId: string): Json => ({
  id: BigInt(id),
  spec_id: BigInt(specId),
  name,
  pid: 0,
  is_leaf: 0,
  values: values.map((value) => ({
    id: BigInt(value.id),
    spec_id: BigInt(specId),
    name: value.name,
    pid: BigInt(id),
    is_leaf: 1,
    status: 0,
    value_id: '0',
    extra: NO_EXTRA,
  })),
  property_id: 0,
});

/** Customs report of goods that cross no border. */
export const NO_CUSTOMS = {
  hs_code: '',
  first_measure_qty: 0,
  second_measure_qty: 0,
  first_measure_unit: '',
  second_measure_unit: '',
  unit: '',
  report_name: '',
  report_brand_name: '',
  usage: '',
  g_model: '',
  bar_code: '',
};

/** Ids of the values of a sku under their three names, 0 where there is none. */
export const detailIds = (sku: Sku): Row => ({
  spec_detail_id1: BigInt(sku.values[0]?.id ?? 0),
  spec_detail_id2: BigInt(sku.values[1]?.id ?? 0),
  spec_detail_id3: BigInt(sku.values[2]?.id ?? 0),
});

/** Counts by key, as an object. */
export const counts = (map: ReadonlyMap<string, number>): Row => Object.fromEntries(map);

/** A sku inside `product.detail`. */
const pricedSku = (sku: Sku, specs: readonly Spec[]): Row => ({
  gold_process_charge: 0,
  sku_id: BigInt(sku.id),
  out_sku_id: BigInt(sku.outSkuId),
  outer_sku_id: sku.outerSkuId,
  spec_detail_ids: sku.values.map(({ id }) => BigInt(id)),
  stock_num: sku.skuType === 1 ? 0 : sku.stock,
  price: sku.price,
  code: sku.code,
  step_stock_num: sku.stepStock,
  prom_stock_num: 0,
  prom_step_stock_num: 0,
  ...detailIds(sku),
  sku_type: sku.skuType,
  supplier_id: sku.supplierId,
  promotion_stock_num: 0,
  promotion_step_stock_num: 0,
  customs_report_info: NO_CUSTOMS,
  lock_stock_num: 0,
  lock_step_stock_num: 0,
  stock_num_map: counts(sku.regional),
  tax_exemption_sku_info: { is_suit: 0, suit_num: 0, volume: 0 },
  presell_delay: 0,
  delivery_infos: [{ info_type: 'weight', info_value: '500', info_unit: 'g' }],
  sku_classification_type: '',
  sell_properties: sku.values.map((value, index) => ({
    value_spec_detail_id: BigInt(value.id),
    remark: '',
    value_name: value.name,
    value_id: 0,
    property_name: specs[index]?.name ?? '',
    perperty_id: 0,
  })),
  cargo_info: { source_type: 0, cargo_id: '' },
});
