import type { Logger } from '../../../log/logger.js';
import type { Shop } from '../../../tenants/shop.js';
import type { DouyinClient } from '../upstream/client.js';

/** What a loader needs of its shop. */
export interface ShopLane {
  readonly shop: Shop;
  readonly client: DouyinClient;
  readonly log: Logger;
}
