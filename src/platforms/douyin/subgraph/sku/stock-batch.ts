import { AppError } from '../../../../errors/app-error.js';
import type { BatchWrite, RefusedRow, RowTold } from '../../../../subgraph/batch-write.js';
import type { AnnouncedWrite } from '../../../../subgraph/newest-write.js';
import type { StockWriteRow } from '../../../../subgraph/stock-units.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import {
  MAX_STOCK_ROWS,
  STOCK_REFUSALS,
  type StockAnswers,
  type StockCall,
  sendStock,
  stockWrite,
} from '../../upstream/endpoints/sku-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { planned } from '../planned.js';
import { readSkuId } from './sku-id.js';
import { type SkuPlaces, takePlaces } from './sku-places.js';
import { plannedChecks, type RowPath, stockObstacles } from './stock-check.js';
import type { RememberedRow, StockIntent } from './stock-intent.js';
import type { StockLane } from './stock-lane.js';
import { doneAsSeen } from './stock-look.js';

/** A row of stock to write. */
export interface StockRowToWrite extends StockWriteRow {
  /** The merchant's own code of a regional warehouse; absent and null for ordinary stock. */
  readonly warehouse?: string | null;
}

/** How stock is written; `runBatch` takes it, and adds what the mutation is. */
export interface SkuStockBatch
  extends Pick<
    BatchWrite<StockRowToWrite>,
    'shopKey' | 'isSandbox' | 'rows' | 'check' | 'group' | 'plan' | 'send' | 'intent' | 'turn' | 'width'
  > {
  /** Runs the write in its turn: its place in the queue of each SKU is taken now. Not for a dry run. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** The reads of the check, as a plan shows them. */
  plannedChecks(): PlannedCall[];
}

/**
 * Writes of stock in the fewest calls: one read for each hundred products that says what cannot be written, then one call for
 * each fifty absolute rows, over products; each change, a row alone, and each row whose product is not known, by the call for one
 * SKU. When that is repeated the platform says of this one row that it was done; of a batch it says so of the whole, and its rows can only
 * be read.
 * Writes to a SKU are sent in the order they came. An absolute quantity that still waits when a newer one for the same
 * stock has come is skipped.
 * @param rows all of a shop; the id of one that is not refused is one of a SKU
 */
export function stockBatch(
  lane: StockLane,
  rows: readonly (StockRowToWrite | RefusedRow)[],
  pathOf: RowPath,
): SkuStockBatch {
  const { shop } = lane;
  const ready = rows.filter((row): row is StockRowToWrite => 'change' in row);
  let arrival: Arrival | null = null;
  /** Rows that are a call of their own; decided before anything is refused, so that a repeat takes the same call. */
  const alone = new Set<number>();
  const group = (sent: readonly StockRowToWrite[]): StockRowToWrite[][] => {
    const isBatched = (row: StockRowToWrite): boolean => !isChange(row) && remembered(row).productId !== null;
    const single = sent.filter((row) => !isBatched(row)).map((row) => [row]);
    const groups = [...chunks(sent.filter(isBatched)), ...single];
    alone.clear();
    for (const [first, ...others] of groups) if (first !== undefined && others.length === 0) alone.add(first.index);
    return groups;
  };
  const callOf = (call: readonly StockRowToWrite[], id: string | null): StockCall => ({
    isChange: call.some(isChange),
    isBatch: !call.some(({ index }) => alone.has(index)),
    id,
  });
  return {
    shopKey: shop.key,
    isSandbox: shop.isSandbox,
    rows,
    inTurn: async (work) => {
      arrival = arrive(lane, ready);
      try {
        return await work();
      } finally {
        arrival.leave();
      }
    },
    check: (asked) => stockObstacles(lane, asked.map(checked), pathOf),
    plannedChecks: () => plannedChecks(lane, ready.map(checked)),
    group,
    plan: (call) => {
      const { method, parameters } = stockWrite(call.map(remembered), callOf(call, null));
      return [planned(lane, method, parameters, call.length)];
    },
    intent: (call): StockIntent => {
      const { isChange: changes, isBatch } = callOf(call, null);
      return { isChange: changes, isBatch, rows: call.map(remembered) };
    },
    turn: () => (ready.length === 0 ? null : (arrival?.places ?? null)),
    send: async (asked, { beforeFirstByte, callId }) => {
      if (arrival === null) throw new Error('stock is written in turn');
      const announced = arrival.announce(asked);
      await arrival.places.come;
      const left = asked.filter((row) => !lane.newest.isSuperseded(announced, stockKey(lane, row)));
      const overtaken = asked.filter((row) => !left.includes(row)).map(replaced);
      if (left.length === 0) return overtaken;
      const call = callOf(left, callId);
      const answers = await sendRows(lane, left, call, pathOf, beforeFirstByte);
      return [...overtaken, ...(await toldOf(lane, left, call, answers))];
    },
  };
}

