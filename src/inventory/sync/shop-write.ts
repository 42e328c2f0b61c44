import { AppError, InputErrors } from '../../errors/app-error.js';
import type { WriteRecord } from '../../ledger/journal.js';
import { type RefusedRow, type RowEnd, type RowTold, runBatch } from '../../subgraph/batch-write.js';
import type { StockBatch, StockCall, StockChange, StockPlatform, StockWriteRow } from '../../subgraph/stock-units.js';
import { BatchErrorPolicy } from '../../subgraph/vocabulary/batch-error-policy.enum.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import type { Reconcile, SafeWrites } from '../../subgraph/write.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop } from '../../tenants/shop.js';
import type { Caller } from '../../tenants/tenant.js';
import type { ListingRecord, StockItems } from '../ports.js';
import {
  type RecordedWrite,
  recordedWrite,
  type ShopIntent,
  STOCK_WRITE,
  toldOf,
  type WrittenRow,
} from './shop-intent.js';
import { TryCount } from './try-count.js';
import { type NotedEnd, noteEnds } from './write-notes.js';

/** What writes are made with. */
export interface StockWriterParts {
  readonly items: StockItems;
  readonly writes: SafeWrites;
  /** The platforms whose stock is written. */
  readonly stock: readonly StockPlatform[];
  readonly journal: { find(tenantId: string, mutation: string, key: string): Promise<WriteRecord | null> };
  /** How the rows of a shop are settled. */
  readonly settle: Reconcile;
}

/** Whom a write is made for. */
export interface StockWriteCall extends StockCall {
  readonly caller: Caller;
}

/** A listing to be written. */
export interface ListingWrite {
  readonly listing: ListingRecord;
  readonly change: StockChange;
  /** What the shop is to show by it. */
  readonly wanted: number;
  /** Nobody knows what it showed before: what the platform tells of it counts. */
  readonly isGuess?: boolean;
  /** Why it is not to be written. */
  readonly error?: AppError;
  /** Of one that is not: FAILED unless told. */
  readonly status?: RowStatus.FAILED | RowStatus.SKIPPED;
}

/** The listings of one shop that are written together. */
export interface ShopWrite {
  readonly shop: Shop;
  /** Names the write for good: a repeat under it is answered from the journal, and finishes what was left open. */
  readonly key: string;
  readonly rows: readonly ListingWrite[];
  /** Whether the platform was just asked what forbids the rows (`check`). */
  readonly isChecked?: boolean;
}

/** What became of a listing. */
export interface ListingEnd {
  readonly listing: ListingRecord;
  readonly wanted: number;
  /** By how much it was to change; null for a quantity to be. */
  readonly delta: number | null;
  readonly status: RowStatus;
  readonly errors: readonly AppError[];
  readonly before: number | null;
  /** Quantity that is there by the write, where that was told. */
  readonly after: number | null;
  /** Tries made; 0 for one that was not sent. */
  readonly attempts: number;
}

/** Writes the stock of shops, through what their platforms offer. */
export class StockWriter {
  private readonly platforms: ReadonlyMap<string, StockPlatform>;

  constructor(private readonly parts: StockWriterParts) {
    this.platforms = new Map(parts.stock.map((platform) => [platform.name, platform]));
  }

  /** The platform of a shop. @throws AppError NOT_SUPPORTED_UPSTREAM */
  platformOf(shop: Shop): StockPlatform {
    const platform = this.platforms.get(shop.platform);
    if (platform !== undefined) return platform;
    const detail = { shopId: shopGlobalId(shop.key), platform: shop.platform };
    throw new AppError('NOT_SUPPORTED_UPSTREAM', 'The platform of this shop has no stock to write.', detail);
  }

  /** Whether the shop's platform knows a change that is sent again; false for a shop that is gone. */
  knowsRepeats(shop: Shop | null): boolean {
    return shop !== null && this.platforms.get(shop.platform)?.knowsRepeatedChanges === true;
  }

  /** Whether the shop's platform tells what its orders take. */
  hasSales(shop: Shop): boolean {
    return this.platforms.get(shop.platform)?.sold !== undefined;
  }

