import type { BatchRow, RefusedRow, RowTold, Sending } from '../../../../subgraph/batch-write.js';
import type { AnnouncedWrite } from '../../../../subgraph/newest-write.js';
import type { StockBatch, StockWriteRow } from '../../../../subgraph/stock-units.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import { MAX_COMMODITY_IDS, planUpdateCommodity, updateCommodity } from '../../upstream/endpoints/commodity.js';
import { lockKey } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { FreshCommodities } from './fresh-commodities.js';
import { Places } from './places.js';
import { stateOf } from './stock-change.js';
import type { StockLane } from './stock-lane.js';
import { asAppError, isTold, refusalOf, supersededBy, type Target, targetOf, updateOf } from './stock-rows.js';
import type { StockIntent, StockNote } from './stock-settle.js';

const INFO = 'GET /v2/ec/commodity/info';
const LIST = 'GET /v2/ec/commodity/list';

/**
 * The write of these rows: one update for each commodity, however many of its units are named.
 *
 * The platform takes full values and has nothing to compare them with, so a commodity is read after its turn came and at most a
 * second before its update begins. Nobody else writes to it through this process meanwhile; what a buyer takes, or somebody changes
 * on the platform's own pages, between that read and the update is lost.
 *
 * A batch is for one run.
 */
export function stockBatch(lane: StockLane, given: readonly (StockWriteRow | RefusedRow)[]): StockBatch {
  const batch = new Batch(lane, given);
  return {
    shopKey: lane.shop.key,
    isSandbox: lane.shop.isSandbox,
    rows: batch.rows,
    inTurn: (work) => batch.inTurn(work),
    check: (rows) => batch.check(rows),
    group: (rows) => batch.group(rows),
    plan: (rows) => batch.plan(rows),
    planAround: () => batch.planAround(),
    intent: (rows) => batch.intent(rows),
    send: (rows, sending) => batch.send(rows, sending),
  };
}

class Batch {
  readonly rows: readonly (Target | RefusedRow)[];
  private readonly targets = new Map<number, Target>();
  private readonly commodityIds: readonly string[];
  private readonly places: Places;
  private readonly fresh: FreshCommodities;
  private readonly refused = new Set<number>();
  private arrived: number | null = null;
  private announced: Map<string, AnnouncedWrite> | null = null;

