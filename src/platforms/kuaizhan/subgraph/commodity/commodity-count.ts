import { countCommodities } from '../../upstream/endpoints/commodity.js';
import type { ShopScope } from '../context.js';

/** The platform's count of a shop, asked once per request; null for a site that sells nothing. */
export async function countOf(scope: ShopScope): Promise<number | null> {
  const shopId = scope.nativeShopId;
  return shopId === null ? null : scope.once.run('count', () => countCommodities(scope.client, shopId));
}
