import { AppError } from '../errors/app-error.js';
import { shopGlobalId } from './global-id.js';
import type { TenantRegistry } from './registry.js';
import type { Shop } from './shop.js';
import type { Caller } from './tenant.js';

/** Distinct shops remembered for one request; its document and ids are bounded before, so this is only a guard. */
const MAX_REMEMBERED = 1_000;

/** A tenant's shops seen with one caller's grants; made anew for each request, so that its answers agree. */
export interface CallerShops {
  /** A shop the caller may see; null for a missing, a foreign and an ungranted one alike. */
  visible(shopKey: string): Promise<Shop | null>;
  /**
   * A shop the caller may write to.
   * @throws AppError NOT_FOUND for a missing or another tenant's shop, PERMISSION_DENIED for an ungranted one of the
   * tenant, SHOP_SUSPENDED for a suspended one
   */
  writable(shopKey: string): Promise<Shop>;
  /** The same for a shop in any state: a suspended one is resumed, and administered, this way. */
  owned(shopKey: string): Promise<Shop>;
  /** Whether the caller's tenant and grants cover the shop. */
  granted(shop: Shop): boolean;
}

/** Looks shops up as one caller may see them. */
export function createShopAccess(registry: Pick<TenantRegistry, 'shopByKey'>, caller: Caller): CallerShops {
  const seen = new Map<string, Promise<Shop | null>>();

  const ofTenant = (shopKey: string): Promise<Shop | null> => {
    const known = seen.get(shopKey);
    if (known !== undefined) return known;
    const asked = registry.shopByKey(shopKey).then((shop) => (shop?.tenantId === caller.tenantId ? shop : null));
    if (seen.size < MAX_REMEMBERED) seen.set(shopKey, asked);
    asked.catch(() => seen.delete(shopKey));
    return asked;
  };

  const granted = (shop: Shop): boolean =>
    shop.tenantId === caller.tenantId && (caller.shopGrants === null || caller.shopGrants.has(shop.key));

  const owned = async (shopKey: string): Promise<Shop> => {
    const shop = await ofTenant(shopKey);
    if (shop === null) throw new AppError('NOT_FOUND');
    if (!granted(shop)) throw new AppError('PERMISSION_DENIED', 'The caller may not act for this shop.');
    return shop;
  };

  return {
    visible: async (shopKey) => {
      const shop = await ofTenant(shopKey);
      return shop !== null && granted(shop) ? shop : null;
    },
    owned,
    writable: async (shopKey) => {
      const shop = await owned(shopKey);
      if (shop.status === 'SUSPENDED') {
        throw new AppError('SHOP_SUSPENDED', undefined, { shopId: shopGlobalId(shopKey), platform: shop.platform });
      }
      return shop;
    },
    granted,
  };
}
