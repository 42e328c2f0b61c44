import { type Image, imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { moneyFromFen, moneyRangeFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { CommodityRecord } from '../../upstream/endpoints/commodity.js';
import { Commodity } from './commodity.type.js';
import type { CommodityKind } from './commodity-kind.enum.js';
import type { CouponRule, GroupBuyRule } from './commodity-rules.type.js';

/** `type` codes with a known meaning (page, section 4.5). */
const KINDS: Readonly<Record<number, CommodityKind>> = { 100: 'ORDINARY', 200: 'GROUP_BUY' };

/** A commodity as the graph shows it. */
export const toCommodity = (record: CommodityRecord, shop: Shop): Commodity => new LazyCommodity(record, shop);

const LazyCommodity = lazyView<CommodityRecord, Shop, Omit<Commodity, 'version' | 'raw'>, Commodity>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: (record, shop) => encodeGlobalId('Commodity', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'commodity', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    title: (record) => record.title,
    description: (record) => record.desc,
    kind: (record) => kindOf(record),
    kindCode: (record) => record.kindCode,
    cover: (record) => coverOf(record),
    images: (record) => imagesOf(record),
    globalCategory: (record) => record.globalCategory,
    keywords: (record) => record.keywords,
    options: (record) => record.options,
    price: (record) => priceOf(record),
    originalPrice: (record) => money(record.originalPriceFen),
    priceRange: (record) => moneyRangeFromFen(pricesOf(record)),
    totalStock: (record) => record.amount,
    salesVolume: (record) => record.salesVolume,
    freight: (record) => money(record.freightFen),
    freightTemplateId: (record) => (record.usesTemplate ? record.freightTemplateId : null),
    isOnline: (record) => record.isOnline,
    isPassed: (record) => record.isPassed,
    isOnSale: (record) => record.isOnline && record.isPassed,
    isRecommended: (record) => record.isRecommended,
    usesSiteBuyerSettings: (record) => record.usesBuyerSettings,
    groupBuy: (record) => groupBuyOf(record),
    coupon: (record) => (kindOf(record) === 'COUPON' ? couponOf(record) : null),
    points: (record) => ({
      isEnabled: record.scoreEnabled,
      isPointsOnly: record.scoreOnly,
      maxShare: record.scoreShare,
    }),
    purchaseLimit: (record) => (record.purchaseLimited ? record.maxPurchase : null),
    unitName: (record) => record.unitName,
    stateCodes: (record) => record.stateCodes,
    createdAt: (record) => record.ctime,
    updatedAt: (record) => record.utime,
  },
  Commodity,
);

const money = (fen: number | null) => (fen === null ? null : moneyFromFen(fen));

/** Coupons have no documented code: a commodity with coupon dates is one, whatever its number. */
function kindOf(record: CommodityRecord): CommodityKind {
  const known = KINDS[record.kindCode] ?? 'UNRECOGNIZED';
  return known !== 'GROUP_BUY' && (record.couponStart !== null || record.couponEnd !== null) ? 'COUPON' : known;
}

const imagesOf = (record: CommodityRecord): Image[] => record.attachments.flatMap(({ url }) => imageFromUrl(url) ?? []);

const coverOf = (record: CommodityRecord): Image | null => imageFromUrl(record.avatar) ?? imagesOf(record)[0] ?? null;

/** A commodity with options has no one price, a group buy has one all the same. */
const priceOf = (record: CommodityRecord) =>
  record.options.length === 0 || kindOf(record) === 'GROUP_BUY' ? money(record.priceFen) : null;

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
