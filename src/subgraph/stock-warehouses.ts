import type { PlatformName, Shop } from '../tenants/shop.js';
import type { ResolverClass } from './part.js';
import type { RequestContext } from './request-context.js';

/** A warehouse as one shop knows it. */
export interface WarehouseSeen {
  /** The merchant's own code, the same in every shop. */
  readonly code: string;
  readonly name: string;
  /** The platform's object of the graph, of `WarehousePlatform.type`. */
  readonly object: object;
}

/** The warehouses of one shop in one request. Both share the calls of whatever else the request asks of the shop. */
export interface ShopWarehouses {
  /** All there are. @throws AppError what a page throws */
  all(): Promise<readonly WarehouseSeen[]>;
  /** Those of these codes; missing ones are missing. @throws AppError */
  find(codes: readonly string[]): Promise<readonly WarehouseSeen[]>;
}

/** What a platform whose shops draw on the merchant's own warehouses offers to the inventory. */
export interface WarehousePlatform {
  readonly name: PlatformName;
  /** Class of its warehouses in the graph. */
  readonly type: ResolverClass;
  of(shop: Shop, ctx: RequestContext): ShopWarehouses;
}
