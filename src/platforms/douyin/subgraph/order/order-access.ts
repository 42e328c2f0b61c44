import { AppError } from '../../../../errors/app-error.js';
import type { Scope } from '../../../../tenants/scopes.js';
import type { ShopScope } from '../context.js';
import type { Order } from './order.type.js';
import type { OrderLine } from './order-line.type.js';
import { readLineId } from './order-line-id.js';

const READ: Scope = 'orders:read';

/**
 * An order by its native id, for `node`, `nodes` and the references of gateways, which name no scope of their own.
 * @throws AppError PERMISSION_DENIED without `orders:read`
 */
export async function findOrder(scope: ShopScope, nativeId: string): Promise<Order | null> {
  requireOrdersRead(scope);
  return scope.orders.load(nativeId);
}

/** A line by the ids of its order and of itself, found in its order. @throws AppError PERMISSION_DENIED as above */
export async function findOrderLine(scope: ShopScope, nativeId: string): Promise<OrderLine | null> {
  requireOrdersRead(scope);
  const id = readLineId(nativeId);
  const order = id === null ? null : await scope.orders.load(id.orderId);
  return order?.lines.find(({ record }) => record.id === id?.lineId) ?? null;
}

function requireOrdersRead({ request }: ShopScope): void {
  if (request.caller.scopes.has(READ)) return;
  throw new AppError('PERMISSION_DENIED', 'The API key lacks the scope for this object.', { requiredScopes: [READ] });
}
