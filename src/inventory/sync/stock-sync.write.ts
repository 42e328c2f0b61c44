import { AppError, InputErrors } from '../../errors/app-error.js';
import { Job } from '../../registry/job/job.type.js';
import { refuseVersion } from '../../subgraph/expected-version.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { toUserError } from '../../subgraph/user-errors.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { runWrite, type Standing } from '../../subgraph/write.js';
import type { ShopGroup } from '../../tenants/shop.js';
import { type InventoryDeps, inventoryOf } from '../context.js';
import { groupOfWrite } from '../group-of-write.js';
import { STOCK_SYNC } from './settle-sync.js';
import type { StockWriteCall } from './shop-write.js';
import type { StockSyncInput } from './stock-sync.input.js';
import { listingOf } from './sync-engine.js';
import type { JobSpec } from './sync-job.js';
import { jobResults } from './sync-job-results.js';
import { heldBack, syncNow } from './sync-now.js';
import { MOST_NOW, planSync } from './sync-plan.js';
import { type SyncRequest, syncRequest } from './sync-request.js';
import { fromStoredResult, isOpen, type StoredResult, type SyncResult, toStoredResult } from './sync-result.js';
import { type SyncSpec, targetsOf } from './sync-spec.js';

/** What a sync came to: results, or the job that makes them. */
type Synced =
  | { readonly kind: 'now'; readonly results: readonly SyncResult[] }
  | { readonly kind: 'job'; readonly jobId: string }
  /** Nothing was counted or sent. */
  | { readonly kind: 'not'; readonly error: AppError }
  | { readonly kind: 'held'; readonly results: readonly SyncResult[] };

/**
 * `stockSync`: the merchant's count first, which says what every shop is to show, then all shops side by side. Above 200 writes a job
 * is on disk when this answers.
 */
export async function syncStock(
  input: StockSyncInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const group = await groupOfWrite(input.groupId, ctx);
  const { deps } = inventoryOf(ctx);
  const { tenantId } = group;
  const call: StockWriteCall = callOf(ctx);
  const read = await readRequest(input, options, group, ctx);
  const { spec, bad } = read;
  const userErrors = bad.map(toUserError);
  if (options?.dryRun === true) {
    const { plan, results } = await planSync(deps.engine, tenantId, spec, call);
    return { ...(await payload(results, spec, tenantId, ctx)), userErrors, plan, replayed: false, job: null };
  }
  let latest: Synced | undefined;
  const carryOut = async (operationId: string, of: SyncSpec): Promise<Synced> => {
    const synced = await synchronised(deps, of, operationId, call, ctx);
    latest = synced;
    return synced;
  };
  const { value: first, base } = await runWrite<Synced>(ctx, deps.writes, {
    mutation: STOCK_SYNC,
    shopKey: '',
    input,
    options,
    plan: () => [],
    intent: spec,
    send: async (beforeFirstByte, operationId) => {
      if (read.refusal !== null) throw read.refusal;
      if (spec.isHeld && targetsOf(spec).length <= MOST_NOW) {
        const results = await heldBack(deps.engine, { tenantId, spec, call });
        if (results !== null) return { kind: 'held', results };
      }
      // What follows is done once under this id, whatever becomes of this process.
      await beforeFirstByte();
      return carryOut(operationId, spec);
    },
    standing: standingOf,
    encode: encodeSynced,
    decode: decodeSynced,
    reconcile: async ({ id, intent }) => {
      const again = await carryOut(id, JSON.parse(intent) as SyncSpec);
      return standingOf(again) === 'done' ? { state: 'SUCCEEDED', outcome: encodeSynced(again) } : null;
    },
  });
  // What a repeat has found out is newer than what the journal had.
  const value = latest ?? first;
  const whole = [...(latest === undefined ? base.userErrors : []), ...userErrors];
  if (value?.kind === 'not') throw value.error;
  if (value?.kind !== 'job') {
    const results = value === null ? [] : value.results;
    return {
      ...base,
      ...(await payload(results, spec, tenantId, ctx)),
      job: null,
      userErrors: whole,
    };
  }
  deps.onJob();
  const job = await deps.jobs.find(tenantId, value.jobId);
  const results = job === null || !base.replayed ? [] : await jobResults(deps.engine, job);
  return {
    ...base,
    ...(await payload(results, spec, tenantId, ctx)),
    job: job === null ? null : Job.of(job),
    userErrors: whole,
  };
}

