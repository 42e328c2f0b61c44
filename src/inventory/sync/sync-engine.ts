import { AppError } from '../../errors/app-error.js';
import { asError } from '../../subgraph/loader.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop } from '../../tenants/shop.js';
import type { ListingRecord, OnHandChange, StockItemRecord, StockItems } from '../ports.js';
import type { CountOrder } from './count-order.js';
import { type CountStep, listingChange, wantedAfter, wantedOf } from './quantities.js';
import type { ListingEnd, ListingWrite, StockWriteCall, StockWriter } from './shop-write.js';
import type { SyncSpec, Target } from './sync-spec.js';

/** What a sync is carried out with. */
export interface SyncEngine {
  readonly items: StockItems;
  readonly writer: StockWriter;
  readonly order: CountOrder;
  /** Any tenant's shop. */
  readonly shopByKey: (shopKey: string) => Promise<Shop | null>;
}

/** Counts before and after the sync, by stock item. */
export type Counts = ReadonlyMap<string, CountStep>;

/** Items counted in one transaction: it holds up the event loop for as long as it takes. */
const COUNTED_AT_ONCE = 200;

/** Makes the counts what the rows say, once under the operation's id. Part of a step of the order. */
export async function countRows(
  { items }: SyncEngine,
  tenantId: string,
  operationId: string,
  { rows }: Pick<SyncSpec, 'rows'>,
): Promise<{ readonly counts: Counts; readonly isRepeat: boolean }> {
  const counts = new Map<string, CountStep>();
  let isRepeat = false;
  for (let from = 0; from < rows.length; from += COUNTED_AT_ONCE) {
    const changes = rows
      .slice(from, from + COUNTED_AT_ONCE)
      .map(({ stockItemId, quantity: change }): OnHandChange => ({ stockItemId, change }));
    for (const { stockItemId, ...step } of await items.changeOnHand(tenantId, operationId, changes)) {
      counts.set(stockItemId, step);
      isRepeat ||= step.isRepeat;
    }
  }
  return { counts, isRepeat };
}

/** What is known of the targets in the moment of a step. */
export interface Present {
  readonly listings: ReadonlyMap<string, ListingRecord>;
  readonly items: ReadonlyMap<string, StockItemRecord>;
}

/** Reads it: two statements. */
export async function presentOf({ items }: SyncEngine, tenantId: string, targets: readonly Target[]): Promise<Present> {
  const [listings, found] = await Promise.all([
    items.listings(tenantId, [...new Set(targets.map(({ link }) => link.id))]),
    items.find(tenantId, [...new Set(targets.map(({ stockItemId }) => stockItemId))]),
  ]);
  return {
    listings: new Map(listings.map((listing) => [listing.id, listing])),
    items: new Map(found.map((item) => [item.id, item])),
  };
}

/** The place of targets in the order of counts. */
export interface Place {
  readonly counts: Counts;
  /** Step in which the rows were counted; 0 when that was in an earlier run. */
  readonly countedIn: number;
  /** The present step. */
  readonly step: number;
}

/** The group a sync is of. */
export interface SyncGroup {
  readonly tenantId: string;
  readonly groupKey: string;
}

/**
 * What is to be written of targets now. An absolute quantity is that of the present count, which is the one asked for unless somebody
 * has counted since; where an absolute quantity was written by somebody later, there is nothing to do any more.
 */
export function writesNow(
  targets: readonly Target[],
  group: SyncGroup,
  present: Present,
  { counts, countedIn, step }: Place,
  order: CountOrder,
): ListingWrite[] {
  const writes = decided(targets, group, present, counts, (id) => order.isCovered(id, countedIn));
  const absolute = writes.filter(({ change, error }) => 'setTo' in change && error === undefined);
  order.noteAbsolute(
    absolute.map(({ listing }) => listing.id),
    step,
  );
  return writes;
}

/** What would be written if the rows were counted now; in the order of the targets. */
export function writesIfCounted(targets: readonly Target[], group: SyncGroup, present: Present): ListingWrite[] {
  const items = new Map(present.items);
  const counts = new Map<string, CountStep>();
  for (const { stockItemId, quantity } of targets) {
    const item = present.items.get(stockItemId);
    if (item === undefined) continue;
    const { onHand: before } = item;
    const after = 'setTo' in quantity ? quantity.setTo : before === null ? null : before + quantity.changeBy;
    counts.set(stockItemId, { before, after });
    items.set(stockItemId, { ...item, onHand: after });
  }
  return decided(targets, group, { ...present, items }, counts, () => false);
}

