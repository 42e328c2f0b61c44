import type { Shop } from '../../../tenants/shop.js';
import { ShopMemory } from '../../../tenants/shop-memory.js';

const MAX_OBJECTS = 200_000;

/**
 * Which objects are known to be of which shop. The platform's writes name an object alone, and a token may open several
 * shops: without this an id of another shop could be written through ours. An object never changes its shop, so what a
 * read has shown once holds; only what nobody has read yet costs a read before its write.
 */
export class Ownership {
  private readonly known = new ShopMemory<true>(MAX_OBJECTS);

  /** Notes objects that the platform showed as this shop's. */
  note(shop: Shop, type: string, nativeIds: readonly string[]): void {
    if (nativeIds.length === 0) return;
    const known = this.known.shelf(partsOf(shop, type));
    for (const id of nativeIds) known.set(id, true);
  }

  /** Whether the object is known to be this shop's. */
  has(shop: Shop, type: string, nativeId: string): boolean {
    return this.known.get(partsOf(shop, type), nativeId) === true;
  }
}

/** With the environment: the sandbox has other objects under the same ids. */
const partsOf = (shop: Shop, type: string): string[] => [
  shop.tenantId,
  shop.key,
  String(shop.isSandbox),
  shop.nativeId,
  type,
];
