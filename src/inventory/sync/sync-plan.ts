import type { PlannedCall, UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { planOf } from '../../subgraph/write.js';
import type { StockWriteCall } from './shop-write.js';
import { obstacle, presentOf, type SyncEngine, shopsOf, writesIfCounted } from './sync-engine.js';
import { plannedResult, type SyncResult } from './sync-result.js';
import { byShop, partsOf, type SyncSpec, targetsOf } from './sync-spec.js';

/** Writes above which a sync goes on as a job. */
export const MOST_NOW = 200;

/**
 * What a sync would send, exactly: the platforms are asked for what forbids it, which is told as warnings.
 * @returns the plan, and what each listing is to show
 * @throws AppError what a read throws
 */
export async function planSync(
  engine: SyncEngine,
  tenantId: string,
  spec: SyncSpec,
  call: StockWriteCall,
): Promise<{ readonly plan: UpstreamPlan; readonly results: readonly SyncResult[] }> {
  const targets = targetsOf(spec);
  const shops = await shopsOf(engine, targets);
  const present = await presentOf(engine, tenantId, targets);
  const writes = writesIfCounted(targets, { tenantId, groupKey: spec.groupKey }, present);
  const planned = await Promise.all(
    [...byShop(targets)].map(async ([shopKey, own]) => {
      const shop = shops.get(shopKey) ?? null;
      const problem = obstacle(shop, spec);
      const told = (row: number, message: string): string =>
        `Row ${row}${shop === null ? '' : `, ${shop.name}`}: ${message}`;
      if (shop === null || problem !== null)
        return { calls: [], warnings: own.map(({ row }) => told(row, problem?.message ?? 'not found')) };
      const calls: PlannedCall[] = [];
      const warnings: string[] = [];
      for (const part of targets.length > MOST_NOW ? partsOf(own, engine.writer.knowsRepeats(shop)) : [own]) {
        const rows = part.flatMap(({ at }) => writes[at] ?? []);
        const { plan, refused } = await engine.writer.plan(call, { shop, rows }, spec.isHeld);
        calls.push(...(plan?.calls ?? []));
        for (const [at, { userErrors }] of refused)
          for (const { message } of userErrors) warnings.push(told(part[at]?.row ?? 0, message));
        if (spec.verify) {
          const written = part.filter((_target, at) => !refused.has(at)).map(({ link }) => link.unitId);
          calls.push(...(engine.writer.platformOf(shop).of(shop, call).planRead?.(written) ?? []));
        }
      }
      return { calls, warnings };
    }),
  );
  const warnings = planned.flatMap((one) => one.warnings);
  const isStopped = spec.isHeld && warnings.length > 0;
  const calls = isStopped ? [] : planned.flatMap((one) => one.calls);
  return {
    plan: planOf(calls, warnings),
    results: targets.map((target, at) => plannedResult(target, writes[at]?.wanted ?? 0)),
  };
}
