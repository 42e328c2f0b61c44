import { AppError } from '../errors/app-error.js';
import type { ShopStore } from './ports.js';
import { revealSecret } from './reveal-secret.js';
import type { DataKey, SealedPlace, Vault } from './sealing.js';
import { Secret } from './secret.js';
import type { Shop } from './shop.js';

/** Texts about a shop that are kept and may hold what nobody should read in the file, such as personal data. */
export class ShopNotes {
  constructor(
    private readonly shops: Pick<ShopStore, 'sealed'>,
    private readonly vault: Vault,
  ) {}

  /** Seals a text under the shop's own key; when the shop is removed it can be opened no more. @throws AppError NOT_FOUND */
  async seal(shop: Shop, text: string): Promise<string> {
    return (await this.keyOf(shop)).seal(placeOf(shop), new Secret(text)).sealed;
  }

  /** @throws AppError NOT_FOUND for a removed shop, INTERNAL for a text that was changed or is of another shop */
  async open(shop: Shop, sealed: string): Promise<string> {
    return revealSecret((await this.keyOf(shop)).open(placeOf(shop), sealed));
  }

  private async keyOf(shop: Shop): Promise<DataKey> {
    const sealed = await this.shops.sealed(shop.key);
    if (sealed === null || sealed.record.shop.tenantId !== shop.tenantId) throw new AppError('NOT_FOUND');
    return this.vault.openDataKey(shop.tenantId, shop.key, sealed.dataKey);
  }
}

const placeOf = (shop: Shop): SealedPlace => ({
  tenantId: shop.tenantId,
  shopKey: shop.key,
  environment: 'both',
  field: 'registry.note',
  version: 1,
});
