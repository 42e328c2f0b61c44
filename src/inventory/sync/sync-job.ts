import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import type { JobWork } from '../../ledger/job-runner.js';
import type { ClaimedJob, JobEnd, JobFailure, JobStep } from '../../ledger/jobs.js';
import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { Shop } from '../../tenants/shop.js';
import type { Caller } from '../../tenants/tenant.js';
import type { CountStep } from './quantities.js';
import type { ListingEnd, StockWriteCall } from './shop-write.js';
import {
  type Counts,
  countRows,
  mayBeWritten,
  obstacle,
  presentOf,
  readBackUnits,
  type SyncEngine,
  shopsOf,
  writesNow,
} from './sync-engine.js';
import { heldBack } from './sync-now.js';
import { failedResult, resultOf, type SyncResult } from './sync-result.js';
import { byShop, partsOf, type SyncSpec, type Target, targetsOf, writeKey } from './sync-spec.js';

/** What the job keeps of what it is to do. */
export interface JobSpec extends SyncSpec {
  /** The journal's id of the mutation: what the job does is done once under it. */
  readonly operationId: string;
}

/** How many succeeded or had nothing to change, failed, and are not known. */
type Tally = readonly [succeeded: number, failed: number, unknown: number];

/** How far the job has come. */
export interface JobState {
  /** Of the rows in their order: the count before and after; null before it was made. */
  readonly counts: readonly (readonly [before: number | null, after: number | null])[];
  /** The next part of each shop. */
  readonly next: Record<string, number>;
  /** Parts with open outcomes, and how many of each kind were told of them. */
  readonly open: Record<string, Record<number, Tally>>;
  readonly succeeded: number;
  readonly failed: number;
  readonly unknown: number;
  readonly failures: readonly JobFailure[];
}

/** Time of one part; a shop that hangs delays no other. */
const PART_MS = 60_000;
/** Tries of a part's listings that failed and may be tried again. */
export const MAX_TRIES = 3;
/** Looks for open outcomes before the job goes on to the next part. */
const MAX_LOOKS = 2;
/**
 * Looks at parts with open outcomes at the end, and the pause before each, in milliseconds: of some it can be told after a minute that they
 * were not carried out, and they are tried again. What is open then is left to the reconciliation in the background.
 */
const LAST_LOOKS = 5;
const LAST_PAUSE_MS = 15_000;
const PAUSES_MS = [1_000, 5_000] as const;
/** Different failures that a job tells of. */
const MAX_FAILURES = 50;

/** Carries out large syncs: part by part, the shops side by side, each at its own pace. */
export const stockSyncWork = (engine: SyncEngine, log: Logger): JobWork => ({
  run: (job, note, signal) => new SyncJob(engine, job, note, signal, log).run(),
});

class SyncJob {
  private readonly spec: JobSpec;
  private readonly targets: readonly Target[];
  private state: JobState | null;
  private countedIn = 0;

  constructor(
    private readonly engine: SyncEngine,
    private readonly job: ClaimedJob,
    private readonly note: (step: JobStep) => Promise<void>,
    private readonly signal: AbortSignal,
    private readonly log: Logger,
  ) {
    this.spec = JSON.parse(job.spec) as JobSpec;
    this.targets = targetsOf(this.spec);
    this.state = job.state === null ? null : (JSON.parse(job.state) as JobState);
  }

  async run(): Promise<JobEnd> {
    if (this.state === null && this.spec.isHeld) {
      const held = await heldBack(this.engine, { tenantId: this.job.tenantId, spec: this.spec, call: this.call() });
      if (held !== null) return { status: 'FAILED', failures: failuresOf(held, []) };
    }
    this.state ??= await this.count();
    const counts = this.counts(this.state);
    const shops = await shopsOf(this.engine, this.targets);
    const lanes = [...byShop(this.targets)].map(([shopKey, own]) =>
      this.lane(shopKey, shops.get(shopKey) ?? null, own, counts),
    );
    const ended = await Promise.allSettled(lanes);
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
    const { succeeded, failed, unknown, failures } = this.state;
    const status = failed + unknown === 0 ? 'SUCCEEDED' : succeeded === 0 ? 'FAILED' : 'PARTIAL';
    return { status, failures };
  }

  /** Counts once, in an order with all other counts, and keeps what came of it. */
  private async count(): Promise<JobState> {
    const { tenantId } = this.job;
    const { counts } = await this.engine.order.step(tenantId, async (step) => {
      const counted = await countRows(this.engine, tenantId, this.spec.operationId, this.spec);
      if (!counted.isRepeat) this.countedIn = step;
      return counted;
    });
    const rows = this.spec.rows.map(({ stockItemId }) => {
      const { before = null, after = null } = counts.get(stockItemId) ?? {};
      return [before, after] as const;
    });
    const state: JobState = { counts: rows, next: {}, open: {}, succeeded: 0, failed: 0, unknown: 0, failures: [] };
    await this.note({ state: JSON.stringify(state), rowCount: 0, progress: 0 });
    return state;
  }

  private counts({ counts }: JobState): Counts {
    return new Map(
      this.spec.rows.map(({ stockItemId }, at): [string, CountStep] => {
        const [before = null, after = null] = counts[at] ?? [];
        return [stockItemId, { before, after }];
      }),
    );
  }

