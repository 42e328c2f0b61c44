import { createHash } from 'node:crypto';
import { type Json, print, RawJson, type Row } from '../protocol/wire-json.js';
import { companyOf } from '../state/companies.js';
import type { Order, Pack, Receiver } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';
import { orderAmounts } from './amounts.js';
import { lineRow } from './order-line.row.js';
import { KIND, SOURCES, STATUS_WORDS } from './order-words.js';
import { promotionDetail } from './promotion.row.js';
import { receiverRow } from './receiver.row.js';

/** What never changes in an order. */
const FIXED = {
  accept_order_status: 0,
  open_id: '',
  order_level: 2,
  app_id: 0,
  post_insurance_amount: 0,
  order_phase_list: [],
  promotion_redpack_amount: 0,
  promotion_redpack_platform_amount: 0,
  promotion_redpack_talent_amount: 0,
  user_id_info: { id_card_no: '', encrypt_id_card_no: '', id_card_name: '', encrypt_id_card_name: '' },
  appointment_ship_time: 0,
  d_car_shop_biz_data: {
    poi_id: '',
    poi_name: '',
    poi_addr: '',
    poi_tel: '',
    coupon_right: [],
    poi_pname: '',
    poi_city_name: '',
    poi_adname: '',
  },
  author_cost_amount: 0,
  promise_info: '{}',
  user_coordinate: { user_coordinate_longitude: '', user_coordinate_latitude: '' },
  earliest_receipt_time: 0,
  latest_receipt_time: 0,
  early_arrival: false,
  target_arrival_time: 0,
  packing_amount: 0,
  supermarket_order_serial_no: '',
  tax_amount: 0,
  address_tag_ui: [],
  aweme_id: '',
  user_icon: '',
  user_nick_name: '',
  recommend_end_ship_time: 0,
  recommend_start_ship_time: 0,
  receipt_date: '',
  greet_words: '',
  mask_pay_tel: '',
} as const;

/** Texts of list rows, valid as long as the order has not changed since; every change moves its update time. */
const texts = new WeakMap<Order, { readonly at: number; readonly json: RawJson }>();

/** An order in `order.searchList`. */
export function listedOrder(shop: Shop, order: Order): Json {
  const known = texts.get(order);
  if (known?.at === order.updatedAt) return known.json;
  const row = {
    ...commonRow(shop, order),
    logistics_info: order.packs.map((pack) => packRow(order, pack)),
    sku_order_list: order.lines.map((line) => lineRow(shop, order, line)),
    pay_tel: '',
    ...(order.extra as Row),
  };
  const json = new RawJson(print(row));
  texts.set(order, { at: order.updatedAt, json });
  return json;
}

/** `order.orderDetail`: the row of the list and what only the detail has. */
export function detailedOrder(shop: Shop, order: Order): Row {
  const { promotion } = orderAmounts(order);
  return {
    ...commonRow(shop, order),
    logistics_info: order.packs.map((pack) => ({ ...packRow(order, pack), added_services: [] })),
    promotion_detail: promotionDetail(promotion.shop, promotion.platform),
    sku_order_list: order.lines.map((line) => ({
      ...lineRow(shop, order, line),
      promotion_detail: promotionDetail(0, 0),
      campaign_info: [],
      writeoff_info: [],
      relation_order: { write_off_no: '', relation_order_id: '' },
      is_activity: false,
      tax_amount_not_come_out: 0,
      sku_car_model_desc: '',
    })),
    order_recycle_info: NO_RECYCLING,
    tax_amount_not_come_out: 0,
    encrypt_pay_tel: '',
    ...(order.extra as Row),
  };
}

const NO_RECYCLING = {
  appoint_recycle_start_time: 0,
  appoint_recycle_end_time: 0,
  pronduct_desc: '',
  quoted_price: 0,
  recycle_order_id: '',
  recycle_status: 0,
  recycle_status_desc: '',
  subsidy_receive_status: '',
  supplier_code: '',
  supplier_name: '',
};

function commonRow(shop: Shop, order: Order): Row {
  const amounts = orderAmounts(order);
  return {
    ...FIXED,
    shop_id: BigInt(shop.id),
    shop_name: shop.name,
    order_id: order.id,
    ...KIND,
    order_status: order.status,
    order_status_desc: STATUS_WORDS[order.status] ?? '',
    main_status: order.mainStatus,
    main_status_desc: STATUS_WORDS[order.mainStatus] ?? '',
    pay_time: order.paidAt,
    order_expire_time: 1800,
    finish_time: order.finishedAt,
    create_time: order.createdAt,
    update_time: order.updatedAt,
    cancel_reason: order.cancelReason,
    buyer_words: order.buyerWords,
    seller_words: order.sellerWords,
    seller_remark_stars: order.stars,
    b_type: order.bType,
    b_type_desc: SOURCES[order.bType] ?? '',
    sub_b_type: 1,
    sub_b_type_desc: 'app内-原生',
    pay_type: order.payType,
    channel_payment_no: order.channelPaymentNo,
    order_amount: amounts.order,
    pay_amount: amounts.pay,
    post_amount: amounts.post,
    post_origin_amount: amounts.post + order.postPromotion,
    post_promotion_amount: order.postPromotion,
    modify_amount: amounts.modify,
    modify_post_amount: order.modifyPostAmount,
    promotion_amount: amounts.discount,
    total_promotion_amount: amounts.discount + order.postPromotion,
    promotion_shop_amount: amounts.promotion.shop,
    promotion_platform_amount: amounts.promotion.platform,
    shop_cost_amount: amounts.promotion.shop,
    platform_cost_amount: amounts.promotion.platform,
    only_platform_cost_amount: amounts.promotion.platform,
    promotion_talent_amount: amounts.promotion.talent,
    promotion_pay_amount: amounts.promotion.pay,
    ...receiverRow(shop.vault, order.receiver),
    open_address_id: openAddressId(shop, order.receiver),
    exp_ship_time: order.shipBy,
    ship_time: order.shippedAt,
    doudian_open_id: `1@#${order.buyerId}==`,
    serial_number_list: order.serialNumbers,
    shop_order_tag_ui: order.tags.map(({ key, text }) => ({ key, text, help_doc: '' })),
    user_tag_ui: [],
  };
}

/** Equal for equal receivers, so that parcels can be joined. */
function openAddressId(shop: Shop, { name, tel, detail, place }: Receiver): string {
  const text = [shop.id, name, tel, place.street.id, detail].join('\n');
  return `#${createHash('sha256').update(text).digest('base64url').slice(0, 40)}`;
}

/** A parcel of an order. */
function packRow(order: Order, pack: Pack): Row {
  return {
    tracking_no: pack.trackingNo,
    company: pack.companyCode,
    ship_time: pack.shippedAt,
    delivery_id: pack.id,
    company_name: companyOf(pack.companyCode)?.name ?? '',
    product_info: pack.items.flatMap(({ lineId, count }) => {
      const line = order.lines.find(({ id }) => id === lineId);
      if (line === undefined) return [];
      return [
        {
          product_name: line.productName,
          price: line.price,
          outer_sku_id: line.outerSkuId,
          sku_id: BigInt(line.skuId),
          sku_specs: line.specs.map(({ name, value }) => ({ name, value })),
          product_count: count,
          product_id: BigInt(line.productId),
          sku_order_id: line.id,
          product_id_str: line.productId,
        },
      ];
    }),
    hour_up_pickup_code: '',
    guarantee_amount: 0,
  };
}
