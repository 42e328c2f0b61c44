import { AppError } from '../../../../errors/app-error.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { DouyinClient } from '../../upstream/client.js';
import { type MethodWrite, relistWrite, sendWrite, shelfWrite } from '../../upstream/endpoints/product-write.js';

/** What the platform says of a method it has no more. */
const GONE = '70000';
/** What it says of a product that is where it is to be, and of an edit of nothing to one that is on the shelf. */
const REPEATED = /:(2010021|2010102)$/;

/**
 * How products are put on the shelf. The newer documents of the platform have no `product.setOnline` and relist by an edit
 * (conventions section 0, item 14): which of the two an environment has is learned from its refusal, and remembered.
 */
export class ShelfCalls {
  private readonly relisting = new Set<'live' | 'sandbox'>();

  /** The write that would be sent now. */
  write(shop: Shop, id: string, isOnline: boolean): MethodWrite {
    return isOnline && this.relisting.has(environmentOf(shop)) ? relistWrite(id) : shelfWrite(id, isOnline);
  }

  /** Sends it. A product that is there already is a success. @throws AppError */
  async send(client: DouyinClient, id: string, isOnline: boolean, beforeFirstByte: () => Promise<void>): Promise<void> {
    try {
      await sendWrite(client, this.write(client.shop, id, isOnline), beforeFirstByte);
    } catch (error) {
      const fault = error instanceof AppError ? error.detail.fault : undefined;
      if (REPEATED.test(fault?.subCode ?? '')) return;
      if (!isOnline || fault?.code !== GONE || this.relisting.has(environmentOf(client.shop))) throw error;
      this.relisting.add(environmentOf(client.shop));
      await this.send(client, id, isOnline, beforeFirstByte);
    }
  }
}

const environmentOf = ({ isSandbox }: Shop): 'live' | 'sandbox' => (isSandbox ? 'sandbox' : 'live');
