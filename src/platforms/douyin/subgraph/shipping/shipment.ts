import { AppError, InputErrors } from '../../../../errors/app-error.js';
import type { BatchRow, RefusedRow } from '../../../../subgraph/batch-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import type { ParcelLabel } from '../../upstream/endpoints/shipping-write.js';
import type { ShopScope } from '../context.js';
import { type RowId, type RowTarget, readNativeId, rowTargets } from '../object-write.js';
import { readLineId } from '../order/order-line-id.js';
import type { OrderShipInput, ParcelInput } from './shipping-write.input.js';

/** Units of a line, and where they stand in the arguments. */
export interface WantedLine {
  readonly lineId: string;
  readonly quantity: number;
  readonly path: readonly string[];
}

/** A parcel that is to leave. */
export interface ParcelRow extends BatchRow {
  readonly label: ParcelLabel;
  /** Where carrier and number stand in the arguments. */
  readonly labelPath: readonly string[];
  /** Null for all that is left of its orders. */
  readonly lines: readonly WantedLine[] | null;
}

/** An order that is to leave. */
export interface WantedOrder {
  readonly id: string;
  readonly nodeId: string;
  readonly path: readonly string[];
}

/** The three forms of `orderShip` as one. */
export interface Shipment {
  readonly form: 'whole' | 'split' | 'together';
  readonly scope: ShopScope;
  readonly orders: readonly WantedOrder[];
  readonly rows: readonly (ParcelRow | RefusedRow)[];
  readonly rejectsRefund: boolean;
}

/**
 * What `orderShip` is to do. All that the input alone tells is checked: ids, lines, doubled numbers.
 * @throws AppError NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED, WRONG_PLATFORM with the path of an order
 * @throws InputErrors for the orders of a common parcel
 */
export async function shipmentOf({ whole, split, together }: OrderShipInput, ctx: RequestContext): Promise<Shipment> {
  if (whole != null) {
    const { scope, orders } = await ordersOf([whole.orderId], () => ['input', 'whole', 'orderId'], ctx);
    const row = { index: 0, nodeId: whole.orderId, label: whole.parcel, labelPath: ['input', 'whole', 'parcel'] };
    return { form: 'whole', scope, orders, rows: [{ ...row, lines: null }], rejectsRefund: whole.rejectOpenRefund };
  }
  if (split != null) {
    const { scope, orders } = await ordersOf([split.orderId], () => ['input', 'split', 'orderId'], ctx);
    const rows = parcelRows(split.parcels, split.orderId);
    return { form: 'split', scope, orders, rows, rejectsRefund: split.rejectOpenRefund };
  }
  if (together != null) {
    const pathOf = (at: number) => ['input', 'together', 'orderIds', String(at)];
    const { scope, orders } = await ordersOf(together.orderIds, pathOf, ctx);
    const row = { index: 0, nodeId: null, label: together.parcel, labelPath: ['input', 'together', 'parcel'] };
    return { form: 'together', scope, orders, rows: [{ ...row, lines: null }], rejectsRefund: false };
  }
  throw new AppError('INVALID_INPUT', 'Exactly one form of shipping is named.', { path: ['input'] });
}

async function ordersOf(
  ids: readonly string[],
  pathOf: (at: number) => string[],
  ctx: RequestContext,
): Promise<Pick<Shipment, 'scope' | 'orders'>> {
  const wanted = ids.map((id, index): RowId => ({ index, id, path: pathOf(index) }));
  const { scope, rows } = await rowTargets(wanted, 'Order', readNativeId, ctx).catch((error: unknown) => {
    const isBare = error instanceof AppError && error.detail.path === undefined;
    throw isBare ? error.with({ path: pathOf(0) }) : error;
  });
  const errors = rows.flatMap((row) => ('error' in row ? [row.error] : []));
  const targets = rows.filter((row): row is RowTarget<string> => !('error' in row));
  const seen = new Set<string>();
  for (const { index, native } of targets) {
    if (seen.has(native)) errors.push(invalid('each order named once', pathOf(index)));
    seen.add(native);
  }
  if (errors.length > 0) throw new InputErrors(errors);
  const orders = targets.map(({ index, nodeId, native: id }) => ({ id, nodeId, path: pathOf(index) }));
  return { scope, orders };
}

/** The parcels of a split order; one that names a foreign line, or a number or line twice, is refused by itself. */
function parcelRows(parcels: readonly ParcelInput[], orderGid: string): readonly (ParcelRow | RefusedRow)[] {
  const order = decodeGlobalId(orderGid);
  const numbers = new Set<string>();
  return parcels.map(({ label, items }, index) => {
    const path = ['input', 'split', 'parcels', String(index)];
    const labelPath = [...path, 'label'];
    const refuse = (error: AppError): RefusedRow => ({ index, nodeId: orderGid, error });
    if (numbers.has(label.trackingNumber))
      return refuse(invalid('a number of its own for each parcel', [...labelPath, 'trackingNumber']));
    numbers.add(label.trackingNumber);
    const lines: WantedLine[] = [];
    for (const [at, { orderLineId, quantity }] of items.entries()) {
      const linePath = [...path, 'items', String(at), 'orderLineId'];
      const id = decodeGlobalId(orderLineId);
      const line = id?.type === 'OrderLine' && id.shopKey === order?.shopKey ? readLineId(id.nativeId) : null;
      if (line === null || line.orderId !== order?.nativeId)
        return refuse(new AppError('NOT_FOUND', 'The order has no such line.', { path: linePath }));
      if (lines.some(({ lineId }) => lineId === line.lineId))
        return refuse(invalid('each line named once in a parcel', linePath));
      lines.push({ lineId: line.lineId, quantity, path: [...path, 'items', String(at), 'quantity'] });
    }
    return { index, nodeId: orderGid, label, labelPath, lines };
  });
}

const invalid = (constraint: string, path: readonly string[]): AppError =>
  new AppError('INVALID_INPUT', `It must be ${constraint}.`, { path, constraint });
