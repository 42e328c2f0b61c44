import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { decodeGlobalId } from '../../tenants/global-id.js';
import type { Shop as ShopRecord } from '../../tenants/shop.js';
import { registryOf } from '../context.js';
import { Shop } from './shop.type.js';
import type { ShopBy } from './shop-by.input.js';

/**
 * The shop a `ShopBy` names, if the caller may see it; null for missing, foreign and ungranted alike.
 * @throws AppError PERMISSION_DENIED for `tCode` without `shops:admin`, since the code is a secret
 */
export async function findShop(by: ShopBy, ctx: RequestContext): Promise<Shop | null> {
  const key = await keyOf(by, ctx);
  const record = key === null ? null : await ctx.shops.visible(key);
  return record === null ? null : Shop.of(record);
}

async function keyOf(by: ShopBy, ctx: RequestContext): Promise<string | null> {
  const { registry } = registryOf(ctx);
  if (by.id != null) return shopKeyOf(by.id);
  if (by.key != null) return by.key;
  if (by.tCode != null) {
    if (!ctx.caller.scopes.has('shops:admin'))
      throw new AppError('PERMISSION_DENIED', undefined, { path: ['by', 'tCode'], requiredScopes: ['shops:admin'] });
    return (await registry.shopByTCode(by.tCode))?.key ?? null;
  }
  const { native } = by;
  if (native == null) return null;
  const found: ShopRecord | null = await registry.shopByNative(ctx.caller.tenantId, native.platform, native.id);
  return found?.key ?? null;
}

/** The shop key in the global id of a shop; null for any other text. */
export function shopKeyOf(id: string): string | null {
  const decoded = decodeGlobalId(id);
  return decoded !== null && decoded.type === 'Shop' && decoded.nativeId === decoded.shopKey ? decoded.shopKey : null;
}
