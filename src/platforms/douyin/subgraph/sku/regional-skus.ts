import type { Shop } from '../../../../tenants/shop.js';
import { ShopMemory } from '../../../../tenants/shop-memory.js';

/** Most SKUs that are remembered, over all shops. */
const MAX_SKUS = 50_000;

/**
 * SKUs that were seen to have stock by regional warehouse. A write of ordinary stock to such a one is taken by the platform and
 * changes a number that nobody sells from (its page, traps 16). What is remembered may have changed: it is a reason to look,
 * not to refuse.
 */
export class RegionalSkus {
  private readonly memory = new ShopMemory<true>(MAX_SKUS);

  /** Notes what a read showed. */
  note(shop: Shop, skuId: string, isRegional: boolean): void {
    if (isRegional) this.memory.shelf(partsOf(shop)).set(skuId, true);
    else if (this.has(shop, skuId)) this.memory.shelf(partsOf(shop)).delete(skuId);
  }

  has(shop: Shop, skuId: string): boolean {
    return this.memory.get(partsOf(shop), skuId) === true;
  }
}

const partsOf = ({ tenantId, key, isSandbox }: Shop): string[] => [tenantId, key, isSandbox ? 'sandbox' : 'live'];