interface Arrival {
  readonly places: SkuPlaces;
  /** Says that these rows will be sent. Changes are not announced: each of them counts, and none replaces another. */
  announce(rows: readonly StockRowToWrite[]): AnnouncedWrite;
  leave(): void;
}

function arrive(lane: StockLane, rows: readonly StockRowToWrite[]): Arrival {
  const number = lane.newest.arrive();
  const announced: AnnouncedWrite[] = [];
  const places = takePlaces(
    lane,
    rows.map((row) => remembered(row).skuId),
  );
  return {
    places,
    announce: (sent) => {
      const absolute = sent.filter((row) => !isChange(row));
      const write = lane.newest.announce(
        absolute.map((row) => stockKey(lane, row)),
        number,
      );
      announced.push(write);
      return write;
    },
    leave: () => {
      for (const write of announced) lane.newest.release(write);
      places.giveBack();
    },
  };
}

/** Names one stock: of a SKU, in a place, in one environment. */
function stockKey({ shop }: StockLane, row: StockRowToWrite): string {
  const { skuId, warehouse } = remembered(row);
  return tupleKey([shop.tenantId, shop.key, shop.isSandbox ? 'sandbox' : 'live', skuId, warehouse ?? '']);
}

const isChange = ({ change }: StockRowToWrite): boolean => 'changeBy' in change;

/** The row as a call and an intent have it. Its id was read before it came here. */
function remembered({ index, nodeId, change, warehouse = null }: StockRowToWrite): RememberedRow {
  const { productId = null, skuId = '' } = readSkuId(decodeGlobalId(nodeId)?.nativeId ?? '') ?? {};
  return { index, productId, skuId, warehouse, quantity: 'setTo' in change ? change.setTo : change.changeBy };
}

const checked = (row: StockRowToWrite) => ({ ...remembered(row), nodeId: row.nodeId });

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < rows.length; from += MAX_STOCK_ROWS) parts.push(rows.slice(from, from + MAX_STOCK_ROWS));
  return parts;
}

/** Of a call for one SKU the platform's numbers say what is the matter with that one. */
function sendRows(
  { client }: StockLane,
  rows: readonly StockRowToWrite[],
  call: StockCall,
  pathOf: RowPath,
  beforeFirstByte: () => Promise<void>,
): Promise<StockAnswers> {
  const sending = sendStock(client, rows.map(remembered), call, beforeFirstByte);
  const [first] = rows;
  if (call.isBatch || first === undefined) return sending;
  const paths = (['skuId', 'quantity', 'warehouseOuterId'] as const).flatMap((field) => {
    const path = pathOf(first.index, field);
    return path === undefined ? [] : [[field, path] as const];
  });
  return refusedAs(STOCK_REFUSALS, Object.fromEntries(paths), sending);
}

/** What became of the rows. Where the platform says only that it took the call before, the stock itself tells. */
async function toldOf(
  { client }: StockLane,
  rows: readonly StockRowToWrite[],
  call: StockCall,
  answers: StockAnswers,
): Promise<RowTold[]> {
  if (answers.wasDoneBefore && !call.isBatch) return rows.map(({ index }) => ({ index }));
  if (answers.wasDoneBefore) return doneAsSeen(client, rows.map(remembered));
  return rows.flatMap(({ index }, at): RowTold[] => {
    const answer = answers.rows[at];
    if (answer === undefined || answer.kind === 'untold') return [];
    if (answer.kind === 'refused') return [{ index, error: answer.error }];
    return [{ index, told: { before: answer.before, after: answer.after } }];
  });
}

const replaced = ({ index, nodeId }: StockRowToWrite): RowTold => ({
  index,
  status: RowStatus.SKIPPED,
  error: new AppError('CONFLICT', 'A newer write of this stock took its place before it was sent.', { nodeId }),
});
