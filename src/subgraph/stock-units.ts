import type { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { BatchRow, BatchWrite, OpenCall, RefusedRow, RowSettled } from './batch-write.js';
import type { PlannedCall } from './vocabulary/upstream-plan.type.js';

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

/** What a stock write tells of a row that was done, would change nothing, or is open: `told` of its end, null where unknown. */
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
  /** The calls of `read`, for a dry run. None unless told. */
  planRead?(unitIds: readonly string[]): readonly PlannedCall[];
  /** All units of the shop, page by page. @throws AppError what a page throws */
  all(): AsyncIterable<readonly StockUnitSeen[]>;
  /** The first calls of `all`, for a dry run; how many pages follow nobody knows before. None unless told. */
  planAll?(): readonly PlannedCall[];
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
    'shopKey' | 'isSandbox' | 'rows' | 'check' | 'group' | 'plan' | 'planAround' | 'send' | 'intent' | 'turn' | 'width'
  > {
  /**
   * Runs the write in its turn: one write for each unit at a time, in the order in which this was called. Call it at once
   * when the write has come, around `runBatch`; a dry run and a repeat wait for nobody.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** What a line of an order takes of the stock of its shop. */
export interface SoldLine {
  /** Native id of the line, unique in the shop. */
  readonly lineId: string;
  /** Global ids that its unit may be linked by. */
  readonly unitIds: readonly string[];
  /** Units that the platform has taken off by now: 0 before it takes any, and for what it has put back on sale. */
  readonly taken: number;
}

/** An order as far as stock goes. */
export interface SoldOrder {
  readonly placedAt: Date;
  readonly lines: readonly SoldLine[];
}

/** What a platform offers to the inventory. */
export interface StockPlatform {
  readonly name: PlatformName;
  /** Type of its units in global ids, e.g. `ProductSku`. */
  readonly unitType: string;
  /** Whether a text is the native id of a unit. */
  isUnitId(nativeId: string): boolean;
  /** Whether its units have merchant codes; true unless told. Units that have none are never looked through for them. */
  readonly hasMerchantCodes?: boolean;
  /**
   * Whether a change by a number that is sent again is known as the same one, so that after a crash it can be found out what was done.
   * False unless told: then fewer changes are under way at a time, and as many may stay unknown.
   */
  readonly knowsRepeatedChanges?: boolean;
  /** Global id of the commodity or product a unit belongs to; null where the unit's id does not tell. */
  itemIdOf(unitId: string): string | null;
  of(shop: Shop, call: StockCall): ShopStock;
  /** Looks for what became of open rows of a call, as `settleBatch` asks; rows it does not tell of stay open. */
  settle(call: OpenCall, shop: Shop, stockCall: StockCall, sentAt: Date | null): Promise<readonly RowSettled[]>;
  /**
   * What an order has taken of the stock of its units by now, read through the signed API; null for an order that is not there. Absent
   * for a platform that has no orders.
   */
  sold?(shop: Shop, orderId: string, call: StockCall): Promise<SoldOrder | null>;
}
