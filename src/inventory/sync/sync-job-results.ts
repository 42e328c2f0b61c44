import { AppError } from '../../errors/app-error.js';
import type { JobRecord } from '../../ledger/jobs.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { wantedOf } from './quantities.js';
import { listingOf, type SyncEngine, shopsOf } from './sync-engine.js';
import { type JobSpec, type JobState, MAX_TRIES } from './sync-job.js';
import { failedResult, recordedResult, type SyncResult } from './sync-result.js';
import { byShop, partsOf, type Target, targetsOf, writeKey } from './sync-spec.js';

/** The results of a job so far: of parts that were begun. Quantities read back are those seen since. */
export async function jobResults(engine: SyncEngine, job: JobRecord): Promise<SyncResult[]> {
  const { tenantId } = job;
  const spec = JSON.parse(job.spec) as JobSpec;
  const state = job.state === null ? null : (JSON.parse(job.state) as JobState);
  const targets = targetsOf(spec);
  const group = { tenantId, groupKey: spec.groupKey };
  const after = new Map(spec.rows.map(({ stockItemId }, at) => [stockItemId, state?.counts[at]?.[1] ?? null]));
  const wantedBy = ({ stockItemId, quantity, link }: Target): number => {
    const count = after.get(stockItemId) ?? ('setTo' in quantity ? quantity.setTo : null);
    return count === null ? 0 : wantedOf(count, listingOf(link, stockItemId, group));
  };
  const results = new Map<Target, SyncResult>();
  const shops = await shopsOf(engine, targets);
  for (const [shopKey, own] of byShop(targets))
    for (const [part, part_] of partsOf(own, engine.writer.knowsRepeats(shops.get(shopKey) ?? null)).entries()) {
      const isOver = part < (state?.next[shopKey] ?? 0);
      let left: readonly Target[] = part_;
      for (let attempt = 1; attempt <= MAX_TRIES && left.length > 0; attempt += 1) {
        const recorded = await engine.writer.recorded(tenantId, writeKey(spec.operationId, shopKey, part, attempt));
        if (recorded === null) {
          if (isOver || attempt > 1) continue;
          break;
        }
        for (const target of left) {
          const row = recorded.rows.get(target.link.unitId);
          if (row === undefined) continue;
          const made = results.get(target)?.attempts ?? 0;
          const result = recordedResult(target, row, wantedBy(target));
          results.set(target, { ...result, attempts: result.attempts + made });
        }
        left = left.filter((target) => {
          const result = results.get(target);
          return result === undefined || (result.status === RowStatus.FAILED && result.errors.some((e) => e.retryable));
        });
      }
      // Nothing of it was ever sent: the journal keeps no row of that.
      if (isOver)
        for (const target of left)
          if (!results.has(target)) results.set(target, failedResult(target, wantedBy(target), notSent()));
    }
  if (spec.verify) await fillRead(engine, tenantId, results);
  return targets.flatMap((target) => results.get(target) ?? []);
}

const notSent = (): AppError => new AppError('UPSTREAM_UNAVAILABLE', 'It could not be sent to the shop.');

async function fillRead(engine: SyncEngine, tenantId: string, results: Map<Target, SyncResult>): Promise<void> {
  const listings = await engine.items.listings(
    tenantId,
    [...results.keys()].map(({ link }) => link.id),
  );
  const seen = new Map(listings.map((listing) => [listing.id, listing]));
  for (const [target, result] of results) {
    const listing = seen.get(target.link.id);
    const isSince =
      listing?.seenAt != null && listing.lastWrittenAt !== null && listing.seenAt >= listing.lastWrittenAt;
    if (isSince) results.set(target, { ...result, after: listing.seen });
  }
}