  /**
   * Writes listings of one shop. The turns of their units are taken before this returns to its caller. Never rejects: what fails the
   * whole is told of each listing. Each end is noted on its listing.
   */
  async write(call: StockWriteCall, { shop, key, rows, isChecked = false }: ShopWrite): Promise<ListingEnd[]> {
    const tries = new Map<number, number>();
    try {
      const trace = new TryCount(call.trace);
      const batch = this.platformOf(shop)
        .of(shop, { ...call, trace })
        .batch(rows.map(toRow));
      return await batch.inTurn(async () => {
        const { ends, base } = await runBatch({ ...call, trace }, this.parts.writes, {
          ...counting(isChecked ? unchecked(batch) : batch, rows, trace, tries),
          mutation: STOCK_WRITE,
          input: { key },
          options: { idempotencyKey: key, dryRun: false },
          reconcile: this.parts.settle,
        });
        call.trace.writesSent += trace.writesSent;
        const told = byUnit(rows, ends, tries);
        // In the turn, so that whoever writes next adds to what this leaves.
        await this.note(call, told, base.replayed ? key : null);
        return told;
      });
    } catch (error) {
      return this.failed(call, rows, error, tries);
    }
  }

  /**
   * Looks at the platform for what forbids rows, and writes nothing.
   * @returns why, by the place of the row
   * @throws AppError what a read throws
   */
  async check(call: StockWriteCall, shop: Shop, rows: readonly ListingWrite[]): Promise<ReadonlyMap<number, AppError>> {
    const batch = this.platformOf(shop).of(shop, call).batch(rows.map(toRow));
    const ready = batch.rows.filter((row): row is StockWriteRow => !('error' in row));
    const stopped = batch.rows.filter((row): row is RefusedRow => 'error' in row);
    const late = ready.length === 0 ? [] : ((await batch.check?.(ready)) ?? []);
    const refused = [...stopped, ...late].filter(({ status }) => status !== RowStatus.SKIPPED);
    return new Map(refused.map(({ index, error }) => [index, error]));
  }

  /** What `write` would send, read through the platform for what forbids it. */
  async plan(call: StockWriteCall, { shop, rows }: Omit<ShopWrite, 'key'>, isHeld: boolean): Promise<ShopPlan> {
    const batch = this.platformOf(shop).of(shop, call).batch(rows.map(toRow));
    const result = await runBatch(call, this.parts.writes, {
      ...batch,
      mutation: STOCK_WRITE,
      input: {},
      options: { dryRun: true },
      errorPolicy: isHeld ? BatchErrorPolicy.VALIDATE_ALL_FIRST : BatchErrorPolicy.BEST_EFFORT,
    });
    const refused = new Map(
      result.rows.filter(({ userErrors }) => userErrors.length > 0).map((row) => [row.index, row]),
    );
    return { plan: result.base.plan, refused };
  }

  /** What the journal has of a write, as far as it is known; null when none was begun under the key, or nothing of it was sent. */
  async recorded(tenantId: string, key: string): Promise<RecordedWrite | null> {
    const record = await this.parts.journal.find(tenantId, STOCK_WRITE, key);
    return record === null ? null : recordedWrite(record);
  }

  /**
   * The platform has done what it has done: a note that cannot be made now does not change the answer.
   * @param replayedKey of a write that was answered from the journal
   */
  private async note(
    { caller, log }: StockWriteCall,
    ends: readonly ListingEnd[],
    replayedKey: string | null,
  ): Promise<void> {
    const { items, journal } = this.parts;
    try {
      const record = replayedKey === null ? undefined : await journal.find(caller.tenantId, STOCK_WRITE, replayedKey);
      if (record === null) return;
      const time = { at: record?.finishedAt ?? new Date(), sentAt: record?.sentAt ?? null };
      await noteEnds(items, caller.tenantId, ends.map(toNote), time);
    } catch (err) {
      log.warn({ err }, 'what was written of stock could not be noted on its listings');
    }
  }

