import { AppError } from '../../../../errors/app-error.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { douyinOf } from '../context.js';
import { oneAtATime } from '../object-write.js';
import { runParts } from '../parts-write.js';
import { plannedRead } from '../planned.js';
import { warehouseParts } from './warehouse-parts.js';
import type { RegionalWarehouseUpdateInput } from './warehouse-write.input.js';
import { forgetWarehouses, warehousesRead } from './warehouses-read-back.js';

/**
 * `regionalWarehouseUpdate`: one call for the words, one for all regions that come, one for each that goes and for each priority;
 * a row of the answer for each. Its version is the text of its `updatedAt`.
 */
export async function updateWarehouse(
  input: RegionalWarehouseUpdateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const { id } = input;
  const decoded = decodeGlobalId(id);
  if (decoded?.type !== 'RegionalWarehouse' || decoded.nativeId === '') throw missing();
  const scope = await douyinOf(ctx).forWrite(decoded.shopKey);
  const outerId = decoded.nativeId;
  const parts = warehouseParts(input, outerId);
  const read = plannedRead(scope, METHODS.warehouseInfo);
  return oneAtATime({ scope, nativeId: outerId, type: 'RegionalWarehouse' }, options, async () => {
    const { base, rows, isChanged } = await runParts(ctx, scope, {
      mutation: 'regionalWarehouseUpdate',
      input,
      options,
      nodeId: id,
      parts,
      before: async () => {
        if (options?.expectedVersion == null) return [];
        forgetWarehouses(scope, [outerId]);
        const found = await scope.warehouses.load(outerId);
        if (found === null) throw missing();
        requireVersion(options, { id, version: found.updatedAt.toISOString() });
        return [];
      },
      readsBefore: () => (options?.expectedVersion == null ? [] : [read]),
      readsAfter: () => [read],
      reconcile: scope.deps.reconcile.regionalWarehouseUpdate,
    });
    return { ...base, rows, regionalWarehouses: warehousesRead(scope, isChanged ? [outerId] : []) };
  });
}

const missing = (): AppError => new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
