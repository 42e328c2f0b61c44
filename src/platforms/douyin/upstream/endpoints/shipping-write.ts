import { type Static, Type } from '@sinclair/typebox';
import { Misfit } from '../../../../upstream/decode.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { idOf, listOf, type Seen, textOf, wireDecoder, wireList, wireOptionalId, wireText } from '../wire.js';
import type { MethodWrite } from './product-write.js';

/** Carrier and number of a parcel. */
export interface ParcelLabel {
  readonly carrierCode: string;
  readonly trackingNumber: string;
}

/** Units of a line that go into a parcel. */
export interface ShippedLine {
  readonly lineId: string;
  readonly quantity: number;
}

/** Sends orders of one recipient in one parcel. */
export interface OneParcel {
  readonly orderIds: readonly string[];
  readonly label: ParcelLabel;
  readonly items: readonly ShippedLine[];
  readonly rejectsRefund: boolean;
  /** Names the operation: the platform answers a repeat with its first answer, and does nothing. */
  readonly requestId: string;
}

/** Sends lines of one order in parcels, all of them or none. */
export interface SeveralParcels {
  readonly orderId: string;
  readonly parcels: readonly { readonly label: ParcelLabel; readonly items: readonly ShippedLine[] }[];
  readonly rejectsRefund: boolean;
  readonly requestId: string;
}

/** One parcel, of one order or several. Refusing a refund is always said, never left to the platform's default. */
export const oneParcelWrite = ({ orderIds, label, items, rejectsRefund, requestId }: OneParcel): MethodWrite => ({
  method: METHODS.orderShipTogether,
  parameters: {
    order_id_list: orderIds,
    ...labelOf(label),
    shipped_order_info: items.map(shippedLine),
    is_reject_refund: rejectsRefund,
    request_id: requestId,
  },
});

/** One order in parcels. */
export const parcelsWrite = ({ orderId, parcels, rejectsRefund, requestId }: SeveralParcels): MethodWrite => ({
  method: METHODS.orderShipParcels,
  parameters: {
    order_id: orderId,
    pack_list: parcels.map(({ label, items }) => ({
      ...labelOf(label),
      shipped_order_info: items.map(shippedLine),
    })),
    is_reject_refund: rejectsRefund,
    request_id: requestId,
  },
});

/**
 * Another carrier and number for a parcel.
 * @param parcelId null for the parcel of an order whose parcels have no ids
 */
export const relabelWrite = (orderId: string, parcelId: string | null, label: ParcelLabel): MethodWrite => ({
  method: parcelId === null ? METHODS.orderShipmentEdit : METHODS.orderParcelEdit,
  parameters: { order_id: orderId, pack_id: parcelId ?? undefined, ...labelOf(label) },
});

const labelOf = ({ carrierCode, trackingNumber }: ParcelLabel) => ({
  company_code: carrierCode,
  logistics_code: trackingNumber,
});

const shippedLine = ({ lineId, quantity }: ShippedLine) => ({ shipped_order_id: lineId, shipped_num: quantity });

const decodeOne = wireDecoder(Type.Object({ pack_id: wireOptionalId() }));
const WirePack = Type.Object({ pack_id: wireOptionalId(), logistics_code: wireText() });
const decodeSeveral = wireDecoder(Type.Object({ pack_list: wireList(WirePack) }));

/** Sends one parcel. @throws AppError; an answer that names no parcel is OUTCOME_UNKNOWN */
export const sendOneParcel = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> =>
  client.call({ method, parameters, beforeFirstByte }, (data, seen: Seen) => {
    if (!seen.wasDoneBefore && idOf(decodeOne(data).pack_id) === null) throw new Misfit('/pack_id', 'Expected an id');
  });

/**
 * Sends several parcels.
 * @returns the tracking numbers that the platform answers for; null for all of them, since it has done it before
 * @throws AppError; an answer that names no parcel is OUTCOME_UNKNOWN
 */
export const sendParcels = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<ReadonlySet<string> | null> =>
  client.call({ method, parameters, beforeFirstByte }, (data, seen: Seen) => {
    if (seen.wasDoneBefore) return null;
    const packs = listOf(decodeSeveral(data).pack_list);
    if (packs.length === 0) throw new Misfit('/pack_list', 'Expected the parcels');
    return new Set(packs.flatMap(numberOf));
  });

const numberOf = ({ pack_id, logistics_code }: Static<typeof WirePack>): string[] => {
  const number = textOf(logistics_code);
  return number === null || idOf(pack_id) === null ? [] : [number];
};
