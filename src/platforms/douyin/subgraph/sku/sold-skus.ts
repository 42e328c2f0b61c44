import { boundedParallel } from '../../../../subgraph/loader.js';
import type { SoldLine, SoldOrder } from '../../../../subgraph/stock-units.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { ShopMemory } from '../../../../tenants/shop-memory.js';
import { getOrderStock, type LineStock, takesStockOnOrder } from '../../upstream/endpoints/order-stock.js';
import { writeSkuId } from './sku-id.js';
import type { StockLane } from './stock-lane.js';

/** Products of which it is remembered when their stock is taken. */
const MAX_PRODUCTS = 20_000;
/** How long that is believed, in milliseconds: a merchant may change it. */
const MAX_AGE_MS = 10 * 60_000;
const AT_ONCE = 5;

interface Reduction {
  readonly onOrder: boolean;
  readonly readAt: number;
}

/** What orders take of the stock of their SKUs: one read for an order, and one more for an unpaid product not seen lately. */
export class SoldSkus {
  private readonly reductions = new ShopMemory<Reduction>(MAX_PRODUCTS);

  /** @returns null for an order that is not there */
  async of(lane: StockLane, orderId: string): Promise<SoldOrder | null> {
    const order = await getOrderStock(lane.client, orderId);
    if (order === null) return null;
    const unpaid = order.lines.flatMap(({ isUnpaid, productId }) =>
      isUnpaid && productId !== null ? [productId] : [],
    );
    const onOrder = await this.takenOnOrder(lane, [...new Set(unpaid)]);
    const isTaken = (line: LineStock): boolean =>
      !line.isReleased && (!line.isUnpaid || (line.productId !== null && onOrder.has(line.productId)));
    return {
      placedAt: order.placedAt,
      lines: order.lines.flatMap((line): SoldLine[] => {
        if (line.skuId === null) return [];
        const { id: lineId, productId, skuId } = line;
        const taken = isTaken(line) ? line.quantity : line.isReleased ? line.sent : 0;
        // With its product and without: either names the SKU.
        const ids = productId === null ? [null] : [productId, null];
        const unitIds = ids.map((id) =>
          encodeGlobalId('ProductSku', lane.shop.key, writeSkuId({ productId: id, skuId })),
        );
        return [{ lineId, unitIds, taken }];
      }),
    };
  }

  private async takenOnOrder({ shop, client }: StockLane, productIds: readonly string[]): Promise<Set<string>> {
    const parts = partsOf(shop);
    const answers = await boundedParallel(productIds, AT_ONCE, async (id) => {
      const known = this.reductions.get(parts, id);
      if (known !== undefined && performance.now() - known.readAt < MAX_AGE_MS) return known.onOrder;
      const onOrder = (await takesStockOnOrder(client, id)) === true;
      this.reductions.shelf(parts).set(id, { onOrder, readAt: performance.now() });
      return onOrder;
    });
    const taken = new Set<string>();
    for (const [at, answer] of answers.entries()) {
      if (answer.status === 'rejected') throw answer.reason;
      if (answer.value) taken.add(productIds[at] ?? '');
    }
    return taken;
  }
}

const partsOf = ({ tenantId, key, isSandbox }: Shop): string[] => [tenantId, key, isSandbox ? 'sandbox' : 'live'];
