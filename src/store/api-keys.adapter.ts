import type { ApiKeyRecord, ApiKeyStore } from '../tenants/ports.js';
import { isScope } from '../tenants/scopes.js';
import { dateOf, stringsOf } from './columns.js';
import type { Database } from './database.js';
import type { ApiKeyRow } from './tables.js';

/** The API keys in the database. */
export function apiKeysAdapter(db: Database): ApiKeyStore {
  return {
    changes: () => db.changesOf('api_keys'),
    insert: async (record) => {
      await db.change('api_keys', (tables) => tables.insertInto('api_keys').values(toRow(record)).execute());
    },
    find: async (id) => {
      const row = await db.query((tables) =>
        tables.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row === undefined ? null : toRecord(row);
    },
    list: async (tenantId) => {
      const rows = await db.query((tables) => {
        const all = tables.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('id');
        return (tenantId === undefined ? all : all.where('tenant_id', '=', tenantId)).execute();
      });
      return rows.map(toRecord);
    },
    revoke: (id, at) =>
      db.change('api_keys', async (tables) => {
        await tables
          .updateTable('api_keys')
          .set({ revoked_at: at.getTime() })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
        const row = await tables.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? null : toRecord(row);
      }),
  };
}

const toRow = (record: ApiKeyRecord): ApiKeyRow => ({
  id: record.id,
  tenant_id: record.tenantId,
  name: record.name,
  mac: record.mac,
  scopes: JSON.stringify(record.scopes),
  shop_grants: record.shopGrants === null ? null : JSON.stringify(record.shopGrants),
  created_at: record.createdAt.getTime(),
  expires_at: record.expiresAt?.getTime() ?? null,
  revoked_at: record.revokedAt?.getTime() ?? null,
});

/** A scope that this version does not know any more is not held. */
const toRecord = (row: ApiKeyRow): ApiKeyRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  mac: row.mac,
  scopes: stringsOf(row.scopes).filter(isScope),
  shopGrants: row.shop_grants === null ? null : stringsOf(row.shop_grants),
  createdAt: new Date(row.created_at),
  expiresAt: dateOf(row.expires_at),
  revokedAt: dateOf(row.revoked_at),
});
