import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.js';
import { parseKeyring } from '../../src/tenants/keyring.js';
import { TenantRegistry } from '../../src/tenants/registry.js';
import { openVault, type Vault } from '../../src/tenants/sealing.js';
import { Secret } from '../../src/tenants/secret.js';
import type { ShopRegistration } from '../../src/tenants/shop.js';
import { scratchFolder } from '../support/scratch-folder.js';

/** A folder of a test's own, with the stores opened in it. */
export interface Home {
  readonly file: string;
  open(options?: Partial<StoreOptions>): Promise<Store>;
  /** Every byte of the database and its log; the index of the log (`-shm`) is shared memory. */
  bytes(): Buffer;
  close(): Promise<void>;
}

export function makeHome(): Home {
  const folder = scratchFolder('store');
  const file = join(folder, 'data', 'shopgraph.db');
  const stores: Store[] = [];
  return {
    file,
    open: async (options = {}) => {
      const store = await openStore({ file, ...options });
      stores.push(store);
      return store;
    },
    bytes: () => {
      const data = join(folder, 'data');
      return Buffer.concat(
        readdirSync(data)
          .filter((name) => !name.endsWith('-shm'))
          .map((name) => readFileSync(join(data, name))),
      );
    },
    close: async () => {
      for (const store of stores) await store.close().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A keyring text with one fresh key. */
export const freshKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

/** A registry over a store, as the application joins them. */
export async function makeRegistry(store: Store, keyring: string): Promise<{ registry: TenantRegistry; vault: Vault }> {
  const vault = await openVault(parseKeyring(keyring), store.settings, store.shops);
  const { tenants, shops, groups } = store;
  return { registry: new TenantRegistry({ tenants, shops, groups, vault }), vault };
}

/** What a platform makes of a merchant's keys. */
export const kuaizhanShop = (siteId: string, accessToken: string): ShopRegistration => ({
  platform: 'KUAIZHAN',
  nativeId: siteId,
  nativeResource: 'site',
  attributes: { siteId },
  secrets: { accessToken: new Secret(accessToken) },
  mainSecret: 'accessToken',
});
