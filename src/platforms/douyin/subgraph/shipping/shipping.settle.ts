import type { RowSettled } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import type { DouyinClient } from '../../upstream/client.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import type { ParcelRecord } from '../../upstream/endpoints/parcel-record.js';
import type { ParcelLabel, ShippedLine } from '../../upstream/endpoints/shipping-write.js';
import { type OpenClient, settleRows } from '../settling.js';

/** How the writes of shipping are settled. */
export interface ShippingSettlements {
  readonly orderShip: Reconcile;
  readonly parcelUpdate: Reconcile;
}

/** What a shipment was to be. */
export interface ShipmentIntent {
  readonly orderIds: readonly string[];
  readonly parcels: readonly (ParcelLabel & {
    readonly index: number;
    /** Null for all that was left. */
    readonly lines: readonly ShippedLine[] | null;
  })[];
}

/** What a parcel was to be. */
export interface RelabelIntent extends ParcelLabel {
  readonly orderId: string;
  /** Null for the only one. */
  readonly parcelId: string | null;
}

const CANCELLED = 4;

/** Makes them: the order tells. */
export const shippingSettlements = (open: OpenClient): ShippingSettlements => ({
  orderShip: settleRows(open, async ({ intent, rows }, client) => {
    const { orderIds, parcels } = intent as ShipmentIntent;
    const orders = await ordersOf(client, orderIds);
    if (orders === null) return [];
    const sent = parcels.filter((parcel) => orders.every((order) => order.parcels.some(isParcel(parcel))));
    if (sent.length === 0 && orders.some(isOver)) return rows.map(({ index }) => ({ index, isDone: false }));
    return sent.map(({ index }): RowSettled => ({ index, isDone: true }));
  }),
  parcelUpdate: settleRows(open, async ({ intent, rows }, client) => {
    const { orderId, parcelId, carrierCode, trackingNumber } = intent as RelabelIntent;
    const order = await getOrder(client, orderId);
    const isDone = order?.parcels.some(
      (parcel) =>
        (parcelId === null || parcel.id === parcelId) && isParcel({ carrierCode, trackingNumber, lines: null })(parcel),
    );
    return isDone === true ? rows.map(({ index }) => ({ index, isDone })) : [];
  }),
});

/** Reads all orders; null when one cannot be found. */
async function ordersOf(client: DouyinClient, ids: readonly string[]): Promise<readonly OrderRecord[] | null> {
  const orders: OrderRecord[] = [];
  for (const id of ids) {
    const order = await getOrder(client, id);
    if (order === null) return null;
    orders.push(order);
  }
  return orders;
}

/** No order had a parcel of this number before: that was looked at before it was sent. So a parcel that has it is ours. */
const isParcel =
  ({ carrierCode, trackingNumber, lines }: ParcelLabel & { readonly lines: readonly ShippedLine[] | null }) =>
  (parcel: ParcelRecord): boolean =>
    parcel.carrierCode === carrierCode &&
    parcel.trackingNumber === trackingNumber &&
    (lines ?? []).every(({ lineId, quantity }) =>
      parcel.items.some((item) => item.lineId === lineId && item.quantity >= quantity),
    );

/**
 * Cancelled with nothing sent: what was not done then never will be. An order that left in other parcels says nothing, since
 * numbers can be corrected, and one that still waits may yet be sent.
 */
const isOver = ({ statusCode, parcels }: OrderRecord): boolean => statusCode === CANCELLED && parcels.length === 0;
