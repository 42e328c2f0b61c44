import type { AppError } from '../../errors/app-error.js';
import type { WriteRecord } from '../../ledger/journal.js';
import { recordedBatch } from '../../subgraph/batch-write.js';
import type { StockTold } from '../../subgraph/stock-units.js';
import { SHOP_STOCK_WRITE, type ShopStockIntent } from '../../subgraph/stock-writes.js';
import type { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';

/** Name of a shop's part of a stock write in the journal. */
export const STOCK_WRITE = SHOP_STOCK_WRITE;

/** What is remembered of a row beside what its platform remembers. */
export interface WrittenRow {
  readonly listingId: string;
  /** Global id. */
  readonly unitId: string;
  /** What the shop was to show by it. */
  readonly wanted: number;
  /** By how much it was to change; null for a quantity to be. */
  readonly delta: number | null;
}

/** What a call is settled by: the platform's intent, and the rows by their places. */
export interface ShopIntent extends ShopStockIntent {
  readonly rows: Readonly<Record<number, WrittenRow>>;
}

/** What is kept of a row's end: what the platform told, and the tries made. */
export interface KeptTold {
  readonly stock: unknown;
  readonly attempts: number;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What was kept of a row's end; of one that was refused before it was sent, what its platform saw. */
export function toldOf(told: unknown): StockTold & { readonly attempts: number | null } {
  const kept = isObject(told) && 'stock' in told ? (told as KeptTold) : null;
  const stock = kept === null ? told : kept.stock;
  const { before = null, after = null } = isObject(stock) ? (stock as Partial<StockTold>) : {};
  return { before, after, attempts: kept?.attempts ?? null };
}

/** A row as the journal has it. */
export interface RecordedRow extends StockTold {
  readonly unitId: string;
  /** Null for a row that was not to be sent. */
  readonly written: WrittenRow | null;
  readonly status: RowStatus;
  readonly errors: readonly AppError[];
  readonly attempts: number;
}

/** A shop's part as the journal has it, by unit. */
export interface RecordedWrite {
  readonly rows: ReadonlyMap<string, RecordedRow>;
  readonly finishedAt: Date | null;
}

/** Reads it. */
export function recordedWrite(record: WriteRecord): RecordedWrite {
  const { ends, intents } = recordedBatch(record);
  const written = Object.assign({}, ...intents.map((intent) => (intent as ShopIntent).rows)) as ShopIntent['rows'];
  const rows = new Map<string, RecordedRow>();
  for (const { index, nodeId: unitId, status, errors, told } of ends) {
    if (unitId === null) continue;
    const { before, after, attempts } = toldOf(told);
    const isTried = record.sent && errors.some(({ detail }) => detail.fault !== undefined);
    rows.set(unitId, {
      unitId,
      written: written[index] ?? null,
      status,
      errors,
      before,
      after,
      attempts: attempts ?? (isTried ? 1 : 0),
    });
  }
  return { rows, finishedAt: record.finishedAt };
}
