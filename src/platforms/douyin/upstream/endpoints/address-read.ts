import { type Static, Type } from '@sinclair/typebox';
import { decodeList } from '../../../../upstream/decode.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listIn, textOf, wireDecoder, wireFlag, wireId, wireInteger, wireText } from '../wire.js';
import type { RegionRecord } from './recipient-record.js';

/** A row of `address.list` (the platform's page, g.5): the misspelt keys are the platform's. Newer answers have telephones. */
const WireAddress = Type.Object({
  address_id: wireId(),
  reciever_name: wireText(),
  mobile: wireText(),
  phone: wireText(),
  is_default: wireFlag(),
  receiver_provinc: wireText(),
  receiver_city: wireText(),
  receiver_district: wireText(),
  receiver_street: wireText(),
  receiver_detail: wireText(),
});

type Wire = Static<typeof WireAddress>;

/** An address of the shop itself. */
export interface AddressRecord {
  readonly id: string;
  readonly contactName: string | null;
  /** The number that is the first choice; null where the platform tells none. */
  readonly phone: string | null;
  readonly address: RegionRecord;
  /** Where returns go unless another is named. */
  readonly isDefaultReturn: boolean;
}

/** Addresses of one answer. */
export interface AddressPage {
  readonly rows: readonly AddressRecord[];
  /** Place of each row in the platform's answer, from 0. */
  readonly indices: readonly number[];
  readonly total: number | null;
}

const decodeWire = wireDecoder(WireAddress);
const decodePage = wireDecoder(Type.Object({ total: wireInteger() }));

/**
 * A page of the shop's addresses, the oldest first, so that a new one moves none.
 * @param page from 1
 * @throws AppError
 */
export async function listAddresses(client: DouyinClient, page: number, size: number): Promise<AddressPage> {
  const method = METHODS.addressList;
  const parameters = { page_no: page, page_size: size, order_by: 'asc', order_field: 'create_time' };
  const found = await client.call({ method, parameters }, (data) => ({
    ...decodeList(listIn(data, 'address_list'), decodeWire),
    total: integerOf(decodePage(data).total),
  }));
  client.noteBadRows(method, found.badRows);
  return { rows: found.rows.map(toAddress), indices: found.indices, total: found.total };
}

const toAddress = (wire: Wire): AddressRecord => ({
  id: String(wire.address_id),
  contactName: textOf(wire.reciever_name),
  phone: textOf(wire.mobile) ?? textOf(wire.phone),
  address: {
    province: textOf(wire.receiver_provinc) ?? '',
    city: textOf(wire.receiver_city) ?? '',
    district: textOf(wire.receiver_district) ?? '',
    street: textOf(wire.receiver_street),
    detail: textOf(wire.receiver_detail),
  },
  isDefaultReturn: flagOf(wire.is_default),
});