const decided = (
  targets: readonly Target[],
  group: SyncGroup,
  present: Present,
  counts: Counts,
  isCovered: (listingId: string) => boolean,
): ListingWrite[] =>
  targets.map((target): ListingWrite => {
    const { stockItemId, quantity, link } = target;
    const listing = present.listings.get(link.id);
    const count = counts.get(stockItemId) ?? { before: null, after: null };
    if (listing === undefined || listing.stockItemId !== stockItemId) return gone(target, group, count);
    if ('setTo' in quantity) {
      const onHand = present.items.get(stockItemId)?.onHand ?? count.after ?? quantity.setTo;
      const wanted = wantedOf(onHand, listing);
      const write = { listing, change: { setTo: wanted }, wanted };
      return isCovered(listing.id) ? { ...write, ...superseded(listing) } : write;
    }
    const changeBy = listingChange(quantity.changeBy, count, listing);
    const isGuess = count.after === null;
    const write = { listing, change: { changeBy }, wanted: wantedAfter(changeBy, count, listing), isGuess };
    if (isCovered(listing.id)) return { ...write, ...superseded(listing) };
    return changeBy === 0 ? { ...write, ...unchanged(listing) } : write;
  });

const superseded = ({ unitId: nodeId }: ListingRecord) => ({
  status: RowStatus.SKIPPED as const,
  error: new AppError('CONFLICT', 'A newer write of this stock took its place.', { nodeId }),
});

/** By its rule the listing shows the same as before. */
const unchanged = ({ unitId: nodeId }: ListingRecord) => ({
  status: RowStatus.SKIPPED as const,
  error: new AppError('STATE_FORBIDS', 'By its share of the stock, this shop shows the same as before.', { nodeId }),
});

function gone({ link, quantity, stockItemId }: Target, group: SyncGroup, { after }: CountStep): ListingWrite {
  const listing = listingOf(link, stockItemId, group);
  const wanted = wantedOf(after ?? ('setTo' in quantity ? quantity.setTo : 0), listing);
  const error = new AppError('NOT_FOUND', 'The unit is not linked to the item any more.', { nodeId: link.unitId });
  return { listing, change: { setTo: wanted }, wanted, error };
}

/** The listing as it was when the sync was asked for. */
export const listingOf = (link: Target['link'], stockItemId: string, group: SyncGroup): ListingRecord => ({
  ...link,
  ...group,
  stockItemId,
  lastWritten: null,
  lastWrittenAt: null,
  lastStatus: null,
  seen: null,
  seenAt: null,
});

/** The shops of targets; one that is gone is null. */
export async function shopsOf(
  { shopByKey }: Pick<SyncEngine, 'shopByKey'>,
  targets: readonly Target[],
): Promise<Map<string, Shop | null>> {
  const keys = [...new Set(targets.map(({ link }) => link.shopKey))];
  return new Map(await Promise.all(keys.map(async (key) => [key, await shopByKey(key)] as const)));
}

/** Why a shop may not be written to now; null when it may. */
export function obstacle(shop: Shop | null, { sandboxKeys }: Pick<SyncSpec, 'sandboxKeys'>): AppError | null {
  if (shop === null) return new AppError('NOT_FOUND');
  const detail = { shopId: shopGlobalId(shop.key), platform: shop.platform };
  if (shop.status === 'SUSPENDED') return new AppError('SHOP_SUSPENDED', undefined, detail);
  if (shop.isSandbox === sandboxKeys.includes(shop.key)) return null;
  return new AppError('STATE_FORBIDS', 'The shop was switched between production and sandbox.', detail);
}

/**
 * Reads back what was written of a shop, in the fewest calls, and notes what is seen.
 * @returns quantities by unit; an Error for one that could not be read
 */
export async function readBackUnits(
  { items, writer }: Pick<SyncEngine, 'items' | 'writer'>,
  call: StockWriteCall,
  shop: Shop,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, number | Error | null>> {
  if (unitIds.length === 0) return new Map();
  const at = new Date();
  try {
    const found = await writer.platformOf(shop).of(shop, call).read(unitIds);
    const seen = [...found.values()].flatMap((unit) =>
      unit instanceof Error || unit.quantity === null ? [] : [{ unitId: unit.unitId, quantity: unit.quantity, at }],
    );
    await items.noteSeen(call.caller.tenantId, seen);
    return new Map([...found].map(([id, unit]) => [id, unit instanceof Error ? unit : unit.quantity]));
  } catch (error) {
    return new Map(unitIds.map((id) => [id, asError(error)]));
  }
}

/** Whether the platform holds, or may hold, what was written. */
export const mayBeWritten = ({ status }: Pick<ListingEnd, 'status'>): boolean =>
  status === RowStatus.SUCCEEDED || status === RowStatus.UNKNOWN;
