import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import { type RowSettled, settleBatch } from '../../subgraph/batch-write.js';
import type { StockPlatform } from '../../subgraph/stock-units.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { Reconcile } from '../../subgraph/write.js';
import type { Shop } from '../../tenants/shop.js';
import type { StockItems } from '../ports.js';
import type { KeptTold, ShopIntent, WrittenRow } from './shop-intent.js';
import { toldOf } from './shop-intent.js';
import { noteEnds } from './write-notes.js';

/** What settling is made with. */
export interface ShopSettleParts {
  readonly items: StockItems;
  readonly stock: readonly StockPlatform[];
  /** Any tenant's shop. */
  readonly shopByKey: (shopKey: string) => Promise<Shop | null>;
  readonly log: Logger;
}

/** Longest a look for an unknown outcome may take, in milliseconds. */
const SETTLE_MS = 10_000;

/** Settles a shop's part of a stock write as its platform looks for it, and notes on the listings what was found. */
export const settleShopWrite =
  ({ items, stock, shopByKey, log }: ShopSettleParts): Reconcile =>
  async (record) => {
    const found: { readonly row: WrittenRow; readonly settled: RowSettled }[] = [];
    const settlement = await settleBatch(async ({ intent, ...call }, { shopKey, isSandbox, sentAt }) => {
      const { stock: own, rows } = intent as ShopIntent;
      const shop = await shopByKey(shopKey);
      const platform = stock.find(({ name }) => name === shop?.platform);
      if (shop === null || platform === undefined) return [];
      const kept = new Map(call.rows.map(({ index, told }) => [index, told as KeptTold | null]));
      const signal = AbortSignal.timeout(SETTLE_MS);
      const look = { signal, deadlineAt: performance.now() + SETTLE_MS, trace: new CallTrace(), log };
      const open = call.rows.map((row) => ({ ...row, told: kept.get(row.index)?.stock ?? null }));
      const settled = await platform.settle({ ...call, intent: own, rows: open }, { ...shop, isSandbox }, look, sentAt);
      return settled.map((one) => {
        const row = rows[one.index];
        if (row !== undefined) found.push({ row, settled: one });
        const attempts = kept.get(one.index)?.attempts ?? 1;
        return { ...one, told: { stock: one.told ?? null, attempts } satisfies KeptTold };
      });
    })(record);
    const ends = found.map(({ row, settled }) => ({
      ...row,
      status: settled.isDone ? RowStatus.SUCCEEDED : RowStatus.FAILED,
      before: toldOf(settled.told).before,
      after: toldOf(settled.told).after,
    }));
    await noteEnds(items, record.tenantId, ends, { at: record.finishedAt ?? new Date(), sentAt: record.sentAt });
    return settlement;
  };
