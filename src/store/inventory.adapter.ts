import type { StockItems } from '../inventory/ports.js';
import { inChunks } from './chunks.js';
import type { Database } from './database.js';
import { linksOf, linkUnits, setItem } from './inventory-links.js';
import { countItems, listItems } from './inventory-list.js';
import { changeCounts, noteSeen, noteWrites, seenChanges } from './inventory-notes.js';
import { isAwake, toListing, toStockItem } from './inventory-row.js';

/** Stock items and their listings in the database. */
export function inventoryAdapter(db: Database): StockItems {
  const nowMs = (): number => db.now().getTime();
  return {
    find: (tenantId, ids) =>
      inChunks(ids, async (chunk) => {
        const rows = await db.query((tables) =>
          tables
            .selectFrom('stock_items')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('id', 'in', chunk)
            .execute(),
        );
        return rows.map(toStockItem);
      }),
    findByCodes: (tenantId, groupKey, codes) =>
      inChunks(codes, async (chunk) => {
        const rows = await db.query((tables) =>
          tables
            .selectFrom('stock_items')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('group_key', '=', groupKey)
            .where('merchant_code', 'in', chunk)
            .execute(),
        );
        return rows.map(toStockItem);
      }),
    list: async (tenantId, groupKey, query) => {
      const rows = await db.query((tables) => listItems(tables, tenantId, groupKey, query));
      return rows.map(toStockItem);
    },
    count: (tenantId, groupKey, query) => db.query((tables) => countItems(tables, tenantId, groupKey, query)),
    hasListings: async (tenantId) => {
      const row = await db.query((tables) =>
        tables.selectFrom('stock_listings').select('id').where('tenant_id', '=', tenantId).limit(1).executeTakeFirst(),
      );
      return row !== undefined;
    },
    listings: (tenantId, ids) =>
      inChunks(ids, async (chunk) => {
        const rows = await db.query((tables) =>
          tables
            .selectFrom('stock_listings')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('id', 'in', chunk)
            .where(isAwake)
            .execute(),
        );
        return rows.map(toListing);
      }),
    listingsOfItems: (tenantId, stockItemIds) =>
      inChunks(stockItemIds, async (chunk) => {
        const rows = await db.query((tables) =>
          tables
            .selectFrom('stock_listings')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('stock_item_id', 'in', chunk)
            .where(isAwake)
            .orderBy('shop_key')
            .orderBy('unit_id')
            .execute(),
        );
        return rows.map(toListing);
      }),
    listingsOfUnits: (tenantId, unitIds) =>
      inChunks(unitIds, async (chunk) => (await db.query((tables) => linksOf(tables, tenantId, chunk))).map(toListing)),
    set: (change) => db.write((tables) => setItem(tables, change, nowMs())),
    link: (tenantId, groupKey, units) =>
      db.write(async (tables) => {
        const at = nowMs();
        const made = await inChunks(units, async (chunk) => [await linkUnits(tables, tenantId, groupKey, chunk, at)]);
        return made.reduce((sum, count) => sum + count, 0);
      }),
    noteWritten: async (tenantId, notes) => {
      if (notes.length > 0) await db.write((tables) => noteWrites(tables, tenantId, notes));
    },
    noteSeen: async (tenantId, notes) => {
      const units = [...new Set(notes.map(({ unitId }) => unitId))];
      const rows = await inChunks(units, (chunk) => db.query((tables) => linksOf(tables, tenantId, chunk)));
      const changes = seenChanges(rows, notes);
      if (changes.length > 0) await db.write((tables) => noteSeen(tables, changes));
    },
    changeOnHand: (tenantId, operationId, changes) =>
      db.write((tables) => changeCounts(tables, tenantId, operationId, changes, nowMs())),
  };
}
