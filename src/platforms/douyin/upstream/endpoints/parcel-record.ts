import { type Static, Type } from '@sinclair/typebox';
import { idOf, integerOf, listOf, textOf, timeOf, wireInteger, wireList, wireOptionalId, wireText } from '../wire.js';

/** An element of `logistics_info` in an order (the platform's page, g.1). */
export const WireParcel = Type.Object({
  tracking_no: wireText(),
  company: wireText(),
  company_name: wireText(),
  delivery_id: wireOptionalId(),
  ship_time: wireText(),
  product_info: wireList(Type.Object({ sku_order_id: wireOptionalId(), product_count: wireInteger() })),
});

type Wire = Static<typeof WireParcel>;

/** A parcel of an order. */
export interface ParcelRecord {
  readonly id: string | null;
  readonly carrierCode: string;
  readonly carrierName: string | null;
  readonly trackingNumber: string;
  readonly shippedAt: Date | null;
  /** Ids of lines with the units of each. */
  readonly items: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** A parcel of an order whose answer was checked. */
export const toParcel = (wire: Wire): ParcelRecord => ({
  id: idOf(wire.delivery_id),
  carrierCode: textOf(wire.company) ?? '',
  carrierName: textOf(wire.company_name),
  trackingNumber: textOf(wire.tracking_no) ?? '',
  shippedAt: timeOf(wire.ship_time),
  items: listOf(wire.product_info).flatMap((item) => {
    const lineId = idOf(item.sku_order_id);
    return lineId === null ? [] : [{ lineId, quantity: integerOf(item.product_count) ?? 0 }];
  }),
});
