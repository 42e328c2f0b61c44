import type { CommodityRecord, UpdateCommodityParams } from '../../upstream/endpoints/commodity.js';
import { variantKey } from '../../upstream/model-details.js';

/**
 * Names of the sent fields that read back differently; empty when the update is there. Stock is left out: a sale between
 * write and read changes it rightly.
 */
export function fieldsNotApplied(sent: UpdateCommodityParams, now: CommodityRecord): string[] {
  const { variants = [] } = sent;
  const checks: readonly (readonly [string, boolean])[] = [
    ['title', same(sent.title, now.title)],
    ['description', same(sent.desc, now.desc ?? '')],
    ['globalCategory', same(sent.globalCategory, now.globalCategory ?? '')],
    ['keywords', same(sent.keywords, now.keywords ?? '')],
    ['categoryIds', sent.categoryIds === undefined || sameSet(sent.categoryIds, now.categoryIds)],
    [
      'imageUrls',
      sent.attachmentUrls === undefined ||
        sameSet(
          sent.attachmentUrls,
          now.attachments.map((one) => one.url),
        ),
    ],
    ['goods', sent.variants === undefined || sameSet(variants.map(unit), now.variants.map(unit))],
    ['goods.price', variants.length > 0 || same(sent.priceFen, now.priceFen)],
    ['goods.groupPrice', same(sent.groupPriceFen, now.groupPriceFen)],
    ['goods.memberCount', same(sent.groupMembers, now.groupMembers)],
    ['goods.durationHours', same(sent.groupHours, now.groupHours)],
    ['originalPrice', same(sent.originalPriceFen, now.originalPriceFen)],
    ['freight', same(sent.freightFen, now.freightFen)],
    ['isOnline', same(sent.isOnline, now.isOnline)],
  ];
  return checks.filter(([, isApplied]) => !isApplied).map(([name]) => name);
}

const same = (sent: unknown, now: unknown): boolean => sent === undefined || sent === now;

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const unit = (one: { pairs: readonly (readonly [string, string])[] | null; priceFen: number | null }): string =>
  JSON.stringify([variantKey(one.pairs ?? []), one.priceFen]);
