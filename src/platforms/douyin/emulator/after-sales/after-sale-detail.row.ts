import { lineAmounts } from '../orders/amounts.js';
import { ciphers, placeRow } from '../orders/receiver.row.js';
import { wallClock } from '../protocol/times.js';
import type { Json, Row } from '../protocol/wire-json.js';
import type { AfterSale, Shipment } from '../state/after-sale.record.js';
import type { Order, OrderLine } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';
import { returnAddress } from '../state/state.js';
import { companyName, exchangeSku, labels, linesOf } from './after-sale.row.js';
import { AFTER_SALE_STATUS_WORDS, AFTER_SALE_TYPE_WORDS, REFUND_WAY } from './after-sale-words.js';

const NO_LEVEL = { id: '', name: '' };
const NO_PRICE = {
  actual_amount: { price_text: '', amount: 0 },
  origin_amount: { price_text: '', amount: 0 },
  deduction_price_detail: [],
};

const NO_PRICE_PROTECTION = {
  title: '',
  price_protection_formulas: '',
  standard_price: NO_PRICE,
  check_price: NO_PRICE,
  refund_detail: NO_PRICE,
  refund_bearer_list: [],
  platform_to_merchant_refund_status: 0,
  platform_recycle_amount: 0,
};

/** `afterSale.Detail`; ids are numbers here. @param withHistory `need_operation_record` */
export const detailedAfterSale = (shop: Shop, order: Order, afterSale: AfterSale, withHistory: boolean): Row => ({
  process_info: {
    after_sale_info: sheet(shop, order, afterSale),
    arbitrate_info: arbitration(afterSale),
    after_sale_service_tag: { after_sale_service_tag: [] },
    logistics_info: {
      return: shipment(afterSale.returned),
      exchange: shipment(afterSale.resent),
      order: order.packs.map((pack) => ({
        tracking_no: pack.trackingNo,
        company_name: companyName(pack),
        company_code: pack.companyCode,
        logistics_time: pack.shippedAt,
        logistics_state: 1,
        value_added_services: [],
      })),
      resend: shipment(null),
    },
    after_sale_shop_remarks: afterSale.remarks.map(({ content, operator, at }) => ({
      order_id: BigInt(order.id),
      after_sale_id: BigInt(afterSale.id),
      remark: content,
      create_time: at,
      operator,
    })),
    price_protection_detail: NO_PRICE_PROTECTION,
    ...(withHistory ? { record_logs_list: history(afterSale) } : {}),
  },
  order_info: {
    shop_order_id: BigInt(order.id),
    sku_order_infos: linesOf(order, afterSale).map((line) => lineInfo(order, line, afterSale)),
  },
});

