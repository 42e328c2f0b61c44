import { AppError } from '../../../errors/app-error.js';
import type { BatchRow, RefusedRow } from '../../../subgraph/batch-write.js';
import { requireVersion } from '../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../tenants/global-id.js';
import { tupleKey } from '../../../tenants/key-tuple.js';
import { douyinOf, type ShopScope } from './context.js';
import { isNativeId } from './one-by-one.js';

/** An object of a shop that is to be written to. */
export interface WriteTarget {
  readonly scope: ShopScope;
  readonly nativeId: string;
  readonly type: string;
}

/**
 * The shop and native id an input's `id` names.
 * @throws AppError NOT_FOUND for another type's id and for a missing shop, PERMISSION_DENIED, SHOP_SUSPENDED, WRONG_PLATFORM
 */
export async function writeTarget(id: string, type: string, ctx: RequestContext): Promise<WriteTarget> {
  const decoded = decodeGlobalId(id);
  if (decoded?.type !== type || !isNativeId(decoded.nativeId))
    throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  return { scope: await douyinOf(ctx).forWrite(decoded.shopKey), nativeId: decoded.nativeId, type };
}

/**
 * Checks the version that is expected, where one is. Part of `send`, before the first byte: a repeat of a used idempotency
 * key gets its stored answer, whatever the object has become since.
 * @param present reads the object now; null when it is missing
 * @throws AppError NOT_FOUND, CONFLICT
 */
export async function checkVersion(
  options: WriteOptions | null | undefined,
  present: () => Promise<{ id: string; version: string } | null>,
): Promise<void> {
  if (options?.expectedVersion == null) return;
  const object = await present();
  if (object === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  requireVersion(options, object);
}

/** An id of a row of a batch. */
export interface RowId {
  readonly index: number;
  /** Global id. */
  readonly id: string;
  /** Where it stands in the arguments, e.g. `['input', 'rows', '3', 'skuId']`. */
  readonly path: readonly string[];
}

/** A row whose id could be read. */
export interface RowTarget<N> extends BatchRow {
  readonly nodeId: string;
  readonly native: N;
}

/**
 * The one shop that the rows of a batch are of (conventions 3.3), and the native ids of the rows. A row of another type or
 * another shop is refused by itself.
 * @param read reads a native id; null for what cannot be one
 * @throws AppError NOT_FOUND when no row can be read, PERMISSION_DENIED, SHOP_SUSPENDED, WRONG_PLATFORM
 */
export async function rowTargets<N>(
  rows: readonly RowId[],
  type: string,
  read: (nativeId: string) => N | null,
  ctx: RequestContext,
): Promise<{ readonly scope: ShopScope; readonly rows: readonly (RowTarget<N> | RefusedRow)[] }> {
  const decoded = rows.map((row) => {
    const id = decodeGlobalId(row.id);
    const native = id?.type === type ? read(id.nativeId) : null;
    return { ...row, shopKey: native === null ? null : (id?.shopKey ?? null), native };
  });
  const shopKey = decoded.find((row) => row.shopKey !== null)?.shopKey ?? null;
  if (shopKey === null) throw new AppError('NOT_FOUND', undefined, { path: rows[0]?.path ?? ['input'] });
  return {
    scope: await douyinOf(ctx).forWrite(shopKey),
    rows: decoded.map(({ index, id, path, native, shopKey: key }) => {
      if (native === null) return { index, nodeId: null, error: new AppError('NOT_FOUND', undefined, { path }) };
      if (key === shopKey) return { index, nodeId: id, native };
      const constraint = 'of the same shop as the rows before it';
      const error = new AppError('INVALID_INPUT', `A row must be ${constraint}.`, { path, constraint });
      return { index, nodeId: null, error };
    }),
  };
}

/** A native id that is a plain number of the platform. */
export const readNativeId = (id: string): string | null => (isNativeId(id) ? id : null);

/**
 * One write per object at a time (reliability section 4), in the order they came. A dry run writes nothing: it neither waits nor
 * keeps anybody waiting.
 */
export const oneAtATime = <T>(
  { scope, nativeId, type }: WriteTarget,
  options: WriteOptions | null | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  if (options?.dryRun === true) return work();
  const turn = tupleKey([scope.shop.tenantId, scope.shop.key, type, nativeId]);
  return scope.deps.lock.run(turn, scope.request.signal, work);
};

/**
 * The same for several objects of a shop: they are taken in one order, whatever order the rows have, so that two batches never
 * wait for each other.
 */
export function allOneAtATime<T>(
  scope: ShopScope,
  type: string,
  nativeIds: readonly string[],
  options: WriteOptions | null | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const ids = [...new Set(nativeIds)].sort();
  const take = (at: number): Promise<T> => {
    const nativeId = ids[at];
    return nativeId === undefined ? work() : oneAtATime({ scope, nativeId, type }, options, () => take(at + 1));
  };
  return take(0);
}
