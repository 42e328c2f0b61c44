import type { NewestWrite } from '../../../../subgraph/newest-write.js';
import type { ObjectLock } from '../../../../subgraph/object-write.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { DouyinClient } from '../../upstream/client.js';
import type { ShopScope } from '../context.js';
import type { RegionalSkus } from './regional-skus.js';

/** What writing the stock of a shop needs, of a request or of a job. */
export interface StockLane {
  readonly shop: Shop;
  /** Global id of the shop. */
  readonly shopId: string;
  readonly client: DouyinClient;
  readonly lock: ObjectLock;
  readonly newest: NewestWrite;
  readonly regional: RegionalSkus;
  /** Ends waiting, not what was begun. */
  readonly signal: AbortSignal;
}

/** That of a request. */
export const stockLaneOf = ({ shop, shopId, client, deps, request }: ShopScope): StockLane => ({
  shop,
  shopId,
  client,
  lock: deps.lock,
  newest: deps.newestStocks,
  regional: deps.regionalSkus,
  signal: request.signal,
});
