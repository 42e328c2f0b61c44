import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { Shop } from '../../tenants/shop.js';
import type { Caller } from '../../tenants/tenant.js';
import { type ListingRecord, WHOLE } from '../ports.js';
import { type CountStep, wantedAfter, wantedOf } from '../sync/quantities.js';
import type { ListingEnd, ListingWrite, StockWriteCall } from '../sync/shop-write.js';
import { obstacle, type SyncEngine } from '../sync/sync-engine.js';
import { writeKey } from '../sync/sync-spec.js';
import type { SaleBatch, SaleStep } from './ports.js';

/** Time of the writes of a batch to one shop. */
const WRITE_MS = 15_000;
/** Batches whose step in the order is remembered. */
const MAX_REMEMBERED = 10_000;
/** Who sells: no key of the tenant. */
const ACTOR = 'sales';

/** Counts what was sold and carries it to the other shops. */
export class SaleCarrier {
  /** The steps in which batches were counted by this process. */
  private readonly countedIn = new Map<string, number>();

  constructor(
    private readonly engine: SyncEngine,
    private readonly log: Logger,
  ) {}

  /**
   * Counts a batch, once, and writes the other listings of its items, each once: by how much each changes and not what it is to be, so
   * that what a shop has sold itself and nobody knows of yet stays taken off.
   * @returns whether all of it was carried; what was not may be tried again
   */
  async carry(tenantId: string, batch: SaleBatch, signal: AbortSignal): Promise<boolean> {
    const { engine } = this;
    const itemIds = [...new Set(batch.steps.map(({ stockItemId }) => stockItemId))];
    const shops = new Map<string, Shop | null>();
    const call = this.call(tenantId, signal);
    for (const { shopKey } of await engine.items.listingsOfItems(tenantId, itemIds))
      if (!shops.has(shopKey)) shops.set(shopKey, await engine.shopByKey(shopKey));
    const { running } = await engine.order.step(tenantId, async (step) => {
      const { counts, isRepeat } = await this.count(tenantId, batch);
      if (!isRepeat) this.remember(batch.id, step);
      const listings = await engine.items.listingsOfItems(tenantId, itemIds);
      if (!isRepeat) await this.noteOwnSales(tenantId, batch.steps, listings);
      const countedIn = this.countedIn.get(batch.id) ?? 0;
      const present = isRepeat ? listings : await engine.items.listingsOfItems(tenantId, itemIds);
      const writes = present.flatMap((listing) => {
        const write = saleWrite(listing, batch.steps, counts);
        return write === null || engine.order.isCovered(listing.id, countedIn) ? [] : [write];
      });
      return {
        running: [...shops].flatMap(([shopKey, shop]) => {
          const own = writes.filter(({ listing }) => listing.shopKey === shopKey);
          // Sales are of production; a shop that is in its sandbox is left out.
          if (own.length === 0 || shop === null || obstacle(shop, { sandboxKeys: [] }) !== null) return [];
          return [this.writeShop(call, shop, batch, own)];
        }),
      };
    });
    const carried = await Promise.all(running);
    const isCarried = carried.every((done) => done);
    if (isCarried) this.countedIn.delete(batch.id);
    return isCarried;
  }

  private async count(
    tenantId: string,
    { id, steps }: SaleBatch,
  ): Promise<{ readonly counts: ReadonlyMap<string, CountStep>; readonly isRepeat: boolean }> {
    const sold = new Map<string, number>();
    for (const { stockItemId, delta } of steps) sold.set(stockItemId, (sold.get(stockItemId) ?? 0) + delta);
    const changes = [...sold].map(([stockItemId, delta]) => ({ stockItemId, change: { changeBy: -delta } }));
    const changed = await this.engine.items.changeOnHand(tenantId, `sale ${id}`, changes);
    const counts = new Map(changed.map(({ stockItemId, before, after }) => [stockItemId, { before, after }]));
    return { counts, isRepeat: changed.some(({ isRepeat }) => isRepeat) };
  }

  /** What a shop has sold it has taken off by itself: what it shows then is no drift. */
  private async noteOwnSales(
    tenantId: string,
    steps: readonly SaleStep[],
    listings: readonly ListingRecord[],
  ): Promise<void> {
    const at = new Date();
    const notes = listings.flatMap(({ id: listingId, unitId, lastWritten, lastStatus }) => {
      const own = soldIn(unitId, steps);
      if (own === 0 || lastWritten === null || lastStatus !== 'SUCCEEDED') return [];
      return [{ listingId, status: lastStatus, quantity: lastWritten - own, at }];
    });
    await this.engine.items.noteWritten(tenantId, notes);
  }

  /** As many tries as the batch has had, each under a key of its own: what was done is answered from the journal. */
  private async writeShop(
    call: StockWriteCall,
    shop: Shop,
    { id, attempts }: SaleBatch,
    rows: readonly ListingWrite[],
  ): Promise<boolean> {
    let left = rows;
    // The first is begun without a pause, in the step of the count.
    for (let attempt = 1; attempt <= attempts && left.length > 0; attempt += 1) {
      const ends = await this.engine.writer.write(call, { shop, key: writeKey(id, shop.key, attempt), rows: left });
      if (ends.some(({ status }) => status === RowStatus.UNKNOWN)) return false;
      left = left.filter((_row, at) => mayBeTriedAgain(ends[at]));
    }
    return left.length === 0;
  }

  private remember(batchId: string, step: number): void {
    this.countedIn.set(batchId, step);
    const [oldest] = this.countedIn.keys();
    if (this.countedIn.size > MAX_REMEMBERED && oldest !== undefined) this.countedIn.delete(oldest);
  }

  private call(tenantId: string, signal: AbortSignal): StockWriteCall {
    const caller: Caller = { tenantId, keyId: ACTOR, name: ACTOR, scopes: new Set(), shopGrants: null };
    return {
      caller,
      signal: AbortSignal.any([signal, AbortSignal.timeout(WRITE_MS)]),
      deadlineAt: performance.now() + WRITE_MS,
      trace: new CallTrace(),
      log: this.log,
    };
  }
}

const soldIn = (unitId: string, steps: readonly SaleStep[]): number =>
  steps.reduce((sum, step) => (step.unitId === unitId ? sum + step.delta : sum), 0);

/** By how much a listing changes for what was sold; null when it does not. */
function saleWrite(
  listing: ListingRecord,
  steps: readonly SaleStep[],
  counts: ReadonlyMap<string, CountStep>,
): ListingWrite | null {
  const sold = steps.filter(({ stockItemId }) => stockItemId === listing.stockItemId);
  const count = counts.get(listing.stockItemId) ?? { before: null, after: null };
  const changeBy = saleChange(listing, sold, count);
  if (changeBy === 0) return null;
  return {
    listing,
    change: { changeBy },
    wanted: wantedAfter(changeBy, count, listing),
    isGuess: count.after === null,
  };
}

function saleChange(listing: ListingRecord, sold: readonly SaleStep[], { before, after }: CountStep): number {
  if (before !== null && after !== null)
    return wantedOf(after, listing) - wantedOf(before, listing) + soldIn(listing.unitId, sold);
  const elsewhere = sold.filter(({ unitId }) => unitId !== listing.unitId);
  const delta = elsewhere.reduce((sum, step) => sum + step.delta, 0);
  return -Math.trunc((delta * listing.allocation) / WHOLE) || 0;
}

const mayBeTriedAgain = (end: ListingEnd | undefined): boolean =>
  end?.status === RowStatus.FAILED && end.errors.some(({ retryable }) => retryable);
