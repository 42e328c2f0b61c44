import { hash } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import type { StockChange, StockTold } from '../../../../subgraph/stock-units.js';
import type { CommodityRecord, UpdateCommodityParams } from '../../upstream/endpoints/commodity.js';
import { type VariantToWrite, variantProblems } from '../../upstream/model-details.js';
import { type Unit, unitsOf } from '../commodity/commodity-variant.mapper.js';
import type { StockState } from './write-trail.js';

/** A change of one unit's stock. */
export interface UnitChange {
  /** Of its row. */
  readonly index: number;
  /** Native id of the unit. */
  readonly unitId: string;
  /** Global id, for the caller. */
  readonly nodeId: string;
  readonly change: StockChange;
}

/** What a commodity's update comes to. */
export interface StockUpdate {
  /** Null when nothing would change. */
  readonly params: UpdateCommodityParams | null;
  /** By index of the row: what it changes, or why it cannot be. */
  readonly rows: ReadonlyMap<number, AppError | StockTold>;
  /** Tells the stock that the update leaves from any other. */
  readonly print: string;
}

/** What the graph can show. */
export const MAX_STOCK = 2 ** 31 - 1;

/**
 * The update that writes these changes. The platform takes all units of a commodity at once, with their prices: those that
 * are not named are written back as they were read, and a row that cannot be written leaves the others alone.
 * @param changes each of another unit
 */
export function stockUpdate(record: CommodityRecord, changes: readonly UnitChange[]): StockUpdate {
  const units = unitsOf(record);
  const byId = new Map(units.map((unit) => [unit.nativeId, unit]));
  const wanted = new Map<string, number>();
  const rows = new Map<number, AppError | StockTold>();
  for (const row of changes) {
    const after = amountAfter(byId.get(row.unitId), row);
    rows.set(row.index, after instanceof AppError ? after : { before: byId.get(row.unitId)?.amount ?? null, after });
    if (!(after instanceof AppError)) wanted.set(row.unitId, after);
  }
  const left = units.map((unit) => ({ ...unit, amount: wanted.get(unit.nativeId) ?? unit.amount }));
  const print = printOf(left, record.salesVolume);
  if (units.every((unit, at) => unit.amount === left[at]?.amount)) return { params: null, rows, print };
  const params = paramsOf(record, left);
  if (params !== null) return { params, rows, print };
  for (const { index, nodeId } of changes)
    if (!(rows.get(index) instanceof AppError)) rows.set(index, unwritable(nodeId));
  return { params: null, rows, print };
}

/** The present stock of a commodity: that of all its units, and what was sold so far. */
export const stateOf = (record: CommodityRecord): StockState => ({
  utime: record.utime.getTime(),
  print: printOf(unitsOf(record), record.salesVolume),
});

function printOf(units: readonly Unit[], sales: number): string {
  const stocks = units.map(({ nativeId, amount }) => JSON.stringify([nativeId, amount])).sort();
  return hash('sha256', JSON.stringify([stocks, sales]), 'base64url').slice(0, 22);
}

function amountAfter(unit: Unit | undefined, { change, nodeId }: UnitChange): number | AppError {
  if (unit === undefined) return new AppError('NOT_FOUND', 'The commodity has no such unit any more.', { nodeId });
  if ('setTo' in change) return change.setTo;
  if (unit.amount === null)
    return new AppError('STATE_FORBIDS', 'The platform does not tell the stock that is to be changed.', { nodeId });
  const after = unit.amount + change.changeBy;
  if (after < 0) return new AppError('STATE_FORBIDS', 'There is not so much stock to take away.', { nodeId });
  if (after > MAX_STOCK)
    return new AppError('STATE_FORBIDS', 'The stock would be greater than can be shown.', { nodeId });
  return after;
}

/** Null when a unit could not be written back as it is. */
function paramsOf({ id, variants, options }: CommodityRecord, left: readonly Unit[]): UpdateCommodityParams | null {
  if (variants.length === 0) {
    const amount = left[0]?.amount ?? null;
    return amount === null ? null : { id, amount };
  }
  const written = left.flatMap(({ pairs, priceFen, amount }): VariantToWrite[] =>
    pairs === null || priceFen === null || amount === null ? [] : [{ pairs, priceFen, amount }],
  );
  if (written.length < left.length || variantProblems(written).length > 0) return null;
  return { id, options, variants: written };
}

const unwritable = (nodeId: string): AppError =>
  new AppError(
    'STATE_FORBIDS',
    'The platform takes all units of a commodity at once, and one of them has no readable options, price or stock.',
    { nodeId },
  );
