import { AppError } from '../../errors/app-error.js';
import type { WriteRecord } from '../../ledger/journal.js';
import type { Reconcile } from '../../subgraph/write.js';
import { wantedOf } from './quantities.js';
import { type RecordedWrite, recordedWrite, STOCK_WRITE } from './shop-intent.js';
import { listingOf } from './sync-engine.js';
import { MOST_NOW } from './sync-plan.js';
import {
  failedResult,
  fromStoredResult,
  isOpen,
  recordedResult,
  type StoredResult,
  type SyncResult,
  toStoredResult,
} from './sync-result.js';
import { type SyncSpec, type Target, targetsOf, writeKey } from './sync-spec.js';

/** Name of the mutation in the journal. */
export const STOCK_SYNC = 'stockSync';

/**
 * How long a repeat may carry out what was not sent to a shop, in milliseconds. After that it is told as it is, and the key answers no
 * more than that.
 */
const RESUMED_FOR_MS = 3600_000;

/** Settles a sync by what became of the writes of its shops, which are settled by themselves. Sends nothing. */
export const settleSync =
  (journal: { find(tenantId: string, mutation: string, key: string): Promise<WriteRecord | null> }): Reconcile =>
  async ({ id, tenantId, intent, outcome, sentAt }) => {
    const spec = JSON.parse(intent) as SyncSpec | null;
    if (spec === null) return null;
    const targets = targetsOf(spec);
    // Whether its job was made is known to whoever repeats it: that makes the job, and what it does is done once.
    if (targets.length > MOST_NOW) return null;
    const known = new Map(storedOf(outcome).map((result) => [result.link.id, result]));
    const shops = new Map<string, RecordedWrite | null>();
    for (const { shopKey } of targets.map(({ link }) => link)) {
      if (shops.has(shopKey)) continue;
      const record = await journal.find(tenantId, STOCK_WRITE, writeKey(id, shopKey));
      shops.set(shopKey, record === null ? null : recordedWrite(record));
    }
    const results = targets.map((target): SyncResult => {
      const before = known.get(target.link.id);
      if (before !== undefined && !isOpen(before)) return before;
      const row = shops.get(target.link.shopKey)?.rows.get(target.link.unitId);
      const wanted = before?.wanted ?? wantedBy(target, tenantId, spec.groupKey);
      return row === undefined
        ? (before ?? failedResult(target, wanted, notSent()))
        : recordedResult(target, row, wanted);
    });
    const isOld = sentAt === null || Date.now() - sentAt.getTime() > RESUMED_FOR_MS;
    if (results.some(({ status }) => status === 'UNKNOWN') || (!isOld && results.some(isOpen))) return null;
    return { state: 'SUCCEEDED', outcome: JSON.stringify({ results: results.map(toStoredResult) }) };
  };

const notSent = (): AppError => new AppError('UPSTREAM_UNAVAILABLE', 'It was not sent to the shop.');

const wantedBy = ({ quantity, link, stockItemId }: Target, tenantId: string, groupKey: string): number =>
  'setTo' in quantity ? wantedOf(quantity.setTo, listingOf(link, stockItemId, { tenantId, groupKey })) : 0;

const storedOf = (outcome: string | null): readonly SyncResult[] =>
  outcome?.startsWith('{"results":') === true
    ? (JSON.parse(outcome) as { readonly results: readonly StoredResult[] }).results.map(fromStoredResult)
    : [];
