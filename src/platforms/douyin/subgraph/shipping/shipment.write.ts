import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { type RowTold, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { isSelected } from '../../../../subgraph/selection.js';
import { expectedFailures, toUserError } from '../../../../subgraph/user-errors.js';
import { BatchErrorPolicy } from '../../../../subgraph/vocabulary/batch-error-policy.enum.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { OrderToShip } from '../../upstream/endpoints/order-to-ship.js';
import type { MethodWrite } from '../../upstream/endpoints/product-write.js';
import { SHIPPING_REFUSALS } from '../../upstream/endpoints/shipping-refusals.js';
import {
  oneParcelWrite,
  parcelsWrite,
  type ShippedLine,
  sendOneParcel,
  sendParcels,
} from '../../upstream/endpoints/shipping-write.js';
import { type RefusalPaths, refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { allOneAtATime } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { ordersRead } from './orders-read-back.js';
import { ordersToShip, refusedParcels } from './shipment.check.js';
import { type ParcelRow, type Shipment, shipmentOf } from './shipment.js';
import type { ShipmentIntent } from './shipping.settle.js';
import type { OrderShipInput } from './shipping-write.input.js';
import { baseOfWhole, isDone } from './whole-outcome.js';

/** In a plan: the id is made when the write is sent. */
const MADE_LATER = '(made when it is sent)';

/**
 * `orderShip`: one call whatever the form, with an id by which the platform knows a repeat, so that it is repeated when its
 * answer is lost. Its orders are read before, and afterwards where they are selected.
 */
export async function shipOrders(
  input: OrderShipInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  const shipment = await shipmentOf(input, ctx);
  // For the audit log: the guard does not see which shop is meant, since the orders stand in one of three places.
  const audited = { id: shipment.orders[0]?.nodeId };
  try {
    return { ...(await ship(shipment, input, options, ctx, info)), audited };
  } catch (error) {
    const failures = expectedFailures(error);
    if (failures === null) throw error;
    return { userErrors: failures.map(toUserError), plan: null, replayed: false, rows: [], orders: [], audited };
  }
}

async function ship(
  shipment: Shipment,
  input: OrderShipInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  const { scope, orders, form } = shipment;
  if (form === 'together') refuseVersion(options);
  const ids = orders.map(({ id }) => id);
  let read: readonly OrderToShip[] = [];
  const result = await allOneAtATime(scope, 'Order', ids, options, () =>
    runBatch<ParcelRow>(ctx, scope.deps.writes, {
      mutation: 'orderShip',
      shopKey: scope.shop.key,
      input,
      options,
      isSandbox: scope.shop.isSandbox,
      // The platform takes all parcels of a call or none.
      errorPolicy: BatchErrorPolicy.VALIDATE_ALL_FIRST,
      rows: shipment.rows,
      check: async (rows) => {
        read = await ordersToShip(shipment, options);
        return refusedParcels(rows, read);
      },
      group: (rows) => (rows.length === 0 ? [] : [rows]),
      plan: (rows) => {
        const { method, parameters } = writeOf(shipment, rows, read, MADE_LATER);
        return [...ids.map(() => plannedRead(scope, METHODS.orderDetail)), planned(scope, method, parameters)];
      },
      planAround: () => (isSelected(info, 'orders') ? ids.map(() => plannedRead(scope, METHODS.orderDetail)) : []),
      intent: (rows): ShipmentIntent => ({
        orderIds: ids,
        parcels: rows.map(({ index, label, lines }) => ({
          index,
          carrierCode: label.carrierCode,
          trackingNumber: label.trackingNumber,
          lines: lines?.map(({ lineId, quantity }) => ({ lineId, quantity })) ?? null,
        })),
      }),
      send: async (rows, { beforeFirstByte, callId }) => {
        const write = writeOf(shipment, rows, read, callId);
        const paths = pathsOf(shipment, rows);
        if (form === 'split') {
          const numbers = await refusedAs(SHIPPING_REFUSALS, paths, sendParcels(scope.client, write, beforeFirstByte));
          return rows.filter(({ label }) => numbers === null || numbers.has(label.trackingNumber)).map(toTold);
        }
        await refusedAs(SHIPPING_REFUSALS, paths, sendOneParcel(scope.client, write, beforeFirstByte));
        return rows.map(toTold);
      },
      reconcile: scope.deps.reconcile.orderShip,
    }),
  );
  const done = result.ends.some(isDone) ? orders : [];
  return { ...baseOfWhole(result.base, result.rows), rows: result.rows, orders: ordersRead(scope, done) };
}

function writeOf(
  { form, orders, rejectsRefund }: Shipment,
  rows: readonly ParcelRow[],
  read: readonly OrderToShip[],
  requestId: string,
): MethodWrite {
  const [orderId = ''] = orders.map(({ id }) => id);
  if (form === 'split') {
    const parcels = rows.map(({ label, lines }) => ({ label, items: (lines ?? []).map(toShipped) }));
    return parcelsWrite({ orderId, parcels, rejectsRefund, requestId });
  }
  const [row] = rows;
  if (row === undefined) throw new AppError('INTERNAL');
  const items = read.flatMap(({ lines }) => lines.filter(({ left }) => left > 0));
  return oneParcelWrite({
    orderIds: orders.map(({ id }) => id),
    label: row.label,
    items: items.map(({ id: lineId, left: quantity }) => ({ lineId, quantity })),
    rejectsRefund,
    requestId,
  });
}

const toTold = ({ index }: ParcelRow): RowTold => ({ index });
const toShipped = ({ lineId, quantity }: ShippedLine): ShippedLine => ({ lineId, quantity });

/** Where a refusal of the platform points: which of several orders, parcels or lines is meant it does not say. */
function pathsOf({ form, orders }: Shipment, rows: readonly ParcelRow[]): RefusalPaths {
  const [only, second] = rows;
  const label = second === undefined ? only?.labelPath : undefined;
  const order = form === 'together' ? ['input', 'together', 'orderIds'] : (orders[0]?.path ?? ['input']);
  const parcels = ['input', 'split', 'parcels'];
  return {
    order,
    orders: order,
    line: form === 'split' ? parcels : order,
    carrier: label === undefined ? parcels : [...label, 'carrierCode'],
    trackingNumber: label === undefined ? parcels : [...label, 'trackingNumber'],
  };
}
