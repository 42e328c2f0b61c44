import { type ListingRecord, WHOLE } from '../ports.js';

/** Largest quantity that is written: what all platforms take. */
export const MAX_QUANTITY = 99_999_999;

/** How a listing's quantity follows from the merchant's count. */
export type ListingRule = Pick<ListingRecord, 'allocation' | 'safetyStock'>;

/** What a shop is to show of so many on hand. */
export const wantedOf = (quantity: number, { allocation, safetyStock }: ListingRule): number =>
  Math.min(MAX_QUANTITY, Math.max(0, Math.floor((Math.max(0, quantity) * allocation) / WHOLE) - safetyStock));

/** A merchant's count before and after a change; null where it is not known. */
export interface CountStep {
  readonly before: number | null;
  readonly after: number | null;
}

/** By how much a listing changes when the count is changed by a number. */
export function listingChange(changeBy: number, { before, after }: CountStep, rule: ListingRule): number {
  if (before !== null && after !== null) return wantedOf(after, rule) - wantedOf(before, rule);
  return Math.trunc((changeBy * rule.allocation) / WHOLE);
}

/** What a listing is to show after a change, as far as anybody knows: of a quantity nobody knows it is counted from nothing. */
export const wantedAfter = (delta: number, { after }: CountStep, listing: ListingRecord): number =>
  after === null ? Math.max(0, (listing.lastWritten ?? listing.seen ?? 0) + delta) : wantedOf(after, listing);