  constructor(
    private readonly lane: StockLane,
    given: readonly (StockWriteRow | RefusedRow)[],
  ) {
    const { deps, signal } = lane;
    const units = new Set<string>();
    this.rows = given.map((row) => ('error' in row ? row : targetOf(lane, row, units)));
    for (const row of this.rows) if (!('error' in row)) this.targets.set(row.index, row);
    this.commodityIds = [...new Set([...this.targets.values()].map(({ commodityId }) => commodityId))];
    this.places = new Places(deps.lock, signal);
    this.fresh = new FreshCommodities(
      this.commodityIds,
      (ids) => lane.read(ids),
      (id) => !this.places.isWaiting(this.keyOf(id)),
    );
  }

  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.arrived = this.lane.deps.newest.arrive();
    this.places.take(this.commodityIds.map((id) => this.keyOf(id)));
    try {
      return await work();
    } finally {
      this.places.leaveAll();
      for (const id of this.announced?.keys() ?? []) this.release(id);
    }
  }

  /** What forbids a row is told as long as nothing of ours is before it: otherwise it is found out in its turn. */
  async check(rows: readonly StockWriteRow[]): Promise<readonly RefusedRow[]> {
    await this.fresh.readAll();
    const refused = this.group(rows).flatMap((group) => {
      const [{ commodityId }] = group;
      if (this.places.isWaiting(this.keyOf(commodityId))) return [];
      const found = this.fresh.seen(commodityId) ?? null;
      if (found instanceof Error)
        return group.map(({ index, nodeId }) => ({ index, nodeId, error: asAppError(found) }));
      const update = updateOf(found, group);
      return group.flatMap((row) => refusalOf(row, update));
    });
    for (const { index } of refused) this.refused.add(index);
    return refused;
  }

  group(rows: readonly BatchRow[]): [Target, ...Target[]][] {
    const groups = new Map<string, [Target, ...Target[]]>();
    for (const { index } of rows) {
      const target = this.targets.get(index);
      if (target === undefined) continue;
      const group = groups.get(target.commodityId);
      if (group === undefined) groups.set(target.commodityId, [target]);
      else group.push(target);
    }
    return [...groups.values()];
  }

  plan(rows: readonly StockWriteRow[]): PlannedCall[] {
    return this.group(rows).flatMap((group) => {
      const found = this.fresh.seen(group[0].commodityId) ?? null;
      const params = found instanceof Error ? null : updateOf(found, group).params;
      return params === null ? [] : [planned(this.lane, planUpdateCommodity(params))];
    });
  }

  planAround(): PlannedCall[] {
    return plannedReads(this.lane, this.commodityIds.length);
  }

  intent(rows: readonly StockWriteRow[]): StockIntent {
    const [group] = this.group(rows);
    const units = (group ?? []).map(({ index, unitId, change }) => ({ index, unitId, change }));
    return { commodityId: group?.[0].commodityId ?? '', units };
  }

  async send(rows: readonly StockWriteRow[], sending: Sending): Promise<readonly RowTold[]> {
    this.announce();
    const [group] = this.group(rows);
    if (group === undefined) return [];
    const [{ commodityId }] = group;
    const key = this.keyOf(commodityId);
    try {
      const since = await this.places.enter(key);
      const left = group.filter((row) => !this.isSuperseded(row));
      const superseded = group.filter((row) => !left.includes(row)).map(supersededBy);
      return left.length === 0 ? superseded : [...superseded, ...(await this.write(commodityId, left, since, sending))];
    } finally {
      this.places.leave(key);
      this.release(commodityId);
    }
  }

  private async write(id: string, rows: readonly Target[], since: number, sending: Sending): Promise<RowTold[]> {
    const { deps, shop, client } = this.lane;
    const found = await this.fresh.take(id, since);
    if (found instanceof Error) throw found;
    const update = updateOf(found, rows);
    if (found !== null && update.params !== null) {
      const seen = stateOf(found.record);
      const label = deps.trail.send(shop, id, seen, update.print);
      for (const { index } of rows) {
        const told = update.rows.get(index);
        if (isTold(told)) sending.note(index, { ...told, utime: seen.utime, label } satisfies StockNote);
      }
      await updateCommodity(client, update.params, sending.beforeFirstByte);
      deps.trail.accept(shop, id, label);
    }
    return rows.map((row): RowTold => {
      const [refusal] = refusalOf(row, update);
      return refusal ?? { index: row.index, told: update.rows.get(row.index) };
    });
  }

  /** From now on this batch is surely made, which neither a dry run is nor a repeat. Its place in the order is its arrival's. */
  private announce(): void {
    if (this.announced !== null) return;
    this.announced = new Map();
    const { newest } = this.lane.deps;
    const number = this.arrived ?? newest.arrive();
    for (const group of this.group([...this.targets.values()])) {
      const keys = group.filter(({ index, change }) => 'setTo' in change && !this.refused.has(index));
      this.announced.set(
        group[0].commodityId,
        newest.announce(
          keys.map(({ unitId }) => this.stockKey(unitId)),
          number,
        ),
      );
    }
  }

  private isSuperseded({ commodityId, unitId }: Target): boolean {
    const announced = this.announced?.get(commodityId);
    return announced !== undefined && this.lane.deps.newest.isSuperseded(announced, this.stockKey(unitId));
  }

  private release(commodityId: string): void {
    const announced = this.announced?.get(commodityId);
    if (announced === undefined) return;
    this.announced?.delete(commodityId);
    this.lane.deps.newest.release(announced);
  }

  private keyOf(commodityId: string): string {
    return lockKey(this.lane.shop, 'Commodity', commodityId);
  }

  private stockKey(unitId: string): string {
    const { shop } = this.lane;
    return tupleKey([shop.tenantId, shop.key, unitId]);
  }
}

/** The reads of so many commodities, as a plan shows them. */
export function plannedReads(lane: StockLane, commodities: number): PlannedCall[] {
  if (commodities === 1) return [plannedRead(lane, INFO)];
  return Array.from({ length: Math.ceil(commodities / MAX_COMMODITY_IDS) }, (_, at) => ({
    ...plannedRead(lane, LIST),
    batchSize: Math.min(MAX_COMMODITY_IDS, commodities - at * MAX_COMMODITY_IDS),
  }));
}
