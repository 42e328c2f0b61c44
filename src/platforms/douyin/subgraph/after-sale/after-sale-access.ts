import { AppError } from '../../../../errors/app-error.js';
import type { Scope } from '../../../../tenants/scopes.js';
import type { ShopScope } from '../context.js';
import type { AfterSale } from './after-sale.type.js';

const READ: Scope = 'orders:read';

/**
 * A case by its native id, for `node`, `nodes` and the references of gateways, which name no scope of their own.
 * @throws AppError PERMISSION_DENIED without `orders:read`
 */
export async function findAfterSale({ request, afterSales }: ShopScope, nativeId: string): Promise<AfterSale | null> {
  if (!request.caller.scopes.has(READ))
    throw new AppError('PERMISSION_DENIED', 'The API key lacks the scope for this object.', { requiredScopes: [READ] });
  return afterSales.load(nativeId);
}
