import type { SettingsStore } from '../tenants/ports.js';
import type { Database } from './database.js';

/** The installation's own texts in the database. */
export function settingsAdapter(db: Database): SettingsStore {
  return {
    get: async (name) => {
      const row = await db.query((tables) =>
        tables.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst(),
      );
      return row?.value ?? null;
    },
    list: async (prefix) => {
      const rows = await db.query((tables) => tables.selectFrom('settings').selectAll().orderBy('name').execute());
      return new Map(rows.filter((row) => row.name.startsWith(prefix)).map((row) => [row.name, row.value]));
    },
    insertIfAbsent: (name, value) =>
      db.write(async (tables) => {
        await tables
          .insertInto('settings')
          .values({ name, value })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute();
        const row = await tables
          .selectFrom('settings')
          .select('value')
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        return row.value;
      }),
    replace: (name, expected, value) =>
      db.write(async (tables) => {
        const result = await tables
          .updateTable('settings')
          .set({ value })
          .where('name', '=', name)
          .where('value', '=', expected)
          .executeTakeFirst();
        return result.numUpdatedRows === 1n;
      }),
  };
}
