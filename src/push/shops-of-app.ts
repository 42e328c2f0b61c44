import { createHash } from 'node:crypto';
import { tupleKey } from '../tenants/key-tuple.js';
import type { TenantRegistry } from '../tenants/registry.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { PushDialect } from './dialect.js';
import type { PushKeys } from './push-keys.js';

/** An app as it is stored beside its messages: enough to tell two apps apart, and no more. */
export const appHash = (platform: PlatformName, appId: string): string =>
  createHash('sha256')
    .update(tupleKey([platform, appId]))
    .digest('hex')
    .slice(0, 32);

/** Finds the shop a message names, among the shops of its tenant that the signing app may speak for. */
export class ShopsOfApp {
  constructor(
    private readonly registry: Pick<TenantRegistry, 'shopByNative'>,
    private readonly keys: PushKeys,
  ) {}

  /**
   * @param app hash of the app that signed
   * @returns null for a shop that is missing, of another tenant, or of another app
   */
  async find(
    place: { readonly tenantId: string; readonly platform: PlatformName; readonly app: string },
    nativeShopId: string,
    dialect: PushDialect,
  ): Promise<Shop | null> {
    const { tenantId, platform, app } = place;
    const shop = await this.registry.shopByNative(tenantId, platform, nativeShopId);
    if (shop === null) return null;
    const keys = await this.keys.of(shop, dialect);
    return keys.some(({ appId }) => appHash(platform, appId) === app) ? shop : null;
  }
}