  private async failed(
    call: StockWriteCall,
    rows: readonly ListingWrite[],
    error: unknown,
    tries: ReadonlyMap<number, number>,
  ): Promise<ListingEnd[]> {
    if (!(error instanceof AppError || error instanceof InputErrors))
      call.log.error({ err: error }, 'the stock of a shop could not be written');
    const errors = error instanceof InputErrors ? error.errors : [asAppError(error)];
    const isOpen = errors.some(({ code }) => code === 'OUTCOME_UNKNOWN' || code === 'IDEMPOTENCY_IN_PROGRESS');
    const ends = rows.map(({ listing, wanted, change, error: refusal, status }, index): ListingEnd => {
      const own = refusal === undefined ? errors : [refusal];
      const ended =
        refusal === undefined ? (isOpen ? RowStatus.UNKNOWN : RowStatus.FAILED) : (status ?? RowStatus.FAILED);
      const attempts = tries.get(index) ?? 0;
      const delta = deltaOf(change);
      return { listing, wanted, delta, status: ended, errors: own, before: null, after: null, attempts };
    });
    if (!isOpen) await this.note(call, ends, null);
    return ends;
  }
}

/** What a dry run of a shop tells. */
export interface ShopPlan {
  readonly plan: UpstreamPlan | null;
  /** Rows that would not be written, by their place. */
  readonly refused: ReadonlyMap<number, { readonly userErrors: readonly { readonly message: string }[] }>;
}

const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error });

const toRow = ({ listing, change, error, status }: ListingWrite, index: number): StockWriteRow | RefusedRow =>
  error === undefined
    ? { index, nodeId: listing.unitId, change }
    : { index, nodeId: listing.unitId, error, ...(status === undefined ? {} : { status }) };

function unchecked(batch: StockBatch): StockBatch {
  const { check: _check, ...rest } = batch;
  return rest;
}

/** The batch, with what the inventory keeps beside its rows: quantities for the notes, tries for the answer. */
function counting(
  batch: StockBatch,
  writes: readonly ListingWrite[],
  trace: TryCount,
  tries: Map<number, number>,
): Omit<StockBatch, 'inTurn'> {
  const { inTurn: _inTurn, ...rest } = batch;
  const of = (index: number): WrittenRow => {
    const { listing, change, wanted } = writes[index] as ListingWrite;
    return { listingId: listing.id, unitId: listing.unitId, wanted, delta: deltaOf(change) };
  };
  return {
    ...rest,
    intent: (rows): ShopIntent => ({
      stock: batch.intent(rows),
      rows: Object.fromEntries(rows.map(({ index }) => [index, of(index)])),
    }),
    send: async (rows, sending) => {
      const counted = (made: number): void => {
        for (const { index } of rows) tries.set(index, Math.max(made, tries.get(index) ?? 0));
      };
      let isBegun = false;
      const told = await trace.around(
        () =>
          batch.send(rows, {
            ...sending,
            beforeFirstByte: async () => {
              await sending.beforeFirstByte();
              isBegun = true;
              counted(1);
            },
            note: (index, stock) => sending.note(index, { stock, attempts: 1 }),
          }),
        (made) => {
          if (isBegun) counted(made);
        },
      );
      return told.map(
        (row): RowTold => ({ ...row, told: { stock: row.told ?? null, attempts: tries.get(row.index) ?? 0 } }),
      );
    },
  };
}

/** The ends of a write matched to its listings by their units: those of a repeat may be of other links than there are now. */
function byUnit(
  rows: readonly ListingWrite[],
  ends: readonly RowEnd[],
  tries: ReadonlyMap<number, number>,
): ListingEnd[] {
  const found = new Map(ends.map((end) => [end.nodeId, end]));
  return rows.map(({ listing, wanted: planned, isGuess, change }, index): ListingEnd => {
    const delta = deltaOf(change);
    const end = found.get(listing.unitId);
    const wanted = isGuess === true && end !== undefined ? (toldOf(end.told).after ?? planned) : planned;
    if (end === undefined) {
      const error = new AppError('STATE_FORBIDS', 'The unit was not among those that were written first.', {
        retryable: true,
      });
      return {
        listing,
        wanted,
        delta,
        status: RowStatus.FAILED,
        errors: [error],
        before: null,
        after: null,
        attempts: 0,
      };
    }
    const { status, errors } = end;
    const { before, after, attempts } = toldOf(end.told);
    const isTried = errors.some(({ detail }) => detail.fault !== undefined);
    const made = tries.get(index) ?? attempts ?? (isTried ? 1 : 0);
    return { listing, wanted, delta, status, errors, before, after, attempts: made };
  });
}

const deltaOf = (change: StockChange): number | null => ('setTo' in change ? null : change.changeBy);

const toNote = ({ listing, ...end }: ListingEnd): NotedEnd => ({
  ...end,
  listingId: listing.id,
  unitId: listing.unitId,
});
