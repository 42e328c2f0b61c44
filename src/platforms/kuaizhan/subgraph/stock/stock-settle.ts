import type { OpenCall, OpenRow, RowSettled } from '../../../../subgraph/batch-write.js';
import type { StockChange, StockTold } from '../../../../subgraph/stock-units.js';
import { type CommodityRecord, getCommodity } from '../../upstream/endpoints/commodity.js';
import { unitsOf } from '../commodity/commodity-variant.mapper.js';
import { isLost, isUntouched } from '../reconcile.js';
import { stateOf } from './stock-change.js';
import type { StockLane } from './stock-lane.js';

/** What the update of a commodity is settled by, on disk before it is read. */
export interface StockIntent {
  readonly commodityId: string;
  readonly units: readonly { readonly index: number; readonly unitId: string; readonly change: StockChange }[];
}

/** What is noted of a row right before it is sent. */
export interface StockNote extends StockTold {
  /** When the commodity had last changed, by the platform's own clock, in epoch milliseconds. */
  readonly utime: number;
  /** Of the update, in the trail of writes. */
  readonly label: string;
}

/**
 * Looks for what became of a commodity's update (reliability section 4, "KZ update"), row by row:
 *
 * - a quantity that was to be set, and is there, was set;
 * - a commodity that has not changed since it was read for the update was not written to, once a minute has passed in which the
 *   update could still arrive;
 * - of a quantity changed by a number it is not enough that the sum is there, since a sale can have made it. It was changed when all
 *   of the commodity's units stand exactly as the update left them, nothing was sold, and nothing of ours was sent after it;
 * - where something of ours was sent after it, the look that came before that tells the same.
 *
 * Whatever else is there, somebody came over it or may have, and the row stays open. After a crash nothing is known but the
 * intent: what was to be set can still be found to be there, and a commodity last changed well before the update was sent was
 * not written to.
 */
export async function settleStock(
  lane: StockLane,
  { intent, rows }: OpenCall,
  sentAt: Date | null,
): Promise<readonly RowSettled[]> {
  const { commodityId, units } = intent as StockIntent;
  const now = await getCommodity(lane.client, commodityId);
  if (now === null || now.shopId !== lane.nativeShopId) return [];
  const amounts = new Map(unitsOf(now).map(({ nativeId, amount }) => [nativeId, amount]));
  const label = rows.map((row) => noteOf(row)?.label).find((one) => one !== undefined);
  const wasSent = label !== undefined;
  const told = wasSent ? lane.deps.trail.tell(lane.shop, commodityId, label, stateOf(now), isLost({ sentAt })) : null;
  return rows.flatMap((row): RowSettled[] => {
    const unit = units.find(({ index }) => index === row.index);
    if (unit === undefined) return [];
    const { index, unitId, change } = unit;
    const note = noteOf(row);
    const amount = amounts.get(unitId) ?? null;
    if ('setTo' in change && amount === change.setTo)
      return [{ index, isDone: true, told: { before: note?.before ?? null, after: amount } satisfies StockTold }];
    // All rows of an update are noted before it is sent: one that is not was held back.
    if (note === null && wasSent) return [{ index, isDone: false }];
    if (note === null) return isUntouched({ sentAt }, now) ? [{ index, isDone: false }] : [];
    if (told === 'done')
      return [{ index, isDone: true, told: { before: note.before, after: note.after } satisfies StockTold }];
    const isAbsent = told === 'not done' || (isAsBefore(now, note, amount) && isLost({ sentAt }));
    return isAbsent ? [{ index, isDone: false }] : [];
  });
}

const isAsBefore = (now: CommodityRecord, { utime, before }: StockNote, amount: number | null): boolean =>
  now.utime.getTime() === utime && amount === before;

/** What was noted of the row; nothing after a crash. */
const noteOf = ({ told }: OpenRow): StockNote | null =>
  typeof told === 'object' && told !== null && 'label' in told ? (told as StockNote) : null;
