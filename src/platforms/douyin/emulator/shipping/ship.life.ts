import { ship as shipStock } from '../catalogue/stock.js';
import { touch } from '../orders/order.life.js';
import { orderShipped } from '../push/trade.messages.js';
import type { Scene } from '../scene.js';
import type { Order, OrderLine, Pack } from '../state/order.record.js';

/** A parcel to send. */
export interface Parcel {
  readonly companyCode: string;
  readonly trackingNo: string;
  readonly items: readonly { readonly line: OrderLine; readonly count: number }[];
}

/** Lines that still go out: refunded ones do not. */
export const openLines = (order: Order): OrderLine[] =>
  order.lines.filter((line) => line.shipped < line.count && line.afterSale.refundStatus !== 3);

/**
 * A parcel of an order leaves: stock goes with it, and the order is partly shipped (101, tag 108) or shipped (3, tag 102).
 * Told in a message of its own for each parcel.
 * @param id of the parcel when it is one with a parcel of another order
 */
export function shipParcel(scene: Scene, order: Order, parcel: Parcel, id = scene.state.ids.next('pack')): Pack {
  const pack: Pack = {
    id,
    companyCode: parcel.companyCode,
    trackingNo: parcel.trackingNo,
    shippedAt: scene.now,
    items: parcel.items.map(({ line, count }) => ({ lineId: line.id, count })),
  };
  order.packs.push(pack);
  for (const { line, count } of parcel.items) {
    line.shipped += count;
    line.status = line.shipped >= line.count ? 3 : 101;
    const sku = scene.shop.skus.get(line.skuId)?.sku;
    if (line.held && sku !== undefined) shipStock(sku, line.outWarehouseId, count);
    if (line.shipped >= line.count) line.held = false;
  }
  const complete = openLines(order).length === 0;
  order.status = order.mainStatus = complete ? 3 : 101;
  order.shippedAt = scene.now;
  touch(scene, order);
  scene.post(complete ? 102 : 108, () => orderShipped(scene.shop, order, pack, !complete));
  return pack;
}
