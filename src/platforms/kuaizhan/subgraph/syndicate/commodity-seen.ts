import { AppError } from '../../../../errors/app-error.js';
import type { ItemPart, ItemSeen, ItemUnit } from '../../../../subgraph/catalog-items.js';
import type { Commodity } from '../commodity/commodity.type.js';
import type { CommodityKind } from '../commodity/commodity-kind.enum.js';
import type { CouponRule } from '../commodity/commodity-rules.type.js';
import { unitsOf } from '../commodity/commodity-variant.mapper.js';

/** What only shops of Kuaizhan understand of a commodity. Prices in fen, as they are in the source. */
export interface CommodityOwn {
  readonly kind: CommodityKind;
  readonly globalCategory: string | null;
  readonly keywords: string | null;
  readonly originalPriceFen: number | null;
  readonly usesSiteBuyerSettings: boolean;
  readonly groupBuy: {
    readonly priceFen: number;
    readonly memberCount: number;
    readonly durationHours: number;
    readonly allowsRepeatJoin: boolean;
  } | null;
  readonly coupon: Pick<CouponRule, 'startsOn' | 'endsOn' | 'isAutoRefunded'> | null;
  readonly points: {
    readonly isEnabled: boolean;
    readonly isPointsOnly: boolean;
    readonly maxShare: number | null;
  } | null;
  readonly unitName: string | null;
}

/**
 * A commodity as every platform understands it.
 * @throws AppError STATE_FORBIDS when the options of its units cannot be read
 */
export function seenCommodity(commodity: Commodity): ItemSeen {
  const { record } = commodity;
  const own = ownOf(commodity);
  const desc = filled(record.desc);
  const { freightFen, usesTemplate, purchaseLimited, maxPurchase } = record;
  return {
    id: commodity.id,
    platform: 'KUAIZHAN',
    isPlainGoods: own.kind === 'ORDINARY' || own.kind === 'GROUP_BUY',
    title: record.title,
    description: desc === null ? null : { path: 'description', value: desc },
    imageUrls: picturesOf(commodity),
    options: record.options,
    units: unitsSeen(commodity),
    freight: usesTemplate
      ? { path: 'freightTemplateId', fen: null }
      : freightFen === null || freightFen === 0
        ? null
        : { path: 'freight', fen: freightFen },
    purchaseLimit: purchaseLimited && maxPurchase !== null ? { path: 'purchaseLimit', value: maxPurchase } : null,
    own,
    ownPaths: pathsOf({
      globalCategory: own.globalCategory !== null,
      keywords: own.keywords !== null,
      originalPrice: own.originalPriceFen !== null,
      usesSiteBuyerSettings: own.usesSiteBuyerSettings,
      groupBuy: own.groupBuy !== null,
      coupon: own.coupon !== null,
      points: own.points !== null,
      unitName: own.unitName !== null,
    }),
    shopPaths: pathsOf({
      categories: record.categoryIds.length > 0,
      isRecommended: record.isRecommended,
      'groupBuy.allowsMultipleOpening': own.groupBuy !== null && record.multiOpening,
      'coupon.needsBooking': own.coupon !== null && record.couponIsBooking,
      'coupon.description': own.coupon !== null && filled(record.couponDesc) !== null,
    }),
  };
}

/** The platform writes what nobody has told as nothing, or as empty text. */
const filled = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text);

const pathsOf = (parts: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(parts).flatMap(([path, isThere]) => (isThere ? [path] : []));

function ownOf({ record, kind, coupon, points }: Commodity): CommodityOwn {
  const { groupPriceFen, groupMembers, groupHours, multiJoining } = record;
  const isGroupBuy = kind === 'GROUP_BUY' && groupPriceFen !== null && groupMembers !== null && groupHours !== null;
  return {
    kind,
    globalCategory: filled(record.globalCategory),
    keywords: filled(record.keywords),
    originalPriceFen: record.originalPriceFen === 0 ? null : record.originalPriceFen,
    usesSiteBuyerSettings: record.usesBuyerSettings,
    groupBuy: isGroupBuy
      ? {
          priceFen: groupPriceFen,
          memberCount: groupMembers,
          durationHours: groupHours,
          allowsRepeatJoin: multiJoining,
        }
      : null,
    coupon,
    points: points.isEnabled || points.isPointsOnly ? points : null,
    unitName: filled(record.unitName),
  };
}

/** The cover first, where it is one of the pictures; the platform shows the first one as the cover of a new commodity. */
function picturesOf({ record: { attachments, avatar } }: Commodity): ItemPart<string>[] {
  const pictures = attachments.map(({ url }, at) => ({ path: `images.${at}`, value: url }));
  if (pictures.length === 0)
    return filled(avatar) === null || avatar === null ? [] : [{ path: 'cover', value: avatar }];
  const cover = pictures.filter(({ value }) => value === avatar).slice(0, 1);
  return [...cover, ...pictures.filter((picture) => picture !== cover[0])];
}

function unitsSeen({ id, record }: Commodity): ItemUnit[] {
  return unitsOf(record).map(({ pairs, priceFen, amount }, at) => {
    if (pairs === null)
      throw new AppError('STATE_FORBIDS', 'The options of a unit of the commodity cannot be read.', { nodeId: id });
    return {
      path: `variants.${at}`,
      options: inOrderOf(record.options, pairs),
      priceFen,
      stock: amount,
      merchantCode: null,
    };
  });
}

/** The platform gives the pairs of a unit in any order. */
const inOrderOf = (
  options: readonly { readonly name: string }[],
  pairs: readonly (readonly [string, string])[],
): { readonly name: string; readonly value: string }[] => {
  const placeOf = (name: string): number => options.findIndex((option) => option.name === name);
  return pairs.map(([name, value]) => ({ name, value })).sort((a, b) => placeOf(a.name) - placeOf(b.name));
};