interface ReadRequest extends SyncRequest {
  /** Why nothing of it can be carried out: what a repeat is told first is what was stored under its key. */
  readonly refusal: InputErrors | null;
}

/** @throws InputErrors when nothing can be carried out, and it cannot be a repeat; AppError for the whole */
async function readRequest(
  input: StockSyncInput,
  options: WriteOptions | null | undefined,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<ReadRequest> {
  try {
    return { ...(await syncRequest(input, options, group, ctx)), refusal: null };
  } catch (error) {
    const mayBeRepeat = options?.idempotencyKey != null && options.dryRun !== true;
    if (!(error instanceof InputErrors && mayBeRepeat)) throw error;
    const spec = { groupKey: group.key, rows: [], sandboxKeys: [], isHeld: false, verify: false };
    return { spec, bad: [], refusal: error };
  }
}

async function synchronised(
  { engine, jobs }: InventoryDeps,
  spec: SyncSpec,
  operationId: string,
  call: StockWriteCall,
  ctx: RequestContext,
): Promise<Synced> {
  const { tenantId, keyId } = ctx.caller;
  const targets = targetsOf(spec);
  if (targets.length <= MOST_NOW)
    return { kind: 'now', results: await syncNow(engine, { tenantId, operationId, spec, call }) };
  try {
    const job: JobSpec = { ...spec, operationId };
    const shopKeys = [...new Set(targets.map(({ link }) => link.shopKey))];
    const order = { tenantId, keyId, kind: 'STOCK_SYNC', shopKeys, spec: JSON.stringify(job), operationId } as const;
    const { id } = await jobs.create(order);
    return { kind: 'job', jobId: id };
  } catch (error) {
    // Nothing was done: the key is free for another try.
    if (error instanceof AppError) return { kind: 'not', error };
    throw error;
  }
}

const standingOf = (synced: Synced): Standing => {
  if (synced.kind === 'not' || synced.kind === 'held') return 'unsent';
  return synced.kind === 'now' && synced.results.some(isOpen) ? 'unknown' : 'done';
};

const encodeSynced = (synced: Synced): string | null => {
  if (synced.kind === 'job') return JSON.stringify({ job: synced.jobId });
  return synced.kind === 'now' ? JSON.stringify({ results: synced.results.map(toStoredResult) }) : null;
};

function decodeSynced(text: string): Synced {
  const stored = JSON.parse(text) as { readonly job?: string; readonly results?: readonly StoredResult[] };
  if (stored.job !== undefined) return { kind: 'job', jobId: stored.job };
  return { kind: 'now', results: (stored.results ?? []).map(fromStoredResult) };
}

/** Results of shops that the caller may see: a repeat may be asked with another key of the tenant. */
async function payload(results: readonly SyncResult[], { groupKey }: SyncSpec, tenantId: string, ctx: RequestContext) {
  const shops = await Promise.all(results.map(({ link }) => ctx.shops.visible(link.shopKey)));
  const told = results.filter((_result, at) => shops[at] != null);
  const inventory = inventoryOf(ctx);
  for (const { link } of told) inventory.listings.clear(link.id);
  const count = (wanted: RowStatus): number => told.filter(({ status }) => status === wanted).length;
  return {
    results: told.map(({ link, stockItemId, errors, ...rest }) => ({
      ...rest,
      record: listingOf(link, stockItemId, { tenantId, groupKey }),
      userErrors: errors.map(toUserError),
    })),
    succeededCount: count(RowStatus.SUCCEEDED),
    failedCount: count(RowStatus.FAILED),
    unknownCount: count(RowStatus.UNKNOWN),
  };
}

/** The request's signal ends calls that have not begun; what was sent goes on. */
const callOf = ({ signal, deadlineAt, trace, log, caller }: RequestContext): StockWriteCall => ({
  signal,
  deadlineAt,
  trace,
  log,
  caller,
});
