import type { Transaction } from 'kysely';
import { REGISTRY_FIELDS, type SealedField, type SecretEnvironment, type ShopStore } from '../tenants/ports.js';
import type { Database } from './database.js';
import { toShopRecord } from './shop-row.js';
import type { Tables } from './tables.js';

type SealedRow = Tables['sealed_fields'];
type SealedPart = 'sealed' | 'rotate' | 'prove' | 'masterKeyIds' | 'wrappedByOther' | 'rewrap';

/** The part of the shops' port that is about sealed values; what they hold is never known here. */
export function sealedShops(db: Database): Pick<ShopStore, SealedPart> {
  return {
    sealed: (key) =>
      db.read(async (tables) => {
        const row = await tables.selectFrom('shops').selectAll().where('key', '=', key).executeTakeFirst();
        if (row === undefined) return null;
        const fields = await tables.selectFrom('sealed_fields').selectAll().where('shop_key', '=', key).execute();
        const dataKey = { masterKeyId: row.master_key_id, wrapped: row.data_key };
        return { record: toShopRecord(row), dataKey, fields: fields.map(toSealedField) };
      }),
    rotate: (key, change, at) =>
      db.change('shops', async (tables) => {
        const { expectedVersion } = change;
        const row = await tables
          .selectFrom('shops')
          .select(['previous_version', 'status'])
          .where('key', '=', key)
          .where('credential_version', '=', expectedVersion)
          .executeTakeFirst();
        if (row === undefined) return 'moved';
        // One that never proved itself does not push out the older one that did.
        const previous = row.previous_version ?? expectedVersion;
        if (previous !== expectedVersion) await destroyCredential(tables, key, expectedVersion);
        await tables
          .updateTable('shops')
          .set({
            credential_version: expectedVersion + 1,
            previous_version: previous,
            attributes: JSON.stringify(change.attributes),
            site_id: change.attributes['siteId'] ?? null,
            app_id_masked: change.appIdMasked,
            secret_fingerprint: change.secretFingerprint,
            status: row.status === 'AUTH_EXPIRED' ? 'ACTIVE' : row.status,
            updated_at: at.getTime(),
          })
          .where('key', '=', key)
          .execute();
        await tables.insertInto('sealed_fields').values(sealedRows(key, change.fields)).execute();
        return 'done';
      }),
    prove: (key, version) =>
      db.change('shops', async (tables) => {
        const row = await tables
          .selectFrom('shops')
          .select('previous_version')
          .where('key', '=', key)
          .where('credential_version', '=', version)
          .executeTakeFirst();
        if (row === undefined || row.previous_version === null) return;
        await destroyCredential(tables, key, row.previous_version);
        await tables.updateTable('shops').set({ previous_version: null }).where('key', '=', key).execute();
      }),
    masterKeyIds: async () => {
      const rows = await db.query((tables) =>
        tables.selectFrom('shops').select('master_key_id').distinct().orderBy('master_key_id').execute(),
      );
      return rows.map((row) => row.master_key_id);
    },
    wrappedByOther: async (masterKeyId, limit) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('shops')
          .select(['key', 'tenant_id', 'master_key_id', 'data_key'])
          .where('master_key_id', '!=', masterKeyId)
          .limit(limit)
          .execute(),
      );
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        shopKey: row.key,
        dataKey: { masterKeyId: row.master_key_id, wrapped: row.data_key },
      }));
    },
    rewrap: (shopKey, from, to) =>
      db.change('shops', async (tables) => {
        const result = await tables
          .updateTable('shops')
          .set({ master_key_id: to.masterKeyId, data_key: to.wrapped })
          .where('key', '=', shopKey)
          .where('data_key', '=', from.wrapped)
          .executeTakeFirst();
        return result.numUpdatedRows === 1n;
      }),
  };
}

/** Sealed values as the rows of a shop. */
export const sealedRows = (shopKey: string, fields: readonly SealedField[]): SealedRow[] =>
  fields.map(({ environment, field, version, sealed }) => ({ shop_key: shopKey, environment, field, version, sealed }));

const toSealedField = (row: SealedRow): SealedField => ({
  field: row.field,
  environment: row.environment as SecretEnvironment,
  version: row.version,
  sealed: row.sealed,
});

async function destroyCredential(tables: Transaction<Tables>, shopKey: string, version: number): Promise<void> {
  await tables
    .deleteFrom('sealed_fields')
    .where('shop_key', '=', shopKey)
    .where('version', '=', version)
    .where('field', 'not in', Object.values(REGISTRY_FIELDS))
    .execute();
}
