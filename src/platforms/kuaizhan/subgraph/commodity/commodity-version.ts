import { hash } from 'node:crypto';
import type { CommodityRecord } from '../../upstream/endpoints/commodity.js';

/**
 * Version label of a commodity: a hash of what a write can change, and of the platform's own time of change. Milliseconds,
 * since a create answers microseconds that no later read shows (page, section 4.2). Sales are left out: an order between
 * read and write is no conflict of two editors; stock counts, since overselling is what a version is to prevent.
 */
export function commodityVersion(record: CommodityRecord): string {
  const variants = record.variants.map(({ pairs, rawName, priceFen, amount }) => [
    [...(pairs ?? [])].sort(),
    rawName,
    priceFen,
    amount,
  ]);
  const facts = [
    record.title,
    record.desc ?? '',
    record.keywords ?? '',
    record.globalCategory ?? '',
    [...record.categoryIds].sort(),
    record.attachments.map((one) => one.url),
    record.options,
    variants.map((one) => JSON.stringify(one)).sort(),
    record.priceFen,
    record.originalPriceFen,
    record.amount,
    record.groupPriceFen,
    record.groupMembers,
    record.groupHours,
    record.freightFen,
    record.isOnline,
    record.isPassed,
    record.utime.getTime(),
  ];
  return hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 16);
}
