import { AppError } from '../../errors/app-error.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { Shop } from '../../tenants/shop.js';
import type { ListingWrite, StockWriteCall } from './shop-write.js';
import {
  countRows,
  mayBeWritten,
  obstacle,
  presentOf,
  readBackUnits,
  type SyncEngine,
  shopsOf,
  writesIfCounted,
  writesNow,
} from './sync-engine.js';
import { failedResult, openResult, resultOf, type SyncResult } from './sync-result.js';
import { byShop, type SyncSpec, type Target, targetsOf, writeKey } from './sync-spec.js';

/** Milliseconds of the time that are left for the answer. */
const FOR_THE_ANSWER_MS = 500;

/** A sync that is carried out within a request. */
export interface SyncNow {
  readonly tenantId: string;
  readonly operationId: string;
  readonly spec: SyncSpec;
  readonly call: StockWriteCall;
}

/**
 * Carries out a sync: counts, and begins with all shops at once. A shop that has not ended when the time is over is told of as
 * unknown; what it was sent goes on. A repeat with the same operation id counts nothing again, is told what was done, and carries
 * out what was not.
 */
export async function syncNow(engine: SyncEngine, now: SyncNow): Promise<SyncResult[]> {
  const { tenantId, operationId, spec, call } = now;
  const targets = targetsOf(spec);
  const shops = await shopsOf(engine, targets);
  const { running } = await engine.order.step(tenantId, async (step) => {
    const { counts, isRepeat } = await countRows(engine, tenantId, operationId, spec);
    const present = await presentOf(engine, tenantId, targets);
    const place = { counts, countedIn: isRepeat ? 0 : step, step };
    // From here on without a pause: the turns of all shops are taken in this step.
    return {
      running: [...byShop(targets)].map(([shopKey, own]) => {
        const writes = writesNow(own, { tenantId, groupKey: spec.groupKey }, present, place, engine.order);
        return { own, writes, ended: writeShop(engine, now, shops.get(shopKey) ?? null, own, writes) };
      }),
    };
  });
  const time = timeUntil(call.deadlineAt - FOR_THE_ANSWER_MS);
  const told = await Promise.all(running.map(({ ended }) => Promise.race([ended, time.over])));
  time.stop();
  const results = new Map<Target, SyncResult>();
  for (const [shop, { own, writes }] of running.entries())
    for (const [at, target] of own.entries())
      results.set(target, told[shop]?.[at] ?? openResult(target, writes[at]?.wanted ?? 0));
  return targets.flatMap((target) => results.get(target) ?? []);
}

/** Never rejects. The turns are taken before it returns to its caller. */
async function writeShop(
  engine: SyncEngine,
  { operationId, spec, call }: SyncNow,
  shop: Shop | null,
  targets: readonly Target[],
  writes: readonly ListingWrite[],
): Promise<SyncResult[]> {
  const error = obstacle(shop, spec);
  if (shop === null || error !== null)
    return targets.map((target, at) =>
      failedResult(target, writes[at]?.wanted ?? 0, error ?? new AppError('NOT_FOUND')),
    );
  const key = writeKey(operationId, shop.key);
  const ends = await engine.writer.write(call, { shop, key, rows: writes, isChecked: spec.isHeld });
  const written = spec.verify ? ends.filter(mayBeWritten).map(({ listing }) => listing.unitId) : [];
  const read = await withinTime(readBackUnits(engine, call, shop, written), call.deadlineAt - FOR_THE_ANSWER_MS);
  return targets.flatMap((target, at) => {
    const end = ends[at];
    return end === undefined ? [] : [resultOf(target, end, read?.get(target.link.unitId))];
  });
}

/**
 * Looks at all platforms for what forbids a target. Nothing is counted or sent.
 * @returns null when nothing does; otherwise what became of each: refused, or held back for the sake of another
 * @throws AppError what a read throws
 */
export async function heldBack(
  engine: SyncEngine,
  { tenantId, spec, call }: Omit<SyncNow, 'operationId'>,
): Promise<SyncResult[] | null> {
  const targets = targetsOf(spec);
  const shops = await shopsOf(engine, targets);
  const present = await presentOf(engine, tenantId, targets);
  const writes = writesIfCounted(targets, { tenantId, groupKey: spec.groupKey }, present);
  const refused = new Map<Target, AppError>();
  await Promise.all(
    [...byShop(targets)].map(async ([shopKey, own]) => {
      const shop = shops.get(shopKey) ?? null;
      const error = obstacle(shop, spec);
      if (shop === null || error !== null) {
        for (const target of own) refused.set(target, error ?? new AppError('NOT_FOUND'));
        return;
      }
      const rows = own.map(({ at }) => writes[at] as ListingWrite);
      for (const [at, problem] of await engine.writer.check(call, shop, rows)) refused.set(own[at] as Target, problem);
    }),
  );
  if (refused.size === 0) return null;
  const held = new AppError('STATE_FORBIDS', 'Another row cannot be written, so none was.');
  return targets.map((target, at) => {
    const wanted = writes[at]?.wanted ?? 0;
    const error = refused.get(target);
    return error === undefined
      ? failedResult(target, wanted, held, RowStatus.SKIPPED)
      : failedResult(target, wanted, error);
  });
}

/** @param at on the monotonic clock */
function timeUntil(at: number): { readonly over: Promise<null>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, at - performance.now()));
  });
  return { over, stop: () => clearTimeout(timer) };
}

async function withinTime<T>(work: Promise<T>, at: number): Promise<T | null> {
  const time = timeUntil(at);
  try {
    return await Promise.race([work, time.over]);
  } finally {
    time.stop();
  }
}
