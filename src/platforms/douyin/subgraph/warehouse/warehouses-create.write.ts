import { AppError } from '../../../../errors/app-error.js';
import { type BatchRow, type RefusedRow, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId, encodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { getWarehousesByOuterIds } from '../../upstream/endpoints/warehouse-read.js';
import {
  CREATE_REFUSALS,
  createWrite,
  type NewWarehouse,
  sendCreate,
} from '../../upstream/endpoints/warehouse-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { douyinOf } from '../context.js';
import { allOneAtATime } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import type { CreateIntent } from './warehouse.settle.js';
import type { RegionalWarehousesCreateInput } from './warehouse-write.input.js';
import { warehousesRead } from './warehouses-read-back.js';

interface NewRow extends BatchRow {
  readonly warehouse: NewWarehouse;
}

/**
 * `regionalWarehousesCreate`: one call for all that the shop has not yet, since the platform makes all of a call or none; which it
 * has is read before, so that a code that is taken stops its own row alone.
 */
export async function createWarehouses(
  input: RegionalWarehousesCreateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const scope = await douyinOf(ctx).forWrite(decodeGlobalId(input.shopId)?.shopKey ?? '');
  const { client, shop } = scope;
  const rows = newRows(input);
  const gid = (outerId: string): string => encodeGlobalId('RegionalWarehouse', shop.key, outerId);
  const outerIds = rows.flatMap((row) => ('error' in row ? [] : [row.warehouse.outerId]));
  const result = await allOneAtATime(scope, 'RegionalWarehouse', outerIds, options, () =>
    runBatch<NewRow>(ctx, scope.deps.writes, {
      mutation: 'regionalWarehousesCreate',
      shopKey: shop.key,
      input,
      options,
      isSandbox: shop.isSandbox,
      rows,
      check: async (all) => {
        const found = await getWarehousesByOuterIds(client, codesOf(all));
        const taken = new Set(found.map(({ outerId }) => outerId));
        return all
          .filter(({ warehouse }) => taken.has(warehouse.outerId))
          .map(({ index, warehouse: { outerId } }) => existing(index, gid(outerId)));
      },
      group: (all) => (all.length === 0 ? [] : [all]),
      plan: (all) => {
        const { method, parameters } = createWrite(all.map(({ warehouse }) => warehouse));
        const read = all.length === 1 ? METHODS.warehouseInfo : METHODS.warehouseList;
        return [
          plannedRead(scope, METHODS.warehouseList),
          planned(scope, method, parameters, all.length),
          plannedRead(scope, read),
        ];
      },
      send: async (all, { beforeFirstByte }) => {
        const write = createWrite(all.map(({ warehouse }) => warehouse));
        await refusedAs(CREATE_REFUSALS, pathsOf(all), sendCreate(client, write, beforeFirstByte));
        return all.map(({ index, warehouse: { outerId } }) => ({ index, nodeId: gid(outerId) }));
      },
      intent: (all): CreateIntent => ({
        warehouses: all.map(({ index, warehouse: { outerId } }) => ({ index, outerId })),
      }),
      reconcile: scope.deps.reconcile.regionalWarehousesCreate,
    }),
  );
  const isDone = new Set(result.ends.filter(({ status }) => status === RowStatus.SUCCEEDED).map(({ index }) => index));
  const made = rows.flatMap((row) => (!('error' in row) && isDone.has(row.index) ? [row.warehouse.outerId] : []));
  return {
    ...result.base,
    // One that was settled later has its id from its code.
    rows: result.rows.map((row) =>
      row.nodeId === null && isDone.has(row.index)
        ? { ...row, nodeId: gid(input.warehouses[row.index]?.outerId ?? '') }
        : row,
    ),
    regionalWarehouses: warehousesRead(scope, made),
  };
}

const pathOf = (index: number, ...rest: string[]): string[] => ['input', 'warehouses', String(index), ...rest];

/** What the platform refuses of several it does not tell apart. */
function pathsOf([first, ...others]: readonly NewRow[]) {
  const isOne = first !== undefined && others.length === 0;
  return {
    warehouse: isOne ? pathOf(first.index) : ['input', 'warehouses'],
    outerId: isOne ? pathOf(first.index, 'outerId') : ['input', 'warehouses'],
  };
}

/** Rows of the input, each code once; the platform wants words about a warehouse, for which its name does. */
function newRows({ warehouses }: RegionalWarehousesCreateInput): (NewRow | RefusedRow)[] {
  const seen = new Set<string>();
  return warehouses.map(({ outerId, name, description }, index): NewRow | RefusedRow => {
    const isRepeated = seen.has(outerId);
    seen.add(outerId);
    if (!isRepeated) return { index, nodeId: null, warehouse: { outerId, name, intro: description || name } };
    const constraint = 'each code once';
    const path = pathOf(index, 'outerId');
    return {
      index,
      nodeId: null,
      error: new AppError('INVALID_INPUT', `Rows have ${constraint}.`, { path, constraint }),
    };
  });
}

const codesOf = (rows: readonly NewRow[]): string[] => rows.map(({ warehouse }) => warehouse.outerId);

const existing = (index: number, nodeId: string): RefusedRow => ({
  index,
  nodeId,
  error: new AppError('ALREADY_EXISTS', 'The shop has a warehouse of this code.', {
    path: pathOf(index, 'outerId'),
    nodeId,
  }),
});
