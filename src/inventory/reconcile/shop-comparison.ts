import { AppError } from '../../errors/app-error.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop } from '../../tenants/shop.js';
import type { ListingRecord } from '../ports.js';
import { wantedOf } from '../sync/quantities.js';
import type { ListingWrite, StockWriteCall } from '../sync/shop-write.js';
import { readBackUnits, type SyncEngine } from '../sync/sync-engine.js';
import { writeKey } from '../sync/sync-spec.js';

/** A difference. */
export interface Drift {
  readonly listing: ListingRecord;
  readonly wanted: number;
  readonly shown: number;
  readonly isRepaired: boolean;
}

/** What a comparison has found so far. */
export class Findings {
  readonly drifts: Drift[] = [];
  checkedCount = 0;
  /** One of each kind and shop. */
  readonly failures = new Map<string, AppError>();

  fail(error: unknown, shop: Shop): void {
    const failure = error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error });
    const name = `${shop.key} ${failure.code}`;
    if (!this.failures.has(name))
      this.failures.set(name, failure.with({ shopId: shopGlobalId(shop.key), platform: shop.platform }));
  }
}

/** What a comparison is made for. */
export interface Comparison {
  readonly tenantId: string;
  /** Names its repairs. */
  readonly operationId: string;
  readonly repair: boolean;
  readonly call: StockWriteCall;
}

/** Units read at a time: what a call of one platform takes, and some more where the next is of the same commodity or product. */
const UNITS_AT_ONCE = 100;

/** Compares the listings of a shop, some at a time, and repairs what differs. Never rejects; stops where the time is over. */
export async function compareShop(
  engine: SyncEngine,
  comparison: Comparison,
  shop: Shop,
  listings: readonly ListingRecord[],
  findings: Findings,
): Promise<void> {
  const { call } = comparison;
  for (const [part, some] of inParts(listings).entries()) {
    if (call.signal.aborted || performance.now() >= call.deadlineAt) {
      findings.fail(
        new AppError('DEADLINE_EXCEEDED', 'The time was over before all units of the shop were read.'),
        shop,
      );
      return;
    }
    try {
      await comparePart(engine, comparison, shop, some, part, findings);
    } catch (error) {
      findings.fail(error, shop);
    }
  }
}

async function comparePart(
  engine: SyncEngine,
  { tenantId, operationId, repair, call }: Comparison,
  shop: Shop,
  listings: readonly ListingRecord[],
  part: number,
  findings: Findings,
): Promise<void> {
  const askedAt = new Date();
  const read = await readBackUnits(
    engine,
    call,
    shop,
    listings.map(({ unitId }) => unitId),
  );
  const shown = new Map<string, number>();
  for (const { id, unitId } of listings) {
    const seen = read.get(unitId);
    if (seen instanceof Error) findings.fail(seen, shop);
    else if (seen === undefined) findings.fail(gone(unitId), shop);
    else {
      findings.checkedCount += 1;
      if (seen !== null) shown.set(id, seen);
    }
  }
  // As it is now: what was written or counted while it was read is no difference.
  const differing = (present: Present): Drift[] =>
    listings.flatMap(({ id }) => {
      const listing = present.listings.get(id);
      const seen = shown.get(id);
      if (listing === undefined || seen === undefined || wasWrittenSince(listing, askedAt)) return [];
      const wanted = wantedNow(listing, present.counts.get(listing.stockItemId) ?? null);
      return wanted === null || wanted === seen ? [] : [{ listing, wanted, shown: seen, isRepaired: false }];
    });
  if (!repair) {
    findings.drifts.push(...differing(await presentOf(engine, tenantId, listings)));
    return;
  }
  const { drifts, running } = await engine.order.step(tenantId, async (step) => {
    const found = differing(await presentOf(engine, tenantId, listings));
    if (found.length === 0) return { drifts: found, running: null };
    const rows = found.map(({ listing, wanted }): ListingWrite => ({ listing, change: { setTo: wanted }, wanted }));
    engine.order.noteAbsolute(
      found.map(({ listing }) => listing.id),
      step,
    );
    return {
      drifts: found,
      running: engine.writer.write(call, { shop, key: writeKey(operationId, shop.key, part), rows }),
    };
  });
  const ends = (await running) ?? [];
  for (const [at, drift] of drifts.entries()) {
    const end = ends[at];
    for (const error of end?.status === RowStatus.SUCCEEDED ? [] : (end?.errors ?? [])) findings.fail(error, shop);
    findings.drifts.push({ ...drift, isRepaired: end?.status === RowStatus.SUCCEEDED });
  }
}

interface Present {
  readonly listings: ReadonlyMap<string, ListingRecord>;
  readonly counts: ReadonlyMap<string, number | null>;
}

async function presentOf(
  { items }: SyncEngine,
  tenantId: string,
  listings: readonly ListingRecord[],
): Promise<Present> {
  const [now, counted] = await Promise.all([
    items.listings(
      tenantId,
      listings.map(({ id }) => id),
    ),
    items.find(tenantId, [...new Set(listings.map(({ stockItemId }) => stockItemId))]),
  ]);
  return {
    listings: new Map(now.map((listing) => [listing.id, listing])),
    counts: new Map(counted.map(({ id, onHand }) => [id, onHand])),
  };
}

/** By the merchant's count; where nobody has counted, what was last written. */
const wantedNow = (listing: ListingRecord, onHand: number | null): number | null =>
  onHand === null ? listing.lastWritten : wantedOf(onHand, listing);

const wasWrittenSince = ({ lastWrittenAt }: ListingRecord, at: Date): boolean =>
  lastWrittenAt !== null && lastWrittenAt >= at;

const gone = (nodeId: string): AppError => new AppError('NOT_FOUND', 'The shop has a linked unit no more.', { nodeId });

function inParts(listings: readonly ListingRecord[]): ListingRecord[][] {
  const itemOf = ({ itemId, unitId }: ListingRecord): string => itemId ?? unitId;
  const sorted = listings.toSorted((a, b) => (itemOf(a) < itemOf(b) ? -1 : itemOf(a) > itemOf(b) ? 1 : 0));
  const parts: ListingRecord[][] = [];
  for (const listing of sorted) {
    const part = parts.at(-1);
    const last = part?.at(-1);
    if (part === undefined || (part.length >= UNITS_AT_ONCE && last !== undefined && itemOf(last) !== itemOf(listing)))
      parts.push([listing]);
    else part.push(listing);
  }
  return parts;
}
