import type { Transaction } from 'kysely';
import type { RefusedMember, ShopGroupStore } from '../tenants/ports.js';
import type { ShopGroup } from '../tenants/shop.js';
import type { Database } from './database.js';
import { toShop } from './shop-row.js';
import type { Tables } from './tables.js';

/** The shop groups in the database; membership is a column of the shop, so a shop is in one group at most. */
export function groupsAdapter(db: Database): ShopGroupStore {
  return {
    insert: (group, shopKeys, at) =>
      db.change('shops', async (tables) => {
        const refused = await refusedMembers(tables, group.tenantId, group.key, shopKeys);
        if (refused.length > 0) return refused;
        await tables
          .insertInto('shop_groups')
          .values({
            key: group.key,
            tenant_id: group.tenantId,
            name: group.name,
            created_at: group.createdAt.getTime(),
          })
          .execute();
        await setMembers(tables, group.key, shopKeys, at);
        return [];
      }),
    update: (tenantId, key, { name, shopKeys }, at) =>
      db.change('shops', async (tables) => {
        const group = await find(tables, tenantId, key);
        if (group === undefined) return null;
        if (shopKeys !== undefined) {
          const refused = await refusedMembers(tables, tenantId, key, shopKeys);
          if (refused.length > 0) return refused;
          await setMembers(tables, key, shopKeys, at);
        }
        if (name !== undefined) await tables.updateTable('shop_groups').set({ name }).where('key', '=', key).execute();
        return [];
      }),
    find: async (tenantId, key) => {
      const row = await db.query((tables) => find(tables, tenantId, key));
      return row === undefined ? null : toGroup(row);
    },
    shops: async (tenantId, key) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('shops')
          .selectAll()
          .where('group_key', '=', key)
          .where('tenant_id', '=', tenantId)
          .orderBy('name')
          .orderBy('key')
          .execute(),
      );
      return rows.map(toShop);
    },
  };
}

const find = (tables: Pick<Transaction<Tables>, 'selectFrom'>, tenantId: string, key: string) =>
  tables
    .selectFrom('shop_groups')
    .selectAll()
    .where('key', '=', key)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();

const toGroup = (row: Tables['shop_groups']): ShopGroup => ({
  tenantId: row.tenant_id,
  key: row.key,
  name: row.name,
  createdAt: new Date(row.created_at),
});

async function refusedMembers(
  tables: Transaction<Tables>,
  tenantId: string,
  groupKey: string,
  shopKeys: readonly string[],
): Promise<RefusedMember[]> {
  if (shopKeys.length === 0) return [];
  const rows = await tables
    .selectFrom('shops')
    .select(['key', 'group_key'])
    .where('tenant_id', '=', tenantId)
    .where('key', 'in', shopKeys)
    .execute();
  const groupOf = new Map(rows.map((row) => [row.key, row.group_key]));
  return shopKeys.flatMap((shopKey): RefusedMember[] => {
    const group = groupOf.get(shopKey);
    if (group === undefined) return [{ shopKey, reason: 'missing' }];
    return group === null || group === groupKey ? [] : [{ shopKey, reason: 'grouped' }];
  });
}

async function setMembers(
  tables: Transaction<Tables>,
  key: string,
  shopKeys: readonly string[],
  at: Date,
): Promise<void> {
  const updated_at = at.getTime();
  const leaving = tables.updateTable('shops').set({ group_key: null, updated_at }).where('group_key', '=', key);
  await (shopKeys.length === 0 ? leaving : leaving.where('key', 'not in', shopKeys)).execute();
  if (shopKeys.length === 0) return;
  await tables
    .updateTable('shops')
    .set({ group_key: key, updated_at })
    .where('key', 'in', shopKeys)
    .where('group_key', 'is', null)
    .execute();
}
