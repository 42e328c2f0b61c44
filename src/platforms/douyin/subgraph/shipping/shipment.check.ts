import { AppError, InputErrors } from '../../../../errors/app-error.js';
import type { RefusedRow } from '../../../../subgraph/batch-write.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { getOrderToShip, type OrderToShip } from '../../upstream/endpoints/order-to-ship.js';
import { SHIPPING_REFUSALS, UNSHIPPABLE } from '../../upstream/endpoints/shipping-refusals.js';
import { refusalError } from '../../upstream/endpoints/write-refusals.js';
import { orderVersion } from '../order/order.mapper.js';
import type { ParcelRow, Shipment, WantedOrder } from './shipment.js';

/** Calls at a time: as many as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;
const PARTLY_SHIPPED = 101;

/**
 * Reads the orders of a shipment, one call each: the platform wants the units of every line, which only the order tells, and
 * what would be refused is refused here in full, with paths, before anything is sent.
 * @throws AppError NOT_FOUND, CONFLICT, and what a read fails with
 * @throws InputErrors what forbids sending, of all orders at once
 */
export async function ordersToShip(
  shipment: Shipment,
  options: WriteOptions | null | undefined,
): Promise<readonly OrderToShip[]> {
  const { scope, orders } = shipment;
  const answers = await boundedParallel(orders, AT_ONCE, ({ id }) => getOrderToShip(scope.client, id));
  const found = answers.flatMap((answer, at): { wanted: WantedOrder; order: OrderToShip | null }[] => {
    if (answer.status === 'rejected') throw answer.reason;
    const wanted = orders[at];
    return wanted === undefined ? [] : [{ wanted, order: answer.value }];
  });
  const errors: AppError[] = [];
  const read: OrderToShip[] = [];
  for (const { wanted, order } of found) {
    if (order === null) {
      errors.push(refusalError(SHIPPING_REFUSALS[60033], { order: wanted.path }));
      continue;
    }
    requireVersion(options, { id: wanted.nodeId, version: orderVersion(order.record) });
    const error = whyNot(order, shipment, wanted);
    if (error !== null) errors.push(error);
    read.push(order);
  }
  const stranger = strangerOf(read);
  const path = orders[stranger]?.path;
  if (errors.length === 0 && path !== undefined) errors.push(refusalError(SHIPPING_REFUSALS[70021], { orders: path }));
  if (errors.length > 0) throw new InputErrors(errors);
  return read;
}

/** Why nothing of an order can be sent; null where nothing is known that forbids it: the platform has the last word. */
function whyNot(
  { record, lines }: OrderToShip,
  { form, rows, rejectsRefund }: Shipment,
  { path, nodeId }: WantedOrder,
): AppError | null {
  const refuse = (number: keyof typeof SHIPPING_REFUSALS) =>
    refusalError(SHIPPING_REFUSALS[number], { order: path }, nodeId);
  const forbidden = UNSHIPPABLE[record.statusCode];
  if (forbidden !== undefined) return refuse(forbidden);
  if (lines.every(({ left }) => left === 0)) return refuse(70023);
  const named = new Set(rows.flatMap((row) => ('lines' in row ? (row.lines ?? []) : [])).map(({ lineId }) => lineId));
  const leaving = lines.filter(({ id, left }) => left > 0 && (form !== 'split' || named.has(id)));
  if (!rejectsRefund && leaving.some(({ isRefundAsked }) => isRefundAsked)) return refuse(60040);
  if (form !== 'split' && (record.statusCode === PARTLY_SHIPPED || record.parcels.length > 0)) {
    const says = 'A part of the order has left already; the rest can be shipped with `split`.';
    return new AppError('STATE_FORBIDS', says, { path, nodeId });
  }
  return null;
}

/** Place of the first order that goes to another recipient than those before it; -1 for none. */
function strangerOf(orders: readonly OrderToShip[]): number {
  const known = orders.find(({ recipientKey }) => recipientKey !== null)?.recipientKey;
  return orders.findIndex(({ recipientKey }) => recipientKey !== null && recipientKey !== known);
}

/**
 * Parcels that cannot leave: more units than are left, a line that the order does not have, or a number that a parcel of the
 * order has already, which could not be told from the new one if the answer were lost.
 */
export function refusedParcels(rows: readonly ParcelRow[], orders: readonly OrderToShip[]): readonly RefusedRow[] {
  const left = new Map(orders.flatMap(({ lines }) => lines.map((line) => [line.id, line.left])));
  const sent = orders.flatMap(({ record }) => record.parcels);
  return rows.flatMap(({ index, nodeId, label, labelPath, lines }): RefusedRow[] => {
    const known = sent.some(
      ({ carrierCode, trackingNumber }) => carrierCode === label.carrierCode && trackingNumber === label.trackingNumber,
    );
    if (known) {
      const path = [...labelPath, 'trackingNumber'];
      const error = new AppError('ALREADY_EXISTS', 'A parcel of this number has left already.', { path });
      return [{ index, nodeId, error }];
    }
    for (const { lineId, quantity, path } of lines ?? []) {
      const rest = left.get(lineId);
      if (rest === undefined) {
        const linePath = [...path.slice(0, -1), 'orderLineId'];
        return [{ index, nodeId, error: refusalError(SHIPPING_REFUSALS[60016], { line: linePath }) }];
      }
      if (quantity > rest) {
        const constraint = `at most the ${rest} that are left`;
        const error = new AppError('INVALID_INPUT', `quantity must be ${constraint}.`, { path, constraint });
        return [{ index, nodeId, error }];
      }
      left.set(lineId, rest - quantity);
    }
    return [];
  });
}
