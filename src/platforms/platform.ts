import type { ReadPlatform } from '../push/change-stream.js';
import type { PushPlatform } from '../push/dialect.js';
import type { CatalogPlatform } from '../subgraph/catalog-items.js';
import type { SubgraphPart } from '../subgraph/part.js';
import type { StockPlatform } from '../subgraph/stock-units.js';
import type { WarehousePlatform } from '../subgraph/stock-warehouses.js';
import type { Reconcile } from '../subgraph/write.js';
import type { TokenFacts } from '../tenants/refreshing-tokens.js';
import type { PlatformName, Shop, ShopRegistration } from '../tenants/shop.js';

/** What a platform is to the rest: a part of the graph, a reader of registrations, and something to close. */
export interface Platform {
  readonly name: PlatformName;
  readonly part: SubgraphPart;
  /**
   * Reads the keys a merchant gives (field names of the graph's credential input, e.g. `accessToken`, `siteId`).
   * @throws InputErrors with paths below the credential, e.g. `['siteId']`
   */
  readonly registration: (fields: Readonly<Record<string, string | undefined>>) => ShopRegistration;
  /** When the tokens of a shop end, for `Shop.credential`; absent where tokens do not. Null while there are none. */
  readonly tokenFacts?: (shop: Shop) => Promise<TokenFacts | null>;
  /** State of the line to one shop, for `Shop.health`. */
  readonly health: (shop: Shop) => LineHealth;
  /** How unknown outcomes of its mutations are settled, by mutation name. */
  readonly settlements: Readonly<Record<string, Reconcile>>;
  /** How its pushed messages are read; absent for a platform that pushes nothing. */
  readonly push?: PushPlatform;
  /** How it is asked from time to time for what has changed; absent for a platform that cannot tell. */
  readonly reconciling?: ReadPlatform;
  /** The stock of its units, as the inventory needs it; absent for a platform that has none. */
  readonly stock?: StockPlatform;
  /** Its items, for copying them between shops; absent for a platform that has none. */
  readonly catalog?: CatalogPlatform;
  /** The merchant's own warehouses behind its shops; absent for a platform that has none. */
  readonly warehouses?: WarehousePlatform;
  /** Closes pools and timers; calls in flight are finished first. */
  readonly close: () => Promise<void>;
}

/** State of the line to the platform for one shop (the graph's `ShopHealth`). */
export interface LineHealth {
  readonly circuit: 'CLOSED' | 'HALF_OPEN' | 'OPEN';
  readonly lastSuccessAt: Date | null;
  readonly p50LatencyMs: number | null;
  readonly p99LatencyMs: number | null;
  readonly rateBuckets: readonly {
    readonly name: string;
    readonly restoreRate: number;
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    readonly queued: number;
  }[];
}
