import type { Logger } from '../../../log/logger.js';
import type { Shop } from '../../../tenants/shop.js';
import type { KuaizhanClient } from '../upstream/client.js';

/** What the loaders of one shop in one request are made with. */
export interface ShopLane {
  readonly client: KuaizhanClient;
  readonly shop: Shop;
  /** The platform's shop id; null for a site that sells nothing. */
  readonly nativeShopId: string | null;
  readonly log: Logger;
}
