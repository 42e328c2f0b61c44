import { AppError } from '../../../../errors/app-error.js';
import type { RefusedRow, RowTold } from '../../../../subgraph/batch-write.js';
import type { StockChange, StockTold, StockWriteRow } from '../../../../subgraph/stock-units.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { Commodity } from '../commodity/commodity.type.js';
import { MAX_STOCK, type StockUpdate, stockUpdate, type UnitChange } from './stock-change.js';
import type { StockLane } from './stock-lane.js';

/** A row that may be sent, with the unit it names. */
export interface Target extends StockWriteRow, UnitChange {
  readonly commodityId: string;
}

/**
 * The row with the unit it names; a refusal for what is no unit of the shop, no quantity, or named before.
 * @param units named so far
 */
export function targetOf(lane: StockLane, row: StockWriteRow, units: Set<string>): Target | RefusedRow {
  const { index, nodeId, change } = row;
  const unit = lane.unitOf(nodeId);
  if (unit === null) return { index, nodeId: null, error: new AppError('NOT_FOUND') };
  const constraint = units.has(unit.unitId) ? 'each unit once' : constraintOn(change);
  if (constraint !== null)
    return { index, nodeId, error: new AppError('INVALID_INPUT', `Expected: ${constraint}.`, { constraint }) };
  units.add(unit.unitId);
  return { ...row, ...unit };
}

function constraintOn(change: StockChange): string | null {
  if ('setTo' in change)
    return Number.isInteger(change.setTo) && change.setTo >= 0 && change.setTo <= MAX_STOCK
      ? null
      : `a whole number from 0 to ${MAX_STOCK}`;
  return Number.isInteger(change.changeBy) && Math.abs(change.changeBy) <= MAX_STOCK
    ? null
    : `a whole number from -${MAX_STOCK} to ${MAX_STOCK}`;
}

/** The update of these rows; without the commodity, each of them is refused. */
export function updateOf(found: Commodity | null, rows: readonly Target[]): StockUpdate {
  if (found !== null) return stockUpdate(found.record, rows);
  const gone = rows.map(({ index, nodeId }) => {
    const error = new AppError('NOT_FOUND', 'The shop has no such commodity any more.', { nodeId });
    return [index, error] as const;
  });
  return { params: null, rows: new Map(gone), print: '' };
}

/** Why a row is not written: at most one refusal. */
export function refusalOf({ index, nodeId }: Target, { rows }: StockUpdate): (RefusedRow & RowTold)[] {
  const told = rows.get(index);
  if (told instanceof AppError) return [{ index, nodeId, error: told }];
  if (told === undefined || told.before !== told.after) return [];
  const error = new AppError('STATE_FORBIDS', 'The stock is as it is to be: nothing would change.', { nodeId });
  return [{ index, nodeId, status: RowStatus.SKIPPED, error, told }];
}

/** Of a row that a newer one has taken the place of. */
export const supersededBy = ({ index, nodeId }: Target): RowTold => ({
  index,
  status: RowStatus.SKIPPED,
  error: new AppError('CONFLICT', 'A newer write of this stock came before it was sent: it was left to that one.', {
    nodeId,
  }),
});

/** Whether a row changes something. */
export const isTold = (told: AppError | StockTold | undefined): told is StockTold =>
  told !== undefined && !(told instanceof AppError) && told.before !== told.after;

/** What a failed call is told as. */
export const asAppError = (error: Error): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error });
