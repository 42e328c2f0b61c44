import { AppError } from '../../../../errors/app-error.js';
import type { RefusedRow } from '../../../../subgraph/batch-write.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import { type AddressRecord, listAddresses } from '../../upstream/endpoints/address-read.js';
import { getOrderToShip, type OrderToShip } from '../../upstream/endpoints/order-to-ship.js';
import { SHIPPING_REFUSALS, UNSHIPPABLE } from '../../upstream/endpoints/shipping-refusals.js';
import { isAddressed } from '../../upstream/endpoints/waybill-write.js';
import { refusalError } from '../../upstream/endpoints/write-refusals.js';
import type { ShopScope } from '../context.js';
import type { RowTarget } from '../object-write.js';

/** A parcel that is to get a number. */
export interface WaybillTarget extends RowTarget<string> {
  readonly packageId: string;
}

/** Where a row's order stands in the arguments. */
export const orderPath = (index: number): readonly string[] => ['input', 'rows', String(index), 'orderId'];

const SENDER_PATH = ['input', 'senderAddressNativeId'];
/** Calls at a time: as many as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;
const ADDRESSES = 100;
/** A book longer than this is none of a shop. */
const MAX_PAGES = 20;
const AWAITING_SHIPMENT = 2;
const PARTLY_SHIPPED = 101;

/**
 * The address that the parcels are sent from.
 * @throws AppError NOT_FOUND, STATE_FORBIDS with its path
 */
export async function senderOf({ client }: ShopScope, id: string): Promise<AddressRecord> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { rows, total } = await listAddresses(client, page, ADDRESSES);
    const found = rows.find((row) => row.id === id);
    if (found !== undefined) {
      if (found.contactName !== null) return found;
      throw new AppError('STATE_FORBIDS', 'The address has no contact, which a waybill needs.', { path: SENDER_PATH });
    }
    if (rows.length === 0 || page * ADDRESSES >= (total ?? Number.POSITIVE_INFINITY)) break;
  }
  throw new AppError('NOT_FOUND', 'The shop has no such address.', { path: SENDER_PATH });
}

/** Orders by native id, each read once, and rows whose order cannot get a waybill. */
export async function ordersToLabel(
  { client }: ShopScope,
  rows: readonly WaybillTarget[],
): Promise<{ readonly orders: ReadonlyMap<string, OrderToShip>; readonly refused: readonly RefusedRow[] }> {
  const ids = [...new Set(rows.map(({ native }) => native))];
  const answers = await boundedParallel(ids, AT_ONCE, (id) => getOrderToShip(client, id));
  const orders = new Map<string, OrderToShip>();
  for (const [at, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw answer.reason;
    if (answer.value !== null) orders.set(ids[at] ?? '', answer.value);
  }
  const refused = rows.flatMap(({ index, nodeId, native }): RefusedRow[] => {
    const error = whyNot(orders.get(native), orderPath(index), nodeId);
    return error === null ? [] : [{ index, nodeId, error }];
  });
  return { orders, refused };
}

function whyNot(order: OrderToShip | undefined, path: readonly string[], nodeId: string): AppError | null {
  const refuse = (number: keyof typeof SHIPPING_REFUSALS) =>
    refusalError(SHIPPING_REFUSALS[number], { order: path }, nodeId);
  if (order === undefined) return refuse(60033);
  const { statusCode } = order.record;
  const forbidden = UNSHIPPABLE[statusCode];
  if (forbidden !== undefined) return refuse(forbidden);
  if (statusCode !== AWAITING_SHIPMENT && statusCode !== PARTLY_SHIPPED)
    return new AppError('STATE_FORBIDS', 'The order does not wait to be sent.', { path, nodeId });
  if (order.lines.every(({ left }) => left === 0)) return refuse(70023);
  if (!isAddressed(order))
    return new AppError('STATE_FORBIDS', 'The order has no recipient to send to.', { path, nodeId });
  return null;
}
