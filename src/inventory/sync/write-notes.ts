import type { StockTold } from '../../subgraph/stock-units.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { ListingRecord, StockItems, WriteNote } from '../ports.js';
import type { WrittenRow } from './shop-intent.js';

/** What became of a listing's write, as far as its notes go. */
export interface NotedEnd extends WrittenRow, StockTold {
  readonly status: RowStatus;
}

/** When a write was answered. */
export interface NotedTime {
  readonly at: Date;
  /** When it was sent, where this may have been noted before: by the process that sent it, or by a repeat. Null: it was not. */
  readonly sentAt: Date | null;
}

/**
 * Notes what became of writes on their listings, and what the platform told of the quantity that is there by a change: where it is not
 * what was written before with the change, the shop is in drift.
 */
export async function noteEnds(
  items: StockItems,
  tenantId: string,
  ends: readonly NotedEnd[],
  { at, sentAt }: NotedTime,
): Promise<void> {
  if (ends.length === 0) return;
  const present = new Map(
    (
      await items.listings(
        tenantId,
        ends.map(({ listingId }) => listingId),
      )
    ).map((one) => [one.id, one]),
  );
  const notes: WriteNote[] = [];
  const seen: { readonly unitId: string; readonly quantity: number; readonly at: Date }[] = [];
  for (const end of ends) {
    const listing = present.get(end.listingId);
    if (listing === undefined || (sentAt !== null && wasNoted(listing, sentAt))) continue;
    const { status, before, after, unitId } = end;
    // What is there already counts as written: the shop shows what it is to show.
    const isThere = status === RowStatus.SKIPPED && before !== null && before === after;
    if (status === RowStatus.SKIPPED && !isThere) continue;
    const quantity = quantityBy(end, listing);
    notes.push({ listingId: listing.id, status: isThere ? RowStatus.SUCCEEDED : status, quantity, at });
    if (after !== null && quantity !== null && after !== quantity)
      seen.push({ unitId, quantity: after, at: new Date(at.getTime() + 1) });
  }
  await items.noteWritten(tenantId, notes);
  await items.noteSeen(tenantId, seen);
}

/** Of a change: what was written before with it, so that what nobody wrote is seen. Of one that is open, nobody knows. */
function quantityBy({ delta, status, wanted, after }: NotedEnd, { lastWritten }: ListingRecord): number | null {
  if (delta === null) return wanted;
  if (status === RowStatus.UNKNOWN) return null;
  return lastWritten === null ? after : lastWritten + delta;
}

const wasNoted = ({ lastWrittenAt, lastStatus }: ListingRecord, sentAt: Date): boolean =>
  lastWrittenAt !== null && lastWrittenAt >= sentAt && lastStatus !== 'UNKNOWN';
