import { LRUCache } from 'lru-cache';
import { tupleKey } from '../tenants/key-tuple.js';
import type { Shop } from '../tenants/shop.js';
import type { ShopSecrets } from '../tenants/shop-secrets.js';
import type { PushDialect, PushKey } from './dialect.js';

/** Shops whose keys are held open at once, and how long: a secret that was destroyed is good for so long at most. */
const MAX_HELD = 5_000;
const HELD_MS = 5_000;

/** The keys that may sign for shops, opened once for many messages. A rotation counts at once: it makes another version. */
export class PushKeys {
  private readonly held = new LRUCache<string, Promise<readonly PushKey[]>>({ max: MAX_HELD, ttl: HELD_MS });

  constructor(private readonly registry: { secrets(shop: Shop): Promise<ShopSecrets> }) {}

  /** @throws AppError NOT_FOUND for a shop that was removed, STORAGE_UNAVAILABLE, INTERNAL */
  of(shop: Shop, dialect: PushDialect): Promise<readonly PushKey[]> {
    const key = tupleKey([shop.tenantId, shop.key, String(shop.credentialVersion)]);
    const held = this.held.get(key);
    if (held !== undefined) return held;
    const opening = this.registry.secrets(shop).then((secrets) => dialect.keysOf(shop, secrets));
    this.held.set(key, opening);
    opening.catch(() => this.held.delete(key));
    return opening;
  }
}
