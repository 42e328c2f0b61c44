import { hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import { tupleKey } from './key-tuple.js';
import { decrypt, encrypt, type KeyProvider, KeyringError } from './keyring.js';
import type { SealedField, SecretEnvironment, SettingsStore, ShopStore, WrappedKey } from './ports.js';
import { revealSecret } from './reveal-secret.js';
import { Secret } from './secret.js';

/** Where a sealed value belongs; it can be opened nowhere else (reliability R12). */
export interface SealedPlace {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly environment: SecretEnvironment;
  readonly field: string;
  readonly version: number;
}

const boundTo = (place: SealedPlace): string =>
  tupleKey(['v1', place.tenantId, place.shopKey, place.environment, place.field, String(place.version)]);

/** The key of one shop's secrets. */
export class DataKey {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Seals a value for one place. */
  seal(place: SealedPlace, value: Secret): SealedField {
    const sealed = encrypt(this.#key, Buffer.from(revealSecret(value)), boundTo(place));
    return { field: place.field, environment: place.environment, version: place.version, sealed };
  }

  /** @throws AppError INTERNAL when the text was changed, or comes from another place */
  open(place: SealedPlace, sealed: string): Secret {
    const value = decrypt(this.#key, sealed, boundTo(place));
    if (value === null) throw new AppError('INTERNAL', 'A stored secret is not the one that was sealed here.');
    return new Secret(value.toString());
  }
}

const ROOT = 'sealing.root';
const CHECK = 'sealing.check.';
const ROOT_BOUND = tupleKey(['v1', 'root']);
const checkBound = (id: string): string => tupleKey(['v1', 'check', id]);
const dataKeyBound = (tenantId: string, shopKey: string): string => tupleKey(['v1', 'data key', tenantId, shopKey]);

/** Makes and opens data keys, and derives the installation's own keys, which outlive every master key. */
export class Vault {
  readonly #root: Uint8Array;

  constructor(
    private readonly keys: KeyProvider,
    private readonly settings: SettingsStore,
    private readonly shops: ShopStore,
    root: Uint8Array,
  ) {
    this.#root = root;
  }

  /** A key of 32 bytes for one purpose, the same at every start. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#root, '', purpose, 32));
  }

  async newDataKey(tenantId: string, shopKey: string): Promise<{ key: DataKey; wrapped: WrappedKey }> {
    const plain = randomBytes(32);
    return { key: new DataKey(plain), wrapped: await this.wrap(plain, tenantId, shopKey) };
  }

  /** @throws AppError INTERNAL for a key that is not this shop's, or whose master key is gone */
  async openDataKey(tenantId: string, shopKey: string, wrapped: WrappedKey): Promise<DataKey> {
    try {
      return new DataKey(await this.unwrap(tenantId, shopKey, wrapped));
    } catch (cause) {
      throw new AppError('INTERNAL', 'The stored data key of a shop cannot be opened.', { cause });
    }
  }

  /**
   * Wraps every data key and the root secret with the current master key, while the server works; afterwards the
   * older master keys can be taken out of the keyring. Several processes may do it at once.
   * @returns how many data keys were wrapped anew
   */
  async rewrap(): Promise<number> {
    const standing = await this.settings.get(ROOT);
    if (standing !== null && rootOf(standing).masterKeyId !== this.keys.currentId) {
      await this.settings.replace(ROOT, standing, await wrapRoot(this.keys, this.#root));
    }
    let count = 0;
    for (;;) {
      const batch = await this.shops.wrappedByOther(this.keys.currentId, 100);
      if (batch.length === 0) return count;
      for (const { tenantId, shopKey, dataKey } of batch) {
        const plain = await this.unwrap(tenantId, shopKey, dataKey);
        if (await this.shops.rewrap(shopKey, dataKey, await this.wrap(plain, tenantId, shopKey))) count += 1;
      }
    }
  }

  private async wrap(plain: Uint8Array, tenantId: string, shopKey: string): Promise<WrappedKey> {
    const wrapped = await this.keys.wrap(plain, dataKeyBound(tenantId, shopKey));
    return { masterKeyId: this.keys.currentId, wrapped };
  }

  private unwrap(tenantId: string, shopKey: string, from: WrappedKey): Promise<Buffer> {
    return this.keys.unwrap(from.masterKeyId, from.wrapped, dataKeyBound(tenantId, shopKey));
  }
}

/**
 * Opens the store's vault, or makes it in an empty store. Nothing is written before the keyring is proven right.
 * @throws KeyringError when a master key in use is missing or is another key than it was
 */
export async function openVault(keys: KeyProvider, settings: SettingsStore, shops: ShopStore): Promise<Vault> {
  const [standing, checks, inUse] = [await settings.get(ROOT), await settings.list(CHECK), await shops.masterKeyIds()];
  for (const id of inUse) {
    if (!keys.has(id)) throw new KeyringError('a key that sealed the store is missing from this keyring');
  }
  for (const [name, value] of checks) {
    const id = name.slice(CHECK.length);
    if (keys.has(id)) await keys.unwrap(id, value, checkBound(id));
  }
  if (standing === null && inUse.length > 0) {
    throw new KeyringError('the store has sealed secrets but has lost its root secret; restore it from a backup');
  }
  if (standing !== null) await openRoot(keys, standing);
  const root = standing ?? (await settings.insertIfAbsent(ROOT, await wrapRoot(keys, randomBytes(32))));
  const vault = new Vault(keys, settings, shops, await openRoot(keys, root));
  const check = CHECK + keys.currentId;
  if (!checks.has(check)) {
    const value = await keys.wrap(Buffer.from('check'), checkBound(keys.currentId));
    await keys.unwrap(keys.currentId, await settings.insertIfAbsent(check, value), checkBound(keys.currentId));
  }
  return vault;
}

async function wrapRoot(keys: KeyProvider, root: Uint8Array): Promise<string> {
  const wrapped: WrappedKey = { masterKeyId: keys.currentId, wrapped: await keys.wrap(root, ROOT_BOUND) };
  return JSON.stringify(wrapped);
}

const rootOf = (text: string): WrappedKey => JSON.parse(text) as WrappedKey;

function openRoot(keys: KeyProvider, text: string): Promise<Buffer> {
  const { masterKeyId, wrapped } = rootOf(text);
  return keys.unwrap(masterKeyId, wrapped, ROOT_BOUND);
}
