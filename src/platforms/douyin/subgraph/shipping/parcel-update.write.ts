import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { type BatchRow, runBatch } from '../../../../subgraph/batch-write.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { isSelected } from '../../../../subgraph/selection.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { sendWrite } from '../../upstream/endpoints/product-write.js';
import { SHIPPING_REFUSALS } from '../../upstream/endpoints/shipping-refusals.js';
import { relabelWrite } from '../../upstream/endpoints/shipping-write.js';
import { refusalError, refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { oneAtATime, readNativeId, rowTargets } from '../object-write.js';
import { orderVersion } from '../order/order.mapper.js';
import { planned, plannedRead } from '../planned.js';
import { ordersRead } from './orders-read-back.js';
import type { RelabelIntent } from './shipping.settle.js';
import type { ParcelUpdateInput } from './shipping-write.input.js';
import { baseOfWhole, isDone } from './whole-outcome.js';

const ORDER_PATH = ['input', 'orderId'];
const PARCEL_PATH = ['input', 'parcelNativeId'];
const PATHS = {
  order: ORDER_PATH,
  parcel: PARCEL_PATH,
  carrier: ['input', 'label', 'carrierCode'],
  trackingNumber: ['input', 'label', 'trackingNumber'],
};

/**
 * `parcelUpdate`: another carrier and number for a parcel that has left. The order is read before only where the parcel is not
 * named, or a version is expected.
 */
export async function updateParcel(
  input: ParcelUpdateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  const rowId = { index: 0, id: input.orderId, path: ORDER_PATH };
  const { scope, rows } = await rowTargets([rowId], 'Order', readNativeId, ctx);
  const { label } = input;
  const named = input.parcelNativeId ?? null;
  const id = rows.flatMap((row) => ('native' in row ? [row.native] : []))[0] ?? '';
  const isRead = named === null || options?.expectedVersion != null;
  let parcelId = named;
  const result = await oneAtATime({ scope, nativeId: id, type: 'Order' }, options, () =>
    runBatch<BatchRow>(ctx, scope.deps.writes, {
      mutation: 'parcelUpdate',
      shopKey: scope.shop.key,
      input,
      options,
      isSandbox: scope.shop.isSandbox,
      rows,
      check: async () => {
        if (!isRead) return [];
        const order = await getOrder(scope.client, id);
        if (order === null) throw refusalError(SHIPPING_REFUSALS[60033], PATHS);
        requireVersion(options, { id: input.orderId, version: orderVersion(order) });
        parcelId = parcelIdIn(order, named, input.orderId);
        return [];
      },
      group: (ready) => (ready.length === 0 ? [] : [ready]),
      plan: () => {
        const { method, parameters } = relabelWrite(id, parcelId, label);
        return [...(isRead ? [plannedRead(scope, METHODS.orderDetail)] : []), planned(scope, method, parameters)];
      },
      planAround: () => (isSelected(info, 'orders') ? [plannedRead(scope, METHODS.orderDetail)] : []),
      intent: (): RelabelIntent => ({
        orderId: id,
        parcelId: named,
        carrierCode: label.carrierCode,
        trackingNumber: label.trackingNumber,
      }),
      send: async (ready, { beforeFirstByte }) => {
        const write = relabelWrite(id, parcelId, label);
        await refusedAs(SHIPPING_REFUSALS, PATHS, sendWrite(scope.client, write, beforeFirstByte));
        return ready.map(({ index }) => ({ index }));
      },
      reconcile: scope.deps.reconcile.parcelUpdate,
    }),
  );
  return {
    ...baseOfWhole(result.base, result.rows),
    rows: result.rows,
    orders: ordersRead(scope, result.ends.some(isDone) ? [{ id }] : []),
    // For the audit log, which names an object by the payload's.
    audited: { id: input.orderId },
  };
}

/**
 * The id of the parcel that is meant.
 * @returns null for the only parcel of an order whose parcels have no ids
 * @throws AppError NOT_FOUND, STATE_FORBIDS, INVALID_INPUT
 */
function parcelIdIn({ parcels }: OrderRecord, named: string | null, nodeId: string): string | null {
  const [only, second] = parcels;
  if (named !== null) {
    if (parcels.some((parcel) => parcel.id === named)) return named;
    throw refusalError(SHIPPING_REFUSALS[60134], PATHS);
  }
  if (only === undefined)
    throw new AppError('STATE_FORBIDS', 'Nothing of the order has left yet.', { path: ORDER_PATH, nodeId });
  if (second === undefined) return only.id;
  const constraint = 'named, since the order has several parcels';
  throw new AppError('INVALID_INPUT', `parcelNativeId must be ${constraint}.`, { path: PARCEL_PATH, constraint });
}
