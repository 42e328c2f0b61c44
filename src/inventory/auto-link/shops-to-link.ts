import { AppError, InputErrors } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { StockPlatform } from '../../subgraph/stock-units.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop, ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { shopKeyOf } from '../inventory-id.js';

/** A shop whose units have merchant codes. */
export interface ShopToLink {
  readonly shop: Shop;
  readonly platform: StockPlatform;
}

/** Shops to look through, and why others are not. */
export interface ShopsToLink {
  readonly shops: readonly ShopToLink[];
  readonly refused: readonly AppError[];
}

/**
 * The shops that are named, or all of the group's that the caller may write to.
 * @throws InputErrors when one that is named is not of the group, not the caller's to write to, or has no merchant codes
 */
export async function shopsToLink(
  shopIds: readonly string[] | null,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<ShopsToLink> {
  if (shopIds === null) return ofGroup(group, ctx);
  const shops = new Map<string, ShopToLink>();
  const errors: AppError[] = [];
  for (const [index, id] of shopIds.entries()) {
    try {
      const named = await namedShop(id, group, ctx);
      shops.set(named.shop.key, named);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push(error.with({ path: ['input', 'shopIds', String(index)] }));
    }
  }
  if (errors.length > 0) throw new InputErrors(errors);
  return { shops: [...shops.values()], refused: [] };
}

/** A suspended one is told of and left out; of those without merchant codes there is nothing to tell. */
async function ofGroup(group: ShopGroup, ctx: RequestContext): Promise<ShopsToLink> {
  const inventory = inventoryOf(ctx);
  const shops: ShopToLink[] = [];
  const refused: AppError[] = [];
  for (const shop of await inventory.shopsOf(group)) {
    const platform = codedPlatform(shop, ctx);
    if (platform === undefined) continue;
    if (shop.status !== 'SUSPENDED') shops.push({ shop, platform });
    else
      refused.push(
        new AppError('SHOP_SUSPENDED', undefined, { shopId: shopGlobalId(shop.key), platform: shop.platform }),
      );
  }
  return { shops, refused };
}

/** @throws AppError NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED, STATE_FORBIDS, NOT_SUPPORTED_UPSTREAM */
async function namedShop(id: string, group: ShopGroup, ctx: RequestContext): Promise<ShopToLink> {
  const key = shopKeyOf(id);
  if (key === null) throw new AppError('NOT_FOUND');
  const shop = await ctx.shops.writable(key);
  if (shop.groupKey !== group.key)
    throw new AppError('STATE_FORBIDS', 'The shop is not in the group.', { nodeId: shopGlobalId(key) });
  const platform = codedPlatform(shop, ctx);
  if (platform !== undefined) return { shop, platform };
  const detail = { shopId: shopGlobalId(key), platform: shop.platform };
  throw new AppError('NOT_SUPPORTED_UPSTREAM', 'Units of this platform have no merchant code.', detail);
}

const codedPlatform = (shop: Shop, ctx: RequestContext): StockPlatform | undefined =>
  inventoryOf(ctx).deps.stock.find(
    ({ name, hasMerchantCodes }) => name === shop.platform && hasMerchantCodes !== false,
  );
