import type { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { BatchRow, BatchWrite, RefusedRow, RowSettled } from './batch-write.js';

/** What stock calls are made for: a request, or a job. */
export interface StockCall {
  readonly signal: AbortSignal;
  /** On the monotonic clock. */
  readonly deadlineAt: number;
  readonly trace: CallTrace;
  readonly log: Logger;
}

/** A quantity to write: to be, or to change by. */
export type StockChange = { readonly setTo: number } | { readonly changeBy: number };

/** One unit's stock to be written. */
export interface StockWriteRow extends BatchRow {
  /** Global id of the unit. */
  readonly nodeId: string;
  readonly change: StockChange;
}

/** What a stock write tells of a row that was done; `told` of its `RowTold`. */
export interface StockTold {
  /** Quantity before, where the platform had to be asked for it. */
  readonly before: number | null;
  /** Quantity that is there by the write, where that is known without asking. */
  readonly after: number | null;
}

/** A sellable unit as a shop has it. */
export interface StockUnitSeen {
  /** Global id of the unit. */
  readonly unitId: string;
  /** Global id of the commodity or product it belongs to. */
  readonly itemId: string;
  /** Null where the platform has none. */
  readonly merchantCode: string | null;
  /** Title and options. */
  readonly name: string;
  /** Sellable quantity over all warehouses; null where the platform does not tell. */
  readonly quantity: number | null;
}

/**
 * The stock of one shop's units, as its platform offers it to the inventory: the inventory signs nothing and calls nothing
 * by itself, and another platform joins by offering the same. All methods keep to the fewest calls there are.
 */
export interface ShopStock {
  /**
   * Units as they are now, by id; one that is gone is not there.
   * @returns an Error for a unit whose own call failed
   */
  read(unitIds: readonly string[]): Promise<ReadonlyMap<string, StockUnitSeen | Error>>;
  /** All units of the shop, page by page. @throws AppError what a page throws */
  all(): AsyncIterable<readonly StockUnitSeen[]>;
  /**
   * The write of these rows, but for what the inventory adds to it: name, input, options, policy. Runs under the locks of
   * the units it is about. A row for which a newer absolute write waits is SKIPPED with CONFLICT.
   */
  batch(rows: readonly (StockWriteRow | RefusedRow)[]): StockBatch;
}

/** How a shop's rows are written; `runBatch` takes it. */
export interface StockBatch
  extends Pick<
    BatchWrite<StockWriteRow>,
    'shopKey' | 'isSandbox' | 'rows' | 'check' | 'group' | 'plan' | 'planAround' | 'send' | 'intent' | 'width'
  > {
  /** Runs the write in its turn: one write for each unit at a time, in the order they came. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** What a platform offers to the inventory. */
export interface StockPlatform {
  readonly name: PlatformName;
  /** Type of its units in global ids, e.g. `ProductSku`. */
  readonly unitType: string;
  /** Whether a text is the native id of a unit. */
  isUnitId(nativeId: string): boolean;
  /** Global id of the commodity or product a unit belongs to; null where the unit's id does not tell. */
  itemIdOf(unitId: string): string | null;
  of(shop: Shop, call: StockCall): ShopStock;
  /** Looks for what became of open rows of a call, as `settleBatch` asks; rows it does not tell of stay open. */
  settle(
    call: { readonly callId: string; readonly intent: unknown; readonly rows: readonly BatchRow[] },
    shop: Shop,
    stockCall: StockCall,
    sentAt: Date | null,
  ): Promise<readonly RowSettled[]>;
}
