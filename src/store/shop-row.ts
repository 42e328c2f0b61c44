import type { ShopRecord } from '../tenants/ports.js';
import type { PlatformName, Shop, ShopStatus } from '../tenants/shop.js';
import { stringsOf } from './columns.js';
import type { ShopRow } from './tables.js';

/** How names and searched words are compared: width and case do not count. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The row of a new shop, before what only the registry knows. */
export const toShopRow = (
  shop: Shop,
  kept: Pick<ShopRow, 't_code_mac' | 'master_key_id' | 'data_key' | 'push_id'>,
): ShopRow => ({
  key: shop.key,
  tenant_id: shop.tenantId,
  platform: shop.platform,
  native_id: shop.nativeId,
  native_resource: shop.nativeResource,
  name: shop.name,
  name_search: searchable(shop.name),
  status: shop.status,
  attributes: JSON.stringify(shop.attributes),
  site_id: shop.attributes['siteId'] ?? null,
  is_sandbox: Number(shop.isSandbox),
  proxy_url: shop.proxy?.url ?? null,
  proxy_enabled: Number(shop.proxy?.isEnabled ?? false),
  labels: JSON.stringify(shop.labels),
  group_key: shop.groupKey,
  credential_version: shop.credentialVersion,
  previous_version: null,
  proxy_version: 0,
  app_id_masked: shop.appIdMasked,
  secret_fingerprint: shop.secretFingerprint,
  created_at: shop.createdAt.getTime(),
  updated_at: shop.updatedAt.getTime(),
  ...kept,
});

/** A row as the shop it is. */
export const toShop = (row: ShopRow): Shop => ({
  tenantId: row.tenant_id,
  key: row.key,
  platform: row.platform as PlatformName,
  name: row.name,
  status: row.status as ShopStatus,
  nativeId: row.native_id,
  nativeResource: row.native_resource,
  attributes: JSON.parse(row.attributes) as Record<string, string>,
  isSandbox: row.is_sandbox === 1,
  proxy: row.proxy_url === null ? null : { isEnabled: row.proxy_enabled === 1, url: row.proxy_url },
  labels: stringsOf(row.labels),
  groupKey: row.group_key,
  credentialVersion: row.credential_version,
  appIdMasked: row.app_id_masked,
  secretFingerprint: row.secret_fingerprint,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

/** A row with what only the registry needs of it. */
export const toShopRecord = (row: ShopRow): ShopRecord => ({
  shop: toShop(row),
  previousVersion: row.previous_version,
  proxyVersion: row.proxy_version,
});
