import { LRUCache } from 'lru-cache';
import { tupleKey } from '../../../tenants/key-tuple.js';
import type { Shop } from '../../../tenants/shop.js';

/**
 * Which objects are known to be of which shop. The platform's writes name an object alone, and a token may open several
 * shops: without this an id of another shop could be written through ours. An object never changes its shop, so what a
 * read has shown once holds; only what nobody has read yet costs a read before its write.
 */
export class Ownership {
  private readonly known = new LRUCache<string, true>({ max: 200_000 });

  /** Notes objects that the platform showed as this shop's. */
  note(shop: Shop, type: string, nativeIds: readonly string[]): void {
    for (const id of nativeIds) this.known.set(keyOf(shop, type, id), true);
  }

  /** Whether the object is known to be this shop's. */
  has(shop: Shop, type: string, nativeId: string): boolean {
    return this.known.get(keyOf(shop, type, nativeId)) === true;
  }
}

/** With the environment: the sandbox has other objects under the same ids. */
const keyOf = (shop: Shop, type: string, nativeId: string): string =>
  tupleKey([shop.tenantId, shop.key, String(shop.isSandbox), shop.nativeId, type, nativeId]);
