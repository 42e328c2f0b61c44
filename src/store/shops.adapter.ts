import type { Transaction } from 'kysely';
import { type NewShop, REGISTRY_FIELDS, type SealedField, type ShopStore } from '../tenants/ports.js';
import type { Database } from './database.js';
import { sealedRows, sealedShops } from './sealed-shops.js';
import { countShops, listShops } from './shop-list.js';
import { searchable, toShop, toShopRecord, toShopRow } from './shop-row.js';
import { oweSwitch } from './switch-debts.adapter.js';
import type { ShopRow, Tables } from './tables.js';

/** The shops in the database, with their sealed secrets. */
export function shopsAdapter(db: Database): ShopStore {
  const findBy = async (column: 'key' | 't_code_mac' | 'push_id', value: string) => {
    const row = await db.query((tables) =>
      tables.selectFrom('shops').selectAll().where(column, '=', value).executeTakeFirst(),
    );
    return row === undefined ? null : toShopRecord(row);
  };
  return {
    ...sealedShops(db),
    changes: () => db.changesOf('shops'),
    insert: (row) => db.change('shops', (tables) => insert(tables, row)),
    find: (key) => findBy('key', key),
    findByTCode: (tCodeMac) => findBy('t_code_mac', tCodeMac),
    findByPushId: (pushId) => findBy('push_id', pushId),
    pushId: async (key, fresh) => {
      const idOf = async (tables: Pick<Transaction<Tables>, 'selectFrom'>) =>
        tables.selectFrom('shops').select('push_id').where('key', '=', key).executeTakeFirst();
      const known = await db.query(idOf);
      if (known === undefined || known.push_id !== null) return known?.push_id ?? null;
      return db.change('shops', async (tables) => {
        await tables
          .updateTable('shops')
          .set({ push_id: fresh })
          .where('key', '=', key)
          .where('push_id', 'is', null)
          .execute();
        return (await idOf(tables))?.push_id ?? null;
      });
    },
    findByNative: async (tenantId, platform, nativeId) => {
      const row = await db.query((tables) =>
        tables
          .selectFrom('shops')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('platform', '=', platform)
          .where('native_id', '=', nativeId)
          .executeTakeFirst(),
      );
      return row === undefined ? null : toShopRecord(row);
    },
    list: async (tenantId, query) => (await db.query((tables) => listShops(tables, tenantId, query))).map(toShop),
    count: (tenantId, query) => db.query((tables) => countShops(tables, tenantId, query)),
    update: (key, { name, labels, status, isSandbox }, at) =>
      db.change('shops', async (tables) => {
        const set: Partial<ShopRow> = { updated_at: at.getTime() };
        if (name !== undefined) Object.assign(set, { name, name_search: searchable(name) });
        if (labels !== undefined) set.labels = JSON.stringify(labels);
        if (status !== undefined) set.status = status;
        if (isSandbox !== undefined) set.is_sandbox = Number(isSandbox);
        await tables.updateTable('shops').set(set).where('key', '=', key).execute();
        const row = await tables.selectFrom('shops').selectAll().where('key', '=', key).executeTakeFirst();
        if (row === undefined) return null;
        if (labels !== undefined) await replaceLabels(tables, key, labels);
        if (isSandbox !== undefined) await oweSwitch(tables, key, 'sandbox', at);
        return toShop(row);
      }),
    setProxy: (key, { expectedVersion, proxy, password }, at) =>
      db.change('shops', async (tables) => {
        const result = await tables
          .updateTable('shops')
          .set({
            proxy_url: proxy?.url ?? null,
            proxy_enabled: Number(proxy?.isEnabled ?? false),
            proxy_version: password === undefined ? expectedVersion : expectedVersion + 1,
            updated_at: at.getTime(),
          })
          .where('key', '=', key)
          .where('proxy_version', '=', expectedVersion)
          .executeTakeFirst();
        if (result.numUpdatedRows === 0n) return 'moved';
        if (password !== undefined) await replaceProxyPassword(tables, key, password);
        await oweSwitch(tables, key, 'proxy', at);
        return 'done';
      }),
    remove: (key) =>
      db.change('shops', async (tables) => {
        await tables.deleteFrom('sealed_fields').where('shop_key', '=', key).execute();
        await tables.deleteFrom('shop_labels').where('shop_key', '=', key).execute();
        const result = await tables.deleteFrom('shops').where('key', '=', key).executeTakeFirst();
        return result.numDeletedRows === 1n;
      }),
  };
}

async function insert(
  tables: Transaction<Tables>,
  { shop, dataKey, tCodeMac, pushId, fields }: NewShop,
): Promise<'done' | 'taken' | 'exists' | 'tCode'> {
  const clashes = await tables
    .selectFrom('shops')
    .select(['key', 'tenant_id', 'platform', 'native_id'])
    .where((is) =>
      is.or([
        is('key', '=', shop.key),
        is('t_code_mac', '=', tCodeMac),
        is.and([
          is('tenant_id', '=', shop.tenantId),
          is('platform', '=', shop.platform),
          is('native_id', '=', shop.nativeId),
        ]),
      ]),
    )
    .execute();
  const isSame = (row: (typeof clashes)[number]): boolean =>
    row.tenant_id === shop.tenantId && row.platform === shop.platform && row.native_id === shop.nativeId;
  if (clashes.some(isSame)) return 'exists';
  if (clashes.some((row) => row.key === shop.key)) return 'taken';
  if (clashes.length > 0) return 'tCode';
  const kept = {
    t_code_mac: tCodeMac,
    master_key_id: dataKey.masterKeyId,
    data_key: dataKey.wrapped,
    push_id: pushId,
  };
  await tables.insertInto('shops').values(toShopRow(shop, kept)).execute();
  await replaceLabels(tables, shop.key, shop.labels);
  await tables.insertInto('sealed_fields').values(sealedRows(shop.key, fields)).execute();
  return 'done';
}

async function replaceLabels(tables: Transaction<Tables>, key: string, labels: readonly string[]): Promise<void> {
  await tables.deleteFrom('shop_labels').where('shop_key', '=', key).execute();
  const rows = labels.map((label) => ({ shop_key: key, label }));
  if (rows.length > 0) await tables.insertInto('shop_labels').values(rows).execute();
}

async function replaceProxyPassword(
  tables: Transaction<Tables>,
  key: string,
  password: SealedField | null,
): Promise<void> {
  await tables
    .deleteFrom('sealed_fields')
    .where('shop_key', '=', key)
    .where('field', '=', REGISTRY_FIELDS.proxyPassword)
    .execute();
  if (password !== null)
    await tables
      .insertInto('sealed_fields')
      .values(sealedRows(key, [password]))
      .execute();
}
