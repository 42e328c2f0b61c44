import 'reflect-metadata';
import type { SubgraphPart } from '../subgraph/part.js';
import { StockItemsAutoLinkResolver } from './auto-link/stock-items-auto-link.resolver.js';
import { INVENTORY, type InventoryDeps, InventoryRequest } from './context.js';
import { ListingResolver } from './listing/listing.resolver.js';
import { listingEntity } from './listing/listing-access.js';
import { StockReconcileResolver } from './reconcile/stock-reconcile.resolver.js';
import { linkedUnitResolverFor } from './stock-item/linked-unit.resolver.js';
import { StockItemResolver } from './stock-item/stock-item.resolver.js';
import { stockItemEntity } from './stock-item/stock-item-access.js';
import { StockItemSetResolver } from './stock-item/stock-item-set.resolver.js';
import { StockSyncResolver } from './sync/stock-sync.resolver.js';
import { CatalogCopyResolver, syndicateResolverFor } from './syndicate/catalog-syndicate.resolver.js';
import { GroupWarehouseResolver, warehouseResolverFor } from './warehouse/warehouse.resolver.js';
import { warehouseEntity } from './warehouse/warehouses-of-group.js';

export { SaleFollower } from './sales/sale-follower.js';
export { SeenStock } from './seen-stock.js';
export { createStockEngine, stockSettlements } from './sync/stock-engine.js';
export { stockSyncWork } from './sync/sync-job.js';
export { settleCopies } from './syndicate/copy-settle.js';

/**
 * The part of the graph that knows one stock behind many shops. It calls no platform by itself: what it reads and writes goes through
 * the ports that platforms offer.
 * @param units classes of the platforms' sellable units, which get `stockItem`
 */
export function createInventoryPart(deps: InventoryDeps, units: readonly (new () => { id: string })[]): SubgraphPart {
  return {
    name: INVENTORY,
    resolvers: [
      StockItemResolver,
      StockItemSetResolver,
      StockItemsAutoLinkResolver,
      StockSyncResolver,
      StockReconcileResolver,
      CatalogCopyResolver,
      syndicateResolverFor(deps.catalog),
      ListingResolver,
      GroupWarehouseResolver,
      ...deps.warehouses.map(({ type }) => warehouseResolverFor(type)),
      ...units.map(linkedUnitResolverFor),
    ],
    orphanedTypes: [],
    revisioned: [],
    entities: { StockItem: stockItemEntity, Listing: listingEntity, Warehouse: warehouseEntity },
    entityBatch: { StockItem: 0, Listing: 0, Warehouse: 1 },
    contextFor: (request) => new InventoryRequest(deps, request),
  };
}
