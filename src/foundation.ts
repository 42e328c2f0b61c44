import { join } from 'node:path';
import type { Config } from './config/config.js';
import { openStore, type Store, type StoreOptions } from './store/open-store.js';
import { startThread } from './store/push-thread.js';
import { ApiKeys, type KeyEnvironment } from './tenants/api-keys.js';
import { parseKeyring } from './tenants/keyring.js';
import { TenantRegistry } from './tenants/registry.js';
import { openVault, type Vault } from './tenants/sealing.js';

/** The store and what reads it: all that administration needs, and the ground the server stands on. */
export interface Foundation {
  readonly store: Store;
  readonly registry: TenantRegistry;
  readonly apiKeys: ApiKeys;
  /** Opens what is sealed for a shop. */
  readonly vault: Vault;
  /** Wraps every shop's key with the current master key; see `Vault.rewrap`. */
  rewrap(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the store in the data directory with the master keys.
 * @param environment which kind of API keys is made; those of the demo open nothing in a real installation
 * @throws StoreError for a damaged or foreign file, KeyringError for the wrong master keys; nothing is changed then
 */
export async function openFoundation(
  config: Pick<Config, 'dataDir' | 'masterKeys'>,
  environment: KeyEnvironment,
): Promise<Foundation> {
  const file = join(config.dataDir, 'shopgraph.db');
  return foundationOn(file, config.masterKeys(), environment, { startThread });
}

/** The same on a store of its own choice; `:memory:` for one that is forgotten. */
export async function foundationOn(
  file: string,
  masterKeys: string,
  environment: KeyEnvironment,
  options: Pick<StoreOptions, 'startThread'> = {},
): Promise<Foundation> {
  const keyring = parseKeyring(masterKeys);
  const store = await openStore({ file, ...options });
  try {
    const vault = await openVault(keyring, store.settings, store.shops);
    const { tenants, shops, groups } = store;
    return {
      store,
      registry: new TenantRegistry({ tenants, shops, groups, vault }),
      apiKeys: new ApiKeys(store.apiKeys, vault, environment),
      vault,
      rewrap: () => vault.rewrap(),
      close: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