  private async lane(shopKey: string, shop: Shop | null, own: readonly Target[], counts: Counts): Promise<void> {
    const parts = partsOf(own, this.engine.writer.knowsRepeats(shop));
    const carryOut = async (part: number, next: number): Promise<void> => {
      this.signal.throwIfAborted();
      const results = await this.part(shopKey, shop, part, parts[part] ?? [], counts);
      this.signal.throwIfAborted();
      await this.come(shopKey, part, next, results);
    };
    for (let part = this.state?.next[shopKey] ?? 0; part < parts.length; part += 1) await carryOut(part, part + 1);
    for (let look = 0; look < LAST_LOOKS; look += 1) {
      const open = Object.keys(this.state?.open[shopKey] ?? {}).map(Number);
      if (open.length === 0) return;
      await sleep(LAST_PAUSE_MS, undefined, { signal: this.signal });
      for (const part of open) await carryOut(part, parts.length);
    }
  }

  private async come(shopKey: string, part: number, next: number, results: readonly SyncResult[]): Promise<void> {
    const { state } = this;
    if (state === null) return;
    const count = (of: RowStatus): number => results.filter(({ status }) => status === of).length;
    const tally: Tally = [
      count(RowStatus.SUCCEEDED) + count(RowStatus.SKIPPED),
      count(RowStatus.FAILED),
      count(RowStatus.UNKNOWN),
    ];
    const { [part]: told = [0, 0, 0], ...others } = state.open[shopKey] ?? {};
    const after: JobState = {
      counts: state.counts,
      next: { ...state.next, [shopKey]: next },
      open: { ...state.open, [shopKey]: tally[2] === 0 ? others : { ...others, [part]: tally } },
      succeeded: state.succeeded + tally[0] - told[0],
      failed: state.failed + tally[1] - told[1],
      unknown: state.unknown + tally[2] - told[2],
      failures: failuresOf(results, state.failures),
    };
    this.state = after;
    const rowCount = after.succeeded + after.failed + after.unknown;
    await this.note({ state: JSON.stringify(after), rowCount, progress: Math.min(1, rowCount / this.targets.length) });
  }

  /** Writes a part of a shop; what fails and may be tried again is tried again, under keys of its own. */
  private async part(
    shopKey: string,
    shop: Shop | null,
    part: number,
    targets: readonly Target[],
    counts: Counts,
  ): Promise<readonly SyncResult[]> {
    const error = obstacle(shop, this.spec);
    if (shop === null || error !== null)
      return targets.map((target) => failedResult(target, 0, error ?? new AppError('NOT_FOUND')));
    const ended = new Map<Target, ListingEnd>();
    let left = targets;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const key = writeKey(this.spec.operationId, shopKey, part, attempt);
      for (const [target, end] of await this.written(shop, key, left, counts)) {
        const made = ended.get(target)?.attempts ?? 0;
        ended.set(target, { ...end, attempts: end.attempts + made });
      }
      left = left.filter((target) => mayBeTriedAgain(ended.get(target)));
      if (attempt === MAX_TRIES) break;
      if (left.length > 0) await this.pause(attempt - 1);
    }
    const written = this.spec.verify
      ? [...ended.values()].filter(mayBeWritten).map(({ listing }) => listing.unitId)
      : [];
    const read = await readBackUnits(this.engine, this.call(), shop, written);
    return targets.flatMap((target) => {
      const end = ended.get(target);
      return end === undefined ? [] : [resultOf(target, end, read.get(target.link.unitId))];
    });
  }

  /** One write of a part, looked at again while outcomes are open: a repeat under its key settles what can be settled. */
  private async written(
    shop: Shop,
    key: string,
    targets: readonly Target[],
    counts: Counts,
  ): Promise<Map<Target, ListingEnd>> {
    const { tenantId } = this.job;
    for (let look = 0; ; look += 1) {
      const { running } = await this.engine.order.step(tenantId, async (step) => {
        const present = await presentOf(this.engine, tenantId, targets);
        const place = { counts, countedIn: this.countedIn, step };
        const group = { tenantId, groupKey: this.spec.groupKey };
        const rows = writesNow(targets, group, present, place, this.engine.order);
        return { running: this.engine.writer.write(this.call(), { shop, key, rows }) };
      });
      const ends = await running;
      const isOpen = ends.some(({ status }) => status === RowStatus.UNKNOWN);
      if (isOpen && look < MAX_LOOKS) {
        await this.pause(look);
        continue;
      }
      return new Map(targets.flatMap((target, at) => (ends[at] === undefined ? [] : [[target, ends[at]] as const])));
    }
  }

  private async pause(number: number): Promise<void> {
    await sleep(PAUSES_MS[Math.min(number, PAUSES_MS.length - 1)], undefined, { signal: this.signal });
  }

  private call(): StockWriteCall {
    const { tenantId, keyId } = this.job;
    const caller: Caller = { tenantId, keyId, name: '', scopes: new Set(), shopGrants: null };
    return {
      caller,
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(PART_MS)]),
      deadlineAt: performance.now() + PART_MS,
      trace: new CallTrace(),
      log: this.log,
    };
  }
}

const mayBeTriedAgain = (end: ListingEnd | undefined): boolean =>
  end?.status === RowStatus.FAILED && end.errors.some(({ retryable }) => retryable);

/** One failure of each kind and shop. */
function failuresOf(results: readonly SyncResult[], before: readonly JobFailure[]): readonly JobFailure[] {
  const failures = new Map(before.map((failure) => [`${failure.shopId} ${failure.code}`, failure]));
  for (const { errors, status } of results)
    for (const { code, message, retryable, detail } of status === RowStatus.SKIPPED ? [] : errors) {
      const { shopId, path } = detail;
      const name = `${shopId} ${code}`;
      if (failures.has(name) || failures.size >= MAX_FAILURES) continue;
      const place = { ...(shopId === undefined ? {} : { shopId }), ...(path === undefined ? {} : { path }) };
      failures.set(name, { code, message, retryable, ...place });
    }
  return [...failures.values()];
}
