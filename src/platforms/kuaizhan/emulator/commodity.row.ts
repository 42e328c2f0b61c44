import { type Commodity, TYPE } from './records.js';
import { detailsRow } from './specs.js';
import { naiveTime } from './times.js';

/** Microseconds of the two times; only the answer to a create knows them. */
export interface Micros {
  readonly created: number;
  readonly updated: number;
}

/**
 * Keys that every answer has: 45, of which the platform's samples differ in `freight` (only without a template) and the
 * four group keys (only for a group buy).
 */
function commonRow(commodity: Commodity, micros: Micros): Record<string, unknown> {
  const isGroupBuy = commodity.type === TYPE.groupBuy;
  const { points, coupon, group } = commodity;
  return {
    original_price: commodity.originalPrice,
    only_use_score: points.only,
    coupon_desc: null,
    unit_name: commodity.unitName,
    coupon_end_date: coupon.endDate,
    site_id: commodity.shop.siteId,
    global_category: commodity.globalCategory,
    states: commodity.states,
    shop_id: commodity.shop.id,
    ...(commodity.freightTemplateId === null ? { freight: commodity.freight } : {}),
    keywords: commodity.keywords,
    enable_purchase_limit: commodity.enablePurchaseLimit,
    coupon_is_booking: null,
    attachments: commodity.imageUrls.map((url) => ({ url, type: 1 })),
    max_count_of_purchase: commodity.maxCountOfPurchase,
    title: commodity.title,
    utime: naiveTime(commodity.updatedAt, micros.updated),
    multi_opening: isGroupBuy ? true : null,
    auto_grouping: isGroupBuy ? false : null,
    category_ids: commodity.categoryIds.length === 0 ? [null] : commodity.categoryIds,
    coupon_enable_refund: null,
    is_use_template: commodity.freightTemplateId !== null,
    group_header_price: null,
    type: commodity.type,
    price: commodity.price,
    models: commodity.specs.models,
    is_passed: commodity.isPassed,
    coupon_start_date: coupon.startDate,
    proportion_of_score: points.share,
    _id: commodity.id,
    is_online: commodity.isOnline,
    model_details: detailsRow(commodity.specs),
    coupon_id: null,
    desc: commodity.desc,
    use_buyer_settings: commodity.usesBuyerSettings,
    coupon_auto_refund: coupon.autoRefund,
    ctime: naiveTime(commodity.createdAt, micros.created),
    freight_template_id: commodity.freightTemplateId,
    group_header_discount: isGroupBuy ? false : null,
    freshness: 0,
    amount: commodity.amount,
    avatar: commodity.imageUrls[0] ?? '',
    sales_volume: commodity.salesVolume,
    is_recommended: false,
    hotness: 0,
    enable_score: points.enabled,
    ...(group === null
      ? {}
      : {
          group_price: group.price,
          n_group_members: group.members,
          n_group_hours: group.hours,
          multi_joining: group.multiJoining,
        }),
  };
}

/** What a create answers: no shop, real microseconds. */
export const createdRow = (commodity: Commodity, micros: Micros): string =>
  JSON.stringify(commonRow(commodity, micros));

/** What info and lists answer: with the shop, milliseconds padded with zeros. The bytes are kept until a change. */
export function readRow(commodity: Commodity): Buffer {
  commodity.cached ??= Buffer.from(
    JSON.stringify({
      shop: commodity.shop.row,
      ...commonRow(commodity, { created: 0, updated: 0 }),
      price_interval: null,
    }),
  );
  return commodity.cached;
}

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** The rows of a list, put together from kept bytes. */
export function readRows(commodities: readonly Commodity[]): Buffer {
  const pieces: Buffer[] = [OPEN];
  commodities.forEach((commodity, index) => {
    if (index > 0) pieces.push(COMMA);
    pieces.push(readRow(commodity));
  });
  pieces.push(CLOSE);
  return Buffer.concat(pieces);
}
