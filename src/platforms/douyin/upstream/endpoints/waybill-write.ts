import { Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { Secret } from '../../../../tenants/secret.js';
import { decodeList, Misfit } from '../../../../upstream/decode.js';
import type { JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { numberOf } from '../rejections.js';
import { flagOf, listIn, textOf, wireDecoder, wireFlag, wireId, wireText } from '../wire.js';
import type { AddressRecord } from './address-read.js';
import type { OrderToShip } from './order-to-ship.js';
import type { MethodWrite } from './product-write.js';
import { ciphersOf } from './recipient-ciphers.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

const badCarrier = refusal('INVALID_INPUT', 'carrier');
const noWaybill = refusal('STATE_FORBIDS', 'waybill');

/** What giving a number back, and asking for one, is refused for (catalogue: the numbers of logistics.*). */
export const WAYBILL_REFUSALS: WriteRefusals = {
  4006: badCarrier('The platform knows no such carrier.'),
  10901: noWaybill('The waybill is cancelled already.'),
  10801: noWaybill('The waybill is in use: a parcel has left with it.'),
};

/** What single rows of an allocation are refused for. */
export const ROW_REFUSALS: WriteRefusals = {
  10003: refusal('NOT_FOUND', 'order')('The platform knows no such order.'),
  10901: refusal('STATE_FORBIDS', 'order')('The order is cancelled.'),
};

/** A parcel that needs a number. */
export interface ParcelToLabel {
  readonly order: OrderToShip;
  /** The caller's own id of the parcel: the same one of the same order gets the same number (conventions D10). */
  readonly packageId: string;
}

/** Who the parcels are sent by, and what carries them. */
export interface Allocation {
  readonly carrierCode: string;
  readonly sender: AddressRecord;
  readonly parcels: readonly ParcelToLabel[];
}

/** What stands for a part of a person in a plan. */
const HIDDEN = '***';

/**
 * Asks for numbers. Recipients go in as the platform encrypted them, as they came with their orders.
 * @param person what of a person is written: all of it, or for a plan only that there is something
 */
export const allocationWrite = (
  { carrierCode, sender, parcels }: Allocation,
  person: 'whole' | 'hidden' = 'whole',
): MethodWrite => {
  const shown = (text: string | null): string | undefined =>
    person === 'hidden' && text !== null ? HIDDEN : (text ?? undefined);
  return {
    method: METHODS.waybillCreate,
    parameters: {
      logistics_code: carrierCode,
      sender_info: {
        address: placeOf(
          sender.address,
          shown(sender.address.detail ?? sender.address.street ?? sender.address.district),
        ),
        contact: { name: shown(sender.contactName), mobile: shown(sender.phone) },
      },
      order_infos: parcels.map(({ order, packageId }): JsonObject => {
        const { record, lines } = order;
        const ciphers = ciphersOf(record);
        return {
          order_id: record.id,
          pack_id: packageId,
          receiver_info: {
            address: placeOf(record.recipient?.address, shown(ciphers?.detail ?? null)),
            contact: { name: shown(ciphers?.name ?? null), mobile: shown(ciphers?.phone ?? null) },
          },
          items: lines
            .filter(({ left }) => left > 0)
            .map(({ title, options, left }) => ({
              item_name: title,
              item_specs: options.map(({ value }) => value).join(';') || undefined,
              item_count: left,
            })),
        };
      }),
    },
  };
};

type Place = Pick<AddressRecord['address'], 'province' | 'city' | 'district' | 'street'>;

const placeOf = (place: Place | undefined, detail: string | undefined): JsonObject => ({
  country_code: 'CHN',
  province_name: place?.province,
  city_name: place?.city,
  district_name: place?.district,
  street_name: place?.street ?? undefined,
  detail_address: detail,
});

/** Whether an order tells all that a waybill needs of its recipient. */
export function isAddressed({ record }: OrderToShip): boolean {
  const ciphers = ciphersOf(record);
  return ciphers?.name != null && ciphers.detail !== null && record.recipient !== null;
}

/** What the platform answered of one parcel. */
export interface LabelTold {
  readonly orderId: string;
  readonly packageId: string;
  /** Null where it was refused. */
  readonly trackingNumber: string | null;
  /** Number of the refusal. Its text is left out: it may hold parts of an address. */
  readonly refusal: string | null;
}

const decodeGiven = wireDecoder(
  Type.Object({ order_id: wireId(), pack_id: wireText(), track_no: Type.String({ minLength: 1 }) }),
);
const decodeRefused = wireDecoder(Type.Object({ order_id: wireId(), pack_id: wireText(), err_code: wireText() }));

/**
 * Sends an allocation: the platform knows a parcel by its order and package id, so that it is repeated when the answer is lost.
 * @throws AppError; no text in it holds a part of a person
 */
export async function sendAllocation(
  client: DouyinClient,
  allocation: Allocation,
  beforeFirstByte: () => Promise<void>,
): Promise<readonly LabelTold[]> {
  const { method, parameters } = allocationWrite(allocation);
  const { sender, parcels } = allocation;
  const persons = parcels.flatMap(({ order: { record } }) => {
    const ciphers = ciphersOf(record);
    return [ciphers?.name, ciphers?.phone, ciphers?.detail];
  });
  const secrets = [sender.contactName, sender.phone, sender.address.detail, ...persons]
    .filter((text) => text != null)
    .map((text) => new Secret(text));
  const call = { method, parameters, batchSize: parcels.length, secrets, beforeFirstByte };
  const found = await client.call(call, (data) => {
    const given = decodeList(listIn(data, 'ebill_infos'), decodeGiven);
    const refused = decodeList(listIn(data, 'err_infos'), decodeRefused);
    if (given.rows.length + refused.rows.length === 0) throw new Misfit('/ebill_infos', 'Expected the waybills');
    return { given, refused };
  });
  client.noteBadRows(method, found.given.badRows);
  client.noteBadRows(method, found.refused.badRows);
  return [
    ...found.given.rows.map(({ order_id, pack_id, track_no }) => ({
      orderId: String(order_id),
      packageId: textOf(pack_id) ?? '',
      trackingNumber: track_no,
      refusal: null,
    })),
    ...found.refused.rows.map(({ order_id, pack_id, err_code }) => ({
      orderId: String(order_id),
      packageId: textOf(pack_id) ?? '',
      trackingNumber: null,
      refusal: textOf(err_code) ?? '',
    })),
  ];
}

/** Gives a number back. */
export const waybillCancelWrite = (carrierCode: string, trackingNumber: string): MethodWrite => ({
  method: METHODS.waybillCancel,
  parameters: { logistics_code: carrierCode, track_no: trackingNumber },
});

const decodeCancelled = wireDecoder(Type.Object({ cancel_result: Type.Object({ success: wireFlag() }) }));

/** Sends it. @throws AppError; an answer that does not say that it was done is no success */
export const sendWaybillCancel = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> =>
  client.call({ method, parameters, beforeFirstByte }, (data) => {
    if (!flagOf(decodeCancelled(data).cancel_result.success))
      throw new AppError('UPSTREAM_REJECTED', 'The platform did not take the number back.');
  });

/**
 * Number of `logistics.trackNoRouteDetail` for what is cancelled: the waybill, or the order it was given for (the platform's page,
 * g.2). It is the only word there is on a waybill: any other answer, and that it is none of the platform's, comes of a number that
 * is in use as well as of one that is in no shipment yet.
 */
const CANCELLED = '10901';

/** Whether a waybill, or its order, is cancelled; false for what tells neither. @throws AppError */
export async function isWaybillOrOrderCancelled(
  client: DouyinClient,
  carrierCode: string,
  trackingNumber: string,
): Promise<boolean> {
  const parameters = { logistics_code: carrierCode, track_no: trackingNumber };
  try {
    return await client.call({ method: METHODS.parcelTrack, parameters }, () => false);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (numberOf(error.detail.fault?.subCode ?? '') === CANCELLED) return true;
    if (error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

/** Print data of a waybill. */
export interface PrintDataRecord {
  readonly trackingNumber: string;
  /** Encrypted; null where the platform refuses it. */
  readonly data: string | null;
}

const decodePrint = wireDecoder(Type.Object({ track_no: Type.String({ minLength: 1 }), print_data: wireText() }));
const decodeNoPrint = wireDecoder(Type.Object({ track_no: Type.String({ minLength: 1 }) }));

/** Print data of waybills of one carrier, one call for all. @throws AppError */
export async function listPrintData(
  client: DouyinClient,
  carrierCode: string,
  trackingNumbers: readonly string[],
): Promise<readonly PrintDataRecord[]> {
  const method = METHODS.waybillPrintData;
  const parameters = {
    waybill_applies: trackingNumbers.map((number) => ({ logistics_code: carrierCode, track_no: number })),
  };
  const found = await client.call({ method, parameters, batchSize: trackingNumbers.length }, (data) => ({
    given: decodeList(listIn(data, 'waybill_infos'), decodePrint),
    refused: decodeList(listIn(data, 'err_infos'), decodeNoPrint),
  }));
  client.noteBadRows(method, found.given.badRows);
  return [
    ...found.given.rows.map(({ track_no, print_data }) => ({ trackingNumber: track_no, data: textOf(print_data) })),
    ...found.refused.rows.map(({ track_no }) => ({ trackingNumber: track_no, data: null })),
  ];
}
