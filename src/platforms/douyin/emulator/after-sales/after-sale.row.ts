import { lineAmounts } from '../orders/amounts.js';
import { wallClock } from '../protocol/times.js';
import type { Json, Row } from '../protocol/wire-json.js';
import type { AfterSale, Shipment } from '../state/after-sale.record.js';
import { companyOf } from '../state/companies.js';
import type { Order, OrderLine } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';
import { AFTER_SALE_STATUS_WORDS, AFTER_SALE_TYPE_WORDS, REFUND_WAY } from './after-sale-words.js';

/** The sku that a buyer wants in exchange; its price is a text in fen. */
export function exchangeSku(shop: Shop, { exchangeSkuId, count }: AfterSale): Row {
  const found = shop.skus.get(exchangeSkuId ?? '');
  return {
    sku_id: found?.sku.id ?? '',
    code: found?.sku.code ?? '',
    num: found === undefined ? 0 : count,
    out_sku_id: found?.sku.outerSkuId ?? '',
    out_warehouse_id: '',
    supplier_id: '',
    url: found?.product.content.pics[0] ?? '',
    name: found?.product.content.name ?? '',
    price: found === undefined ? '' : String(found.sku.price),
    spec_desc: found?.sku.values.map(({ name }) => name).join(';') ?? '',
  };
}

/** Name of a carrier by the code of a parcel; empty without one. */
export const companyName = (shipment: Pick<Shipment, 'companyCode'> | null | undefined): string =>
  companyOf(shipment?.companyCode ?? '')?.name ?? '';

/** Lines that a sheet is about. */
export const linesOf = (order: Order, { lineId }: AfterSale): readonly OrderLine[] =>
  lineId === null ? order.lines : order.lines.filter(({ id }) => id === lineId);

/** An item of `afterSale.List`; ids are texts here and numbers in the detail. */
export function listedAfterSale(shop: Shop, order: Order, afterSale: AfterSale): Row {
  const { returned, resent } = afterSale;
  const packs = order.packs;
  return {
    aftersale_info: {
      aftersale_id: afterSale.id,
      aftersale_order_type: afterSale.lineId === null ? 2 : 1,
      aftersale_type: afterSale.type,
      aftersale_status: afterSale.status,
      related_id: afterSale.lineId ?? afterSale.orderId,
      apply_time: afterSale.appliedAt,
      update_time: afterSale.updatedAt,
      status_deadline: afterSale.deadline,
      refund_amount: afterSale.refundAmount,
      refund_post_amount: afterSale.refundPostAmount,
      aftersale_num: afterSale.count,
      part_type: 0,
      aftersale_refund_type: 0,
      refund_type: 0,
      arbitrate_status: afterSale.arbitration?.status ?? 0,
      create_time: afterSale.appliedAt,
      refund_tax_amount: 0,
      left_urge_sms_count: 0,
      return_logistics_code: returned?.trackingNo ?? '',
      risk_decision_code: 0,
      risk_decision_reason: '',
      risk_decision_description: '',
      return_promotion_amount: 0,
      refund_status: afterSale.refundStatus,
      arbitrate_blame: 0,
      exchange_sku_info: exchangeSku(shop, afterSale),
      return_logistics_company_name: companyName(returned),
      exchange_logistics_company_name: companyName(resent),
      remark: afterSale.reasonRemark,
      got_pkg: afterSale.gotPackage ? 1 : 0,
      order_logistics: packs.map((pack) => ({
        tracking_no: pack.trackingNo,
        company_name: companyName(pack),
        company_code: pack.companyCode,
        logistics_time: pack.shippedAt,
        logistics_state: 1,
      })),
      is_agree_refuse_sign: 0,
      reason_second_labels: labels(afterSale),
      aftersale_tags: [],
      store_id: 0,
      store_name: '',
      aftersale_sub_type: 0,
      aftersale_status_to_final_time: afterSale.finalAt,
      auto_audit_bits: [],
      ...(afterSale.extra as Row),
    },
    order_info: {
      shop_order_id: order.id,
      related_order_info: linesOf(order, afterSale).map((line) => relatedLine(order, line, afterSale)),
      order_flag: order.stars,
    },
    text_part: {
      logistics_text: packs.length > 0 ? '已发货' : '未发货',
      aftersale_status_text: AFTER_SALE_STATUS_WORDS[afterSale.status] ?? '',
      aftersale_type_text: AFTER_SALE_TYPE_WORDS[afterSale.type] ?? '',
      return_logistics_text: returned === null ? '' : '已退货',
      aftersale_refund_type_text: REFUND_WAY,
      reason_text: afterSale.reason,
      bad_item_text: '',
      arbitrate_status_text: '',
    },
    seller_logs: afterSale.remarks.map(({ content, operator, at }) => ({
      content,
      op_name: operator,
      create_time: wallClock(at),
      star: order.stars,
    })),
  };
}

/** The finer reason of an application, a list of at most one. */
export const labels = ({ reasonLabel }: AfterSale): Json => (reasonLabel === null ? [] : [{ ...reasonLabel }]);

function relatedLine(order: Order, line: OrderLine, afterSale: AfterSale): Row {
  const amounts = lineAmounts(line);
  const pack = order.packs.find(({ items }) => items.some(({ lineId }) => lineId === line.id)) ?? order.packs[0];
  return {
    sku_order_id: line.id,
    order_status: line.status,
    pay_amount: amounts.pay,
    post_amount: line.postAmount,
    item_num: line.count,
    create_time: order.createdAt,
    tax_amount: 0,
    is_oversea_order: 0,
    product_name: line.productName,
    product_id: BigInt(line.productId),
    product_image: line.productPic,
    tags: [],
    sku_spec: line.specs.map(({ name, value }) => ({ name, value })),
    shop_sku_code: line.code,
    logistics_code: pack?.trackingNo ?? '',
    aftersale_pay_amount: afterSale.lineId === null ? amounts.pay : afterSale.refundAmount,
    aftersale_post_amount: afterSale.refundPostAmount,
    aftersale_tax_amount: 0,
    aftersale_item_num: afterSale.lineId === null ? line.count : afterSale.count,
    promotion_pay_amount: line.promotion.pay,
    price: line.price,
    logistics_company_name: companyName(pack),
    given_sku_order_ids: [],
  };
}
