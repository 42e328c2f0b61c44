import { createHmac } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import { REGISTRY_FIELDS, type SealedField, type SealedShop, type ShopStore, type WrappedKey } from './ports.js';
import type { DataKey, SealedPlace, Vault } from './sealing.js';
import { Secret } from './secret.js';
import type { Shop } from './shop.js';

/** The open secrets of a shop, by field name. */
export interface ShopSecrets {
  /** The credential version that `current` belongs to. */
  readonly version: number;
  readonly current: Readonly<Record<string, Secret>>;
  /** The credential before, until the current one has been proven. */
  readonly previous: Readonly<Record<string, Secret>> | null;
}

const { tCode: T_CODE, proxyPassword: PROXY_PASSWORD } = REGISTRY_FIELDS;
const isCredential = ({ field }: SealedField): boolean => field !== T_CODE && field !== PROXY_PASSWORD;

/**
 * Seals and opens the secrets of shops. Credentials, shop codes and proxy passwords are the same in both environments
 * of a platform, so they are sealed for `both`.
 */
export class ShopSecretBox {
  private readonly lookupKey: Buffer;

  constructor(
    private readonly shops: ShopStore,
    private readonly vault: Vault,
  ) {
    this.lookupKey = vault.derive('shop code lookup');
  }

  /** Keyed hash by which a shop code is found without being stored. */
  tCodeMac(tCode: string): string {
    return createHmac('sha256', this.lookupKey).update(tCode).digest('hex');
  }

  /** What a new shop's rows hold: a data key of its own, its credential at version 1, its shop code. */
  async sealNew(
    tenantId: string,
    shopKey: string,
    secrets: Readonly<Record<string, Secret>>,
    tCode: string,
  ): Promise<{ dataKey: WrappedKey; fields: SealedField[] }> {
    const { key, wrapped } = await this.vault.newDataKey(tenantId, shopKey);
    const code = key.seal(placeOf(tenantId, shopKey, T_CODE, 1), new Secret(tCode));
    return { dataKey: wrapped, fields: [...sealAll(key, tenantId, shopKey, 1, secrets), code] };
  }

  /** A credential sealed under the shop's data key. */
  async sealCredential(sealed: SealedShop, secrets: Readonly<Record<string, Secret>>): Promise<SealedField[]> {
    const { tenantId, key: shopKey, credentialVersion } = sealed.record.shop;
    const key = await this.vault.openDataKey(tenantId, shopKey, sealed.dataKey);
    return sealAll(key, tenantId, shopKey, credentialVersion + 1, secrets);
  }

  /** The next proxy password, sealed under the shop's data key. */
  async sealProxyPassword(sealed: SealedShop, password: Secret): Promise<SealedField> {
    const { tenantId, key: shopKey } = sealed.record.shop;
    const key = await this.vault.openDataKey(tenantId, shopKey, sealed.dataKey);
    return key.seal(placeOf(tenantId, shopKey, PROXY_PASSWORD, sealed.record.proxyVersion + 1), password);
  }

  /** @throws AppError NOT_FOUND for a removed shop, INTERNAL for rows that were tampered with */
  async open(shop: Shop): Promise<ShopSecrets> {
    const { key, sealed } = await this.unlock(shop);
    const { record, fields } = sealed;
    const opened = (version: number): Record<string, Secret> =>
      Object.fromEntries(
        fields
          .filter((field) => isCredential(field) && field.version === version)
          .map((field) => [field.field, openField(key, shop, field.field, version, field)]),
      );
    const version = record.shop.credentialVersion;
    const previous = record.previousVersion === null ? null : opened(record.previousVersion);
    return { version, current: opened(version), previous };
  }

  /** @throws AppError as `open` */
  async tCode(shop: Shop): Promise<Secret> {
    const { key, sealed } = await this.unlock(shop);
    return openField(
      key,
      shop,
      T_CODE,
      1,
      sealed.fields.find((field) => field.field === T_CODE),
    );
  }

  /** Null when the proxy has none. @throws AppError as `open` */
  async proxyPassword(shop: Shop): Promise<Secret | null> {
    const { key, sealed } = await this.unlock(shop);
    const field = sealed.fields.find((one) => one.field === PROXY_PASSWORD);
    return field === undefined ? null : openField(key, shop, PROXY_PASSWORD, sealed.record.proxyVersion, field);
  }

  private async unlock(shop: Shop): Promise<{ key: DataKey; sealed: SealedShop }> {
    const sealed = await this.shops.sealed(shop.key);
    if (sealed === null || sealed.record.shop.tenantId !== shop.tenantId) throw new AppError('NOT_FOUND');
    return { key: await this.vault.openDataKey(shop.tenantId, shop.key, sealed.dataKey), sealed };
  }
}

const placeOf = (tenantId: string, shopKey: string, field: string, version: number): SealedPlace => ({
  tenantId,
  shopKey,
  environment: 'both',
  field,
  version,
});

function sealAll(
  key: DataKey,
  tenantId: string,
  shopKey: string,
  version: number,
  secrets: Readonly<Record<string, Secret>>,
): SealedField[] {
  return Object.entries(secrets).map(([field, value]) => key.seal(placeOf(tenantId, shopKey, field, version), value));
}

/** Opens a row at the place where it must belong, whatever the row itself says. */
function openField(key: DataKey, shop: Shop, name: string, version: number, field: SealedField | undefined): Secret {
  if (field === undefined) throw new AppError('INTERNAL', 'A stored secret is missing.');
  return key.open(placeOf(shop.tenantId, shop.key, name, version), field.sealed);
}
