import { createHash } from 'node:crypto';
import type { Foundation } from '../foundation.js';
import type { StartedEmulator } from '../platforms/emulators.js';
import type { Platform } from '../platforms/platform.js';
import type { Shop, ShopRegistration } from '../tenants/shop.js';
import type { Tenant } from '../tenants/tenant.js';

const TENANT_NAME = 'Demo';

/** The demo's tenant with its shops, one for each that the stand-ins offer. They are registered once and kept. */
export async function demoTenant(
  { registry }: Foundation,
  platforms: readonly Platform[],
  emulators: readonly StartedEmulator[],
): Promise<{ tenant: Tenant; shops: Shop[] }> {
  const tenant = (await registry.findTenant(TENANT_NAME)) ?? (await registry.createTenant(TENANT_NAME));
  const shops: Shop[] = [];
  for (const { platform, demoShops } of emulators) {
    const reader = platforms.find(({ name }) => name === platform);
    if (reader === undefined) continue;
    for (const { name, credential } of demoShops) {
      const registration = reader.registration(credential);
      const known = await registry.shopByNative(tenant.id, platform, registration.nativeId);
      if (known === null)
        shops.push(await registry.registerShop(tenant.id, { name, registration, isSandbox: false, labels: ['demo'] }));
      else if (known.secretFingerprint === fingerprint(credential, registration)) shops.push(known);
      else shops.push(await registry.rotateCredential(known.key, registration));
    }
  }
  return { tenant, shops };
}

/** As the registry makes it; the demo's credentials are no secrets. */
function fingerprint(credential: Readonly<Record<string, string>>, { mainSecret }: ShopRegistration): string {
  return createHash('sha256')
    .update(credential[mainSecret] ?? '')
    .digest('hex')
    .slice(0, 12);
}
