import { AppError } from '../errors/app-error.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { ShopGroup } from '../tenants/shop.js';
import { inventoryOf } from './context.js';
import { groupKeyOf } from './inventory-id.js';

/** The group that a write names. @throws AppError NOT_FOUND for a missing and another tenant's one alike */
export async function groupOfWrite(groupId: string, ctx: RequestContext): Promise<ShopGroup> {
  const key = groupKeyOf(groupId);
  const group = key === null ? null : await inventoryOf(ctx).group(key);
  if (group === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'groupId'] });
  return group;
}
