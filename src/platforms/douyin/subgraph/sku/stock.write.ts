import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { type RefusedRow, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { StockChange } from '../../../../subgraph/stock-units.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { rowTargets } from '../object-write.js';
import { readSkuId } from './sku-id.js';
import { plannedReadBack, skuBatchPayload } from './sku-read-back.js';
import type { SkuStockRow, SkuStocksSetInput } from './sku-write.input.js';
import { type StockRowToWrite, stockBatch } from './stock-batch.js';
import type { StockField } from './stock-check.js';
import { stockLaneOf } from './stock-lane.js';

/** Bounds of ours: the platform documents none. */
const MAX_STOCK = 99_999_999;
const MAX_WAREHOUSE = 64;

/** `skuStocksSet`: absolute quantities and changes, each row with an outcome of its own. */
export async function setSkuStocks(
  input: SkuStocksSetInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  refuseVersion(options);
  refuseChangesWithoutKey(input, options);
  const ids = input.rows.map(({ skuId }, index) => ({ index, id: skuId, path: pathOf(index, 'skuId') }));
  const { scope, rows: targets } = await rowTargets(ids, 'ProductSku', readSkuId, ctx);
  const taken = new Set<string>();
  const rows = input.rows.map((row, index): StockRowToWrite | RefusedRow => {
    const target = targets[index] as (typeof targets)[number];
    if ('error' in target) return target;
    const checked = checkedRow(row, index, target.nodeId);
    const stock = JSON.stringify([target.native.skuId, row.warehouseOuterId ?? null]);
    if ('error' in checked || !taken.has(stock)) {
      taken.add(stock);
      return checked;
    }
    return refused(index, target.nodeId, 'skuId', 'not the stock of a row before it');
  });
  const batch = stockBatch(stockLaneOf(scope), rows, pathOf);
  const isDryRun = options?.dryRun === true;
  const run = () =>
    runBatch(ctx, scope.deps.writes, {
      ...batch,
      mutation: 'skuStocksSet',
      input,
      options,
      errorPolicy: input.errorPolicy,
      planAround: () => [
        ...batch.plannedChecks(),
        ...plannedReadBack(
          scope,
          rows.filter((row) => 'change' in row).map(({ nodeId }) => nodeId),
          info,
        ),
      ],
      reconcile: scope.deps.reconcile.skuStocksSet,
    });
  return skuBatchPayload(scope, isDryRun ? await run() : await batch.inTurn(run), info);
}

const pathOf = (index: number, field: StockField): string[] => ['input', 'rows', String(index), field];

/** A change that is sent twice counts twice: only a key tells a repeat from a second change (conventions C11). */
function refuseChangesWithoutKey({ rows }: SkuStocksSetInput, options: WriteOptions | null | undefined): void {
  if (options?.idempotencyKey != null || rows.every(({ quantity }) => quantity.changeBy == null)) return;
  throw new AppError('INVALID_INPUT', 'A change of stock needs an idempotency key.', {
    path: ['options', 'idempotencyKey'],
    constraint: 'required for changes',
  });
}

function checkedRow(row: SkuStockRow, index: number, nodeId: string): StockRowToWrite | RefusedRow {
  const warehouse = row.warehouseOuterId ?? null;
  if (warehouse !== null && (warehouse.trim() === '' || warehouse.length > MAX_WAREHOUSE))
    return refused(index, nodeId, 'warehouseOuterId', `1 to ${MAX_WAREHOUSE} characters`);
  const change = changeIn(row.quantity);
  if (change === null) return refused(index, nodeId, 'quantity', `0 to ${MAX_STOCK}, or a change by no more than that`);
  if ('changeBy' in change && change.changeBy === 0) {
    const error = new AppError('INVALID_INPUT', 'A change by 0 changes nothing.', { path: pathOf(index, 'quantity') });
    return { index, nodeId, error, status: RowStatus.SKIPPED };
  }
  return { index, nodeId, change, warehouse };
}

function changeIn({ setTo, changeBy }: SkuStockRow['quantity']): StockChange | null {
  if (setTo != null) return setTo < 0 || setTo > MAX_STOCK ? null : { setTo };
  return changeBy == null || Math.abs(changeBy) > MAX_STOCK ? null : { changeBy };
}

const refused = (index: number, nodeId: string, field: StockField, constraint: string): RefusedRow => ({
  index,
  nodeId,
  error: new AppError('INVALID_INPUT', `Expected: ${constraint}.`, { path: pathOf(index, field), constraint }),
});
