import type { KeptObject, KeptObjects } from '../ledger/kept-objects.js';
import { inChunks } from './chunks.js';
import type { Database } from './database.js';
import type { KeptObjectRow } from './tables.js';

/** The kept objects in the database. */
export function keptObjectsAdapter(db: Database): KeptObjects {
  return {
    keep: async (object) => {
      const row = toRow(object);
      await db.write((tables) =>
        tables
          .insertInto('kept_objects')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['tenant_id', 'shop_key', 'type', 'native_id'])
              .doUpdateSet({ about: row.about, body: row.body, created_at: row.created_at }),
          )
          .execute(),
      );
    },
    find: (tenantId, shopKey, type, nativeIds) =>
      db.read((tables) =>
        inChunks(nativeIds, async (some) => {
          const rows = await tables
            .selectFrom('kept_objects')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('shop_key', '=', shopKey)
            .where('type', '=', type)
            .where('native_id', 'in', some)
            .execute();
          return rows.map(toObject);
        }),
      ),
    list: async (tenantId, shopKey, type, { limit, before, about }) => {
      const rows = await db.query((tables) => {
        let query = tables
          .selectFrom('kept_objects')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('shop_key', '=', shopKey)
          .where('type', '=', type);
        if (about !== undefined) query = query.where('about', '=', about);
        if (before !== undefined) {
          const at = before.createdAt.getTime();
          query = query.where((is) =>
            is.or([
              is('created_at', '<', at),
              is.and([is('created_at', '=', at), is('native_id', '<', before.nativeId)]),
            ]),
          );
        }
        return query.orderBy('created_at', 'desc').orderBy('native_id', 'desc').limit(limit).execute();
      });
      return rows.map(toObject);
    },
  };
}

const toRow = (object: KeptObject): KeptObjectRow => ({
  tenant_id: object.tenantId,
  shop_key: object.shopKey,
  type: object.type,
  native_id: object.nativeId,
  about: object.about,
  body: object.body,
  created_at: object.createdAt.getTime(),
});

const toObject = (row: KeptObjectRow): KeptObject => ({
  tenantId: row.tenant_id,
  shopKey: row.shop_key,
  type: row.type,
  nativeId: row.native_id,
  about: row.about,
  body: row.body,
  createdAt: new Date(row.created_at),
});
