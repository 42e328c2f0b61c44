import { AppError } from '../../../errors/app-error.js';
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

/** One write per object at a time (reliability section 4), in the order they came. */
export const oneAtATime = <T>({ scope, nativeId, type }: WriteTarget, work: () => Promise<T>): Promise<T> =>
  scope.deps.lock.run(tupleKey([scope.shop.tenantId, scope.shop.key, type, nativeId]), scope.request.signal, work);
