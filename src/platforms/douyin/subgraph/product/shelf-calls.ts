import { AppError } from '../../../../errors/app-error.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getProduct } from '../../upstream/endpoints/product-read.js';
import { type MethodWrite, relistWrite, sendWrite, shelfWrite } from '../../upstream/endpoints/product-write.js';

const ON_SHELF = 0;
/** What the platform says of a method it has no more. */
const GONE = '70000';
/** What it says of a product that is where it is to be, and of an edit of nothing to one that it would not change. */
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

  /**
   * Sends it. A product that is there already is a success. That an edit changed nothing is said of a draft under review as well as
   * of a product on the shelf, so that the product is read then.
   * @throws AppError STATE_FORBIDS where an edit of nothing does not put it there
   */
  async send(client: DouyinClient, id: string, isOnline: boolean, beforeFirstByte: () => Promise<void>): Promise<void> {
    const write = this.write(client.shop, id, isOnline);
    try {
      await sendWrite(client, write, beforeFirstByte);
    } catch (error) {
      const fault = error instanceof AppError ? error.detail.fault : undefined;
      if (REPEATED.test(fault?.subCode ?? ''))
        return write.method === METHODS.productEdit ? requireOnShelf(client, id, error) : undefined;
      if (!isOnline || fault?.code !== GONE || this.relisting.has(environmentOf(client.shop))) throw error;
      this.relisting.add(environmentOf(client.shop));
      await this.send(client, id, isOnline, beforeFirstByte);
    }
  }
}

/** @throws AppError STATE_FORBIDS */
async function requireOnShelf(client: DouyinClient, id: string, cause: unknown): Promise<void> {
  if ((await getProduct(client, id))?.statusCode === ON_SHELF) return;
  throw new AppError('STATE_FORBIDS', 'The platform does not put the product on the shelf in its present state.', {
    path: ['input', 'isOnline'],
    nodeId: encodeGlobalId('Product', client.shop.key, id),
    cause,
  });
}

const environmentOf = ({ isSandbox }: Shop): 'live' | 'sandbox' => (isSandbox ? 'sandbox' : 'live');