function sheet(shop: Shop, order: Order, afterSale: AfterSale): Row {
  const sendsGoods = afterSale.type === 3;
  const cipher = sendsGoods ? ciphers(shop.vault, order.receiver) : { name: '', tel: '', detail: '' };
  const back = returnAddress(shop, afterSale.returnAddressId);
  const done = afterSale.refundStatus === 3;
  return {
    after_sale_id: BigInt(afterSale.id),
    after_sale_status: afterSale.status,
    after_sale_status_desc: AFTER_SALE_STATUS_WORDS[afterSale.status] ?? '',
    refund_type: 0,
    refund_type_text: REFUND_WAY,
    refund_status: afterSale.refundStatus,
    refund_total_amount: afterSale.refundAmount,
    refund_post_amount: afterSale.refundPostAmount,
    refund_promotion_amount: 0,
    apply_time: afterSale.appliedAt,
    update_time: afterSale.updatedAt,
    reason: afterSale.reason,
    reason_code: afterSale.reasonCode,
    after_sale_type: afterSale.type,
    after_sale_type_text: AFTER_SALE_TYPE_WORDS[afterSale.type] ?? '',
    reason_remark: afterSale.reasonRemark,
    evidence: afterSale.evidence,
    after_sale_apply_count: afterSale.count,
    need_return_count: afterSale.type === 0 || sendsGoods ? afterSale.count : 0,
    deduction_amount: 0,
    disable_coupon_id: '',
    platform_discount_return_amount: 0,
    platform_discount_return_status: 0,
    kol_discount_return_amount: 0,
    kol_discount_return_status: 0,
    post_receiver: cipher.name,
    encrypt_post_receiver: cipher.name,
    post_tel_sec: cipher.tel,
    encrypt_post_tel_sec: cipher.tel,
    post_address: {
      ...placeRow(order.receiver.place),
      detail: cipher.detail,
      encrypt_detail: cipher.detail,
      landmark: '',
    },
    risk_decsison_code: 0,
    risk_decsison_reason: '',
    risk_decsison_description: '',
    return_address: {
      ...(back === undefined
        ? { province: NO_LEVEL, city: NO_LEVEL, town: NO_LEVEL, street: NO_LEVEL }
        : placeRow(back.place)),
      landmark: '',
      detail: back?.detail ?? '',
    },
    real_refund_amount: done ? afterSale.refundAmount : 0,
    got_pkg: afterSale.gotPackage ? 1 : 0,
    status_deadline: afterSale.deadline,
    return_address_id: BigInt(afterSale.returnAddressId),
    exchange_sku_info: exchangeSku(shop, afterSale),
    post_discount_return_amount: 0,
    post_discount_return_status: 0,
    part_type: 0,
    reason_second_labels: labels(afterSale),
    refund_voucher_num: 0,
    refund_voucher_times: 0,
    gold_coin_return_amount: 0,
    refund_fail_reason: '',
    aftersale_tags: [],
    store_id: '',
    store_name: '',
    after_sale_order_type: afterSale.lineId === null ? 2 : 1,
    refund_packing_charge_amount: 0,
    shop_discount_return_amount: 0,
    after_sale_sub_type: 0,
    agree_refuse_sign: 0,
    apply_role: 1,
    refund_time: afterSale.refundedAt,
    aftersale_status_to_final_time: afterSale.finalAt,
    return_method: 0,
    auto_audit_bits: [],
    open_address_id: '',
    ...(afterSale.extra as Row),
  };
}

function arbitration({ arbitration: case_ }: AfterSale): Row {
  return {
    arbitrate_id: case_?.id ?? '',
    arbitrate_status: case_?.status ?? 0,
    is_required_evidence: case_?.status === 4,
    arbitrate_status_deadline: '',
    arbitrate_opinion: '',
    arbitrate_conclusion: case_?.conclusion ?? 0,
    arbitrate_create_time: case_?.createdAt ?? 0,
    arbitrate_update_time: case_?.updatedAt ?? 0,
    arbitrate_evidence_tmpl: { images: [], describe: '', dead_line: 0 },
    arbitrate_evidence: { images: case_?.evidence ?? [], describe: case_?.comment ?? '' },
    arbitrate_blame: 0,
  };
}

const shipment = (goods: Shipment | null): Row => ({
  tracking_no: goods?.trackingNo ?? '',
  company_name: companyName(goods),
  company_code: goods?.companyCode ?? '',
  logistics_time: goods?.at ?? 0,
});

const history = ({ history: entries, refundAmount }: AfterSale): Json =>
  entries.map(({ at, role, operator, action, text, images }) => ({
    operator,
    time: wallClock(at),
    text,
    images,
    desc_kvs: [{ key: '退款金额', value: `¥${(refundAmount / 100).toFixed(2)}`, highlight: false, notice: '' }],
    action,
    role,
    all_evidence: [],
  }));

function lineInfo(order: Order, line: OrderLine, afterSale: AfterSale): Row {
  const amounts = lineAmounts(line);
  return {
    sku_order_id: BigInt(line.id),
    order_status: line.status,
    pay_amount: amounts.pay,
    post_amount: line.postAmount,
    item_quantity: line.count,
    create_time: order.createdAt,
    tax_amount: 0,
    is_oversea_order: 0,
    product_name: line.productName,
    product_id: BigInt(line.productId),
    product_image: line.productPic,
    tags: [],
    sku_spec: line.specs.map(({ name, value }) => ({ name, value })),
    shop_sku_code: line.code,
    sku_id: BigInt(line.skuId),
    item_sum_amount: amounts.goods,
    sku_pay_amount: amounts.pay - line.postAmount,
    promotion_amount: amounts.discount,
    pay_type: order.payType,
    insurance_tags: [],
    after_sale_item_count: afterSale.lineId === null ? line.count : afterSale.count,
    given_sku_details: [],
  };
}
