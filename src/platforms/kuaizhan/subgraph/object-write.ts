import { AppError } from '../../../errors/app-error.js';
import { requireVersion } from '../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../tenants/global-id.js';
import { tupleKey } from '../../../tenants/key-tuple.js';
import type { Shop } from '../../../tenants/shop.js';
import { kuaizhanOf, type ShopScope } from './context.js';

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
  if (decoded?.type !== type) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  return { scope: await kuaizhanOf(ctx).forWrite(decoded.shopKey), nativeId: decoded.nativeId, type };
}

/**
 * Reads the object before it is written, where that is needed: a version is expected, or nothing has shown yet that it is
 * this shop's (see `Ownership`). Part of `send`, before the first byte: a repeat of a
 * used idempotency key gets its stored answer, whatever the object has become since.
 * @param present reads it now; null when it is missing or of another shop
 * @throws AppError NOT_FOUND, CONFLICT
 */
export async function checkBeforeWrite(
  target: WriteTarget,
  options: WriteOptions | null | undefined,
  present: () => Promise<{ id: string; version: string } | null>,
): Promise<void> {
  if (!needsReadBefore(target, options)) return;
  const object = await present();
  if (object === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  requireVersion(options, object);
}

/** Whether a write begins with a read of its object; a dry run shows it in its plan. */
export const needsReadBefore = (
  { scope, nativeId, type }: WriteTarget,
  options: WriteOptions | null | undefined,
): boolean => options?.expectedVersion != null || !scope.deps.ownership.has(scope.shop, type, nativeId);

/** One write per object at a time (reliability section 4), in the order they came. */
export const oneAtATime = <T>({ scope, nativeId, type }: WriteTarget, work: () => Promise<T>): Promise<T> =>
  scope.deps.lock.run(lockKey(scope.shop, type, nativeId), scope.request.signal, work);

/** Names an object to the lock. */
export const lockKey = (shop: Shop, type: string, nativeId: string): string =>
  tupleKey([shop.tenantId, shop.key, type, nativeId]);
