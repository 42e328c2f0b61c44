import { absoluteUrl, type Image, imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { moneyFromFen, moneyRangeFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { CommodityRecord } from '../../upstream/endpoints/commodity.js';
import { Commodity } from './commodity.type.js';
import type { CommodityKind } from './commodity-kind.enum.js';
import type { CouponRule, GroupBuyRule } from './commodity-rules.type.js';

/** `type` codes with a known meaning (page, section 4.5). */
const KINDS: Readonly<Record<number, CommodityKind>> = { 100: 'ORDINARY', 200: 'GROUP_BUY' };

/** A commodity as the graph shows it. `version` and `variants` are made when they are asked for. */
export function toCommodity(record: CommodityRecord, shop: Shop): Commodity {
  const kind = kindOf(record);
  const images = record.attachments.flatMap(({ url }) => imageFromUrl(url) ?? []);
  return Object.assign(new Commodity(record, shop), {
    id: encodeGlobalId('Commodity', shop.key, record.id),
    native: { platform: shop.platform, resource: 'commodity', id: record.id },
    freshness: record.freshness,
    rawSource: record.raw,
    title: record.title,
    description: record.desc,
    kind,
    kindCode: record.kindCode,
    cover: coverOf(record, images),
    images,
    globalCategory: record.globalCategory,
    keywords: record.keywords,
    options: record.options.map(({ name, values }) => ({ name, values: [...values] })),
    price: record.options.length === 0 || kind === 'GROUP_BUY' ? money(record.priceFen) : null,
    originalPrice: money(record.originalPriceFen),
    priceRange: moneyRangeFromFen(pricesOf(record)),
    totalStock: record.amount,
    salesVolume: record.salesVolume,
    freight: money(record.freightFen),
    freightTemplateId: record.usesTemplate ? record.freightTemplateId : null,
    isOnline: record.isOnline,
    isPassed: record.isPassed,
    isOnSale: record.isOnline && record.isPassed,
    isRecommended: record.isRecommended,
    usesSiteBuyerSettings: record.usesBuyerSettings,
    groupBuy: groupBuyOf(record),
    coupon: kind === 'COUPON' ? couponOf(record) : null,
    points: { isEnabled: record.scoreEnabled, isPointsOnly: record.scoreOnly, maxShare: record.scoreShare },
    purchaseLimit: record.purchaseLimited ? record.maxPurchase : null,
    unitName: record.unitName,
    stateCodes: [...record.stateCodes],
    createdAt: record.ctime,
    updatedAt: record.utime,
  } satisfies Partial<Commodity>);
}

const money = (fen: number | null) => (fen === null ? null : moneyFromFen(fen));

/** Coupons have no documented code: a commodity with coupon dates is one, whatever its number. */
function kindOf(record: CommodityRecord): CommodityKind {
  const known = KINDS[record.kindCode] ?? 'UNRECOGNIZED';
  return known !== 'GROUP_BUY' && (record.couponStart !== null || record.couponEnd !== null) ? 'COUPON' : known;
}

function coverOf(record: CommodityRecord, images: readonly Image[]): Image | null {
  const url = absoluteUrl(record.avatar);
  return url === null ? (images[0] ?? null) : { url };
}

function pricesOf(record: CommodityRecord): number[] {
  const prices = record.variants.flatMap((variant) => (variant.priceFen === null ? [] : [variant.priceFen]));
  if (prices.length > 0) return prices;
  return [record.priceFen, record.groupPriceFen].filter((fen) => fen !== null);
}

function groupBuyOf(record: CommodityRecord): GroupBuyRule | null {
  const { groupPriceFen, groupMembers, groupHours } = record;
  if (groupPriceFen === null || groupMembers === null || groupHours === null) return null;
  return {
    price: moneyFromFen(groupPriceFen),
    memberCount: groupMembers,
    durationHours: groupHours,
    allowsRepeatJoin: record.multiJoining,
    allowsMultipleOpening: record.multiOpening,
  };
}

const couponOf = (record: CommodityRecord): CouponRule => ({
  startsOn: dayOf(record.couponStart),
  endsOn: dayOf(record.couponEnd),
  isAutoRefunded: record.couponAutoRefund,
  needsBooking: record.couponIsBooking,
  description: record.couponDesc,
});

/** The format of the dates is not documented: only what begins like a date is shown as one. */
const dayOf = (text: string | null): string | null => /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null;
