import type { TenantStore } from '../tenants/ports.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Database } from './database.js';
import type { Tables } from './tables.js';

/** The tenants in the database. */
export function tenantsAdapter(db: Database): TenantStore {
  return {
    insert: (tenant) =>
      db.write(async (tables) => {
        const result = await tables
          .insertInto('tenants')
          .values({ id: tenant.id, name: tenant.name, created_at: tenant.createdAt.getTime() })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .executeTakeFirst();
        return result.numInsertedOrUpdatedRows === 1n;
      }),
    list: async () =>
      (await db.query((tables) => tables.selectFrom('tenants').selectAll().orderBy('name').execute())).map(toTenant),
    find: async (idOrName) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('tenants')
          .selectAll()
          .where((is) => is.or([is('id', '=', idOrName), is('name', '=', idOrName)]))
          .execute(),
      );
      const row = rows.find((one) => one.id === idOrName) ?? rows[0];
      return row === undefined ? null : toTenant(row);
    },
  };
}

const toTenant = (row: Tables['tenants']): Tenant => ({
  id: row.id,
  name: row.name,
  createdAt: new Date(row.created_at),
});
