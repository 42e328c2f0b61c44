import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { listAfterSalesOfOrder } from '../../upstream/endpoints/after-sale-read.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import {
  LOCK_REFUSALS,
  lockWrite,
  RECALL_REFUSALS,
  recallWrite,
  STOP_REFUSALS,
  stopWrite,
} from '../../upstream/endpoints/intercept-write.js';
import { getOrder } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import type { ParcelRecord } from '../../upstream/endpoints/parcel-record.js';
import type { MethodWrite } from '../../upstream/endpoints/product-write.js';
import type { WriteRefusals } from '../../upstream/endpoints/write-refusals.js';
import type { ShopScope } from '../context.js';
import { orderVersion } from '../order/order.mapper.js';
import type { OrderInterceptInput } from './intercept.input.js';
import type { RowToStop } from './intercept-outcome.js';

/** How an order is stopped: which call, and for each of its parcels where it stands in the arguments. */
export interface Interception {
  /** `stop`: nothing has left. `recall`: the carriers turn parcels round. `lock`: a provider abroad holds it. */
  readonly kind: 'stop' | 'recall' | 'lock';
  readonly write: MethodWrite;
  readonly refusals: WriteRefusals;
  /** Of a recall its parcels; one row without a number for an order that has not left. */
  readonly rows: readonly RowToStop[];
  /** Whether its case was read. */
  readonly hasCase: boolean;
}

export const ORDER_PATH = ['input', 'orderId'];
const NUMBERS_PATH = ['input', 'trackingNumbers'];

const CANCELLED = 4;
const COMPLETED = 5;
/** Cases that wait for the seller, or for the buyer to send the goods back (the platform's page, f.4). */
const WAITS_FOR_SELLER = 6;
const WAITS_FOR_RETURN = 7;
const REFUND_BEFORE_SHIPMENT = 2;
const RETURN_AND_REFUND = 0;
const REFUND_AFTER_SHIPMENT = 1;

/**
 * Looks at an order for how it can be stopped: two reads, one for an order abroad.
 * @throws AppError NOT_FOUND, CONFLICT, STATE_FORBIDS, UNSUPPORTED_COMBINATION
 * @throws InputErrors NOT_FOUND for each tracking number that is none of the order's
 */
export async function interceptionOf(
  { client, now }: Pick<ShopScope, 'client'> & { readonly now: Date },
  orderId: string,
  input: OrderInterceptInput,
  options: WriteOptions | null | undefined,
): Promise<Interception> {
  const order = await getOrder(client, orderId);
  if (order === null) throw new AppError('NOT_FOUND', undefined, { path: ORDER_PATH });
  requireVersion(options, { id: input.orderId, version: orderVersion(order) });
  if (order.statusCode === CANCELLED) throw forbidden(input, 'The order is cancelled already.');
  if (order.statusCode === COMPLETED) throw forbidden(input, 'The order is completed.');
  if (input.crossBorderVendor != null) return lockOf(order, input, input.crossBorderVendor, now);
  if (order.parcels.length === 0) {
    if (input.trackingNumbers != null) throw new InputErrors(input.trackingNumbers.map((_, at) => noParcel(at)));
    const found = await caseOf(client, order, isStoppable);
    if (found === null)
      throw forbidden(input, 'No refund of the order waits for the shop: it stops by not being sent.');
    const rows = [{ trackingNumber: null, path: ORDER_PATH }];
    return { kind: 'stop', write: stopWrite(found.id, now), refusals: STOP_REFUSALS, rows, hasCase: true };
  }
  const parcels = parcelsOf(order, input);
  // The platform tells what a recall costs when it is done, and has no question before (conventions section 0, item 1).
  if (input.maxCost != null) {
    const says = 'What calling a parcel back costs is told afterwards only: no bound can be kept.';
    throw new AppError('UNSUPPORTED_COMBINATION', says, { path: ['input', 'maxCost'] });
  }
  const found = await caseOf(client, order, isRecallable);
  if (found === null)
    throw forbidden(input, 'The order has no open after-sale case, without which carriers turn nothing round.');
  return {
    kind: 'recall',
    write: recallWrite(found.id, parcels),
    refusals: RECALL_REFUSALS,
    rows: parcels.map(({ trackingNumber }) => {
      const at = input.trackingNumbers?.indexOf(trackingNumber) ?? -1;
      return { trackingNumber, path: at < 0 ? ORDER_PATH : [...NUMBERS_PATH, String(at)] };
    }),
    hasCase: true,
  };
}

function lockOf(order: OrderRecord, input: OrderInterceptInput, vendor: string, now: Date): Interception {
  if (input.trackingNumbers != null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'A lock is of the whole order.', { path: NUMBERS_PATH });
  if (order.parcels.length > 0) throw forbidden(input, 'Parts of the order have left: it cannot be locked.');
  const rows = [{ trackingNumber: null, path: ORDER_PATH }];
  return { kind: 'lock', write: lockWrite(order.id, vendor, now), refusals: LOCK_REFUSALS, rows, hasCase: false };
}

/** The parcels that are meant: those that are named, or all, each number once. */
function parcelsOf({ parcels }: OrderRecord, { trackingNumbers }: OrderInterceptInput): readonly ParcelRecord[] {
  const byNumber = new Map(parcels.map((parcel) => [parcel.trackingNumber, parcel]));
  if (trackingNumbers == null) return [...byNumber.values()];
  const errors = trackingNumbers.flatMap((number, at) => (byNumber.has(number) ? [] : [noParcel(at)]));
  if (errors.length > 0) throw new InputErrors(errors);
  return trackingNumbers.flatMap((number) => byNumber.get(number) ?? []);
}

/** The newest case of an order that is of this kind. */
async function caseOf(
  client: ShopScope['client'],
  { id, createdAt }: OrderRecord,
  isFit: (one: AfterSaleRecord) => boolean,
): Promise<AfterSaleRecord | null> {
  const cases = await listAfterSalesOfOrder(client, id, createdAt);
  return cases.find(isFit) ?? null;
}

const isStoppable = ({ kindCode, statusCode }: AfterSaleRecord): boolean =>
  kindCode === REFUND_BEFORE_SHIPMENT && statusCode === WAITS_FOR_SELLER;

const isRecallable = ({ kindCode, statusCode }: AfterSaleRecord): boolean =>
  (kindCode === RETURN_AND_REFUND || kindCode === REFUND_AFTER_SHIPMENT) &&
  (statusCode === WAITS_FOR_SELLER || statusCode === WAITS_FOR_RETURN);

const noParcel = (at: number): AppError =>
  new AppError('NOT_FOUND', 'The order has no parcel of this number.', { path: [...NUMBERS_PATH, String(at)] });

const forbidden = ({ orderId }: OrderInterceptInput, says: string): AppError =>
  new AppError('STATE_FORBIDS', says, { path: ORDER_PATH, nodeId: orderId });
