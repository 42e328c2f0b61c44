import { AppError } from '../errors/app-error.js';
import type { ShopStore } from './ports.js';
import { randomBase32 } from './random-text.js';
import { RecentRows } from './recent-rows.js';
import type { Shop } from './shop.js';

/** 160 random bits, safe in a path. */
const LENGTH = 32;
const PUSH_ID = /^[a-z2-7]{32}$/;

/** A new push id. */
export const newPushId = (): string => randomBase32(LENGTH);

/** The addresses that platforms push messages of a shop to: each has a random part, and is found by it. */
export class PushAddresses {
  private readonly recent: RecentRows<Shop>;

  constructor(private readonly shops: Pick<ShopStore, 'changes' | 'findByPushId' | 'pushId'>) {
    this.recent = new RecentRows({
      changes: () => shops.changes(),
      read: async (pushId) => (await shops.findByPushId(pushId))?.shop ?? null,
    });
  }

  /** Key of the shop whose push id it is; null for anything else. @throws AppError STORAGE_UNAVAILABLE */
  async shopKey(pushId: string): Promise<string | null> {
    const shop = PUSH_ID.test(pushId) ? await this.recent.get(pushId) : null;
    return shop?.key ?? null;
  }

  /**
   * The push id of a shop. A shop that was registered without one gets it now.
   * @throws AppError NOT_FOUND for a shop that was removed, STORAGE_UNAVAILABLE
   */
  async idOf(shop: Shop): Promise<string> {
    const fresh = newPushId();
    const pushId = await this.shops.pushId(shop.key, fresh);
    if (pushId === null) throw new AppError('NOT_FOUND');
    if (pushId === fresh) this.recent.forget(pushId);
    return pushId;
  }
}
