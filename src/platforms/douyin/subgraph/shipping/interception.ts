import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { listAfterSalesOfOrder } from '../../upstream/endpoints/after-sale-read.js';
import type { ListedAfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
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

/** How an order is stopped: which calls, and for each of its parcels or cases where it stands in the arguments. */
export interface Interception {
  /** `stop`: nothing has left. `recall`: the carriers turn parcels round. `lock`: a provider abroad holds it. */
  readonly kind: 'stop' | 'recall' | 'lock';
  /** One for each case, or one for a lock; each carries out the rows of its case. */
  readonly calls: readonly { readonly caseId: string | null; readonly write: MethodWrite }[];
  readonly refusals: WriteRefusals;
  /** Of a recall its parcels, of a stop its cases; one for a lock. */
  readonly rows: readonly RowToStop[];
}

export const ORDER_PATH = ['input', 'orderId'];
const NUMBERS_PATH = ['input', 'trackingNumbers'];

const CANCELLED = 4;
const COMPLETED = 5;
/** Cases that wait for the seller, or for the buyer to send the goods back (the platform's page, f.4). */
const WAITS_FOR_SELLER = 6;
const WAITS_FOR_RETURN = 7;
const REFUNDED = 12;
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
    return stopOf(order, await casesOf(client, order), input, now);
  }
  const named = namedParcels(order, input);
  // The platform tells what a recall costs when it is done, and has no question before (conventions section 0, item 1).
  if (input.maxCost != null) {
    const says = 'What calling a parcel back costs is told afterwards only: no bound can be kept.';
    throw new AppError('UNSUPPORTED_COMBINATION', says, { path: ['input', 'maxCost'] });
  }
  return recallOf(order, await casesOf(client, order), input, named);
}

/** One call for each case: a stop is of the goods of its case alone, so that every line must be in one. */
function stopOf(
  order: OrderRecord,
  cases: readonly ListedAfterSaleRecord[],
  input: OrderInterceptInput,
  now: Date,
): Interception {
  const refunds = cases.filter(({ kindCode }) => kindCode === REFUND_BEFORE_SHIPMENT);
  const waiting = refunds.filter(({ statusCode }) => statusCode === WAITS_FOR_SELLER);
  if (waiting.length === 0)
    throw forbidden(input, 'No refund of the order waits for the shop: it stops by not being sent.');
  if (!isWhole(order, [...waiting, ...refunds.filter(({ statusCode }) => statusCode === REFUNDED)]))
    throw forbidden(
      input,
      'A part of the order is in no refund that waits for the shop: only the whole can be stopped.',
    );
  return {
    kind: 'stop',
    calls: waiting.map(({ id }) => ({ caseId: id, write: stopWrite(id, now) })),
    refusals: STOP_REFUSALS,
    rows: waiting.map(({ id }) => ({ trackingNumber: null, caseId: id, path: ORDER_PATH })),
  };
}

/** Whether all units of the order's lines are in these cases, but for lines that are cancelled. */
const isWhole = ({ lines }: OrderRecord, cases: readonly ListedAfterSaleRecord[]): boolean =>
  lines.every(({ id, quantity, statusCode }) => {
    const units = cases
      .flatMap((one) => one.lines)
      .filter((line) => line.id === id)
      .map((line) => line.quantity ?? quantity);
    return statusCode === CANCELLED || (units.length > 0 && units.reduce((sum, count) => sum + count, 0) >= quantity);
  });

/** One call for each case with its parcels: those that are named, or else those with goods that a case is about. */
function recallOf(
  order: OrderRecord,
  cases: readonly ListedAfterSaleRecord[],
  input: OrderInterceptInput,
  named: readonly ParcelRecord[] | null,
): Interception {
  const open = cases.filter(isRecallable);
  const [newest] = open;
  if (newest === undefined)
    throw forbidden(input, 'The order has no open after-sale case, without which carriers turn nothing round.');
  const caseOf = ({ trackingNumber }: ParcelRecord): ListedAfterSaleRecord | null =>
    open.find((one) => holdsGoodsOf(one, order, trackingNumber)) ?? (named === null ? null : newest);
  const found = (named ?? [...byNumber(order).values()]).flatMap((parcel) => {
    const one = caseOf(parcel);
    return one === null ? [] : [{ parcel, caseId: one.id }];
  });
  if (found.length === 0)
    throw forbidden(
      input,
      'No parcel of the order is known to hold goods that its after-sale case is about: name them.',
    );
  const ids = [...new Set(found.map(({ caseId }) => caseId))];
  return {
    kind: 'recall',
    calls: ids.map((caseId) => ({
      caseId,
      write: recallWrite(
        caseId,
        found.filter((one) => one.caseId === caseId).map(({ parcel }) => parcel),
      ),
    })),
    refusals: RECALL_REFUSALS,
    rows: found.map(({ parcel: { trackingNumber }, caseId }) => {
      const at = input.trackingNumbers?.indexOf(trackingNumber) ?? -1;
      return { trackingNumber, caseId, path: at < 0 ? ORDER_PATH : [...NUMBERS_PATH, String(at)] };
    }),
  };
}

/** Whether a parcel holds goods that a case is about. The only parcel holds all; of others the platform may tell nothing. */
const holdsGoodsOf = ({ lines }: ListedAfterSaleRecord, { parcels }: OrderRecord, trackingNumber: string): boolean => {
  const ids = new Set(lines.map(({ id }) => id));
  const isOnly = parcels.every((parcel) => parcel.trackingNumber === trackingNumber);
  return parcels.some(
    ({ trackingNumber: number, items }) =>
      number === trackingNumber && (items.length === 0 ? isOnly : items.some(({ lineId }) => ids.has(lineId))),
  );
};

function lockOf(order: OrderRecord, input: OrderInterceptInput, vendor: string, now: Date): Interception {
  if (input.trackingNumbers != null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'A lock is of the whole order.', { path: NUMBERS_PATH });
  if (order.parcels.length > 0) throw forbidden(input, 'Parts of the order have left: it cannot be locked.');
  const rows = [{ trackingNumber: null, caseId: null, path: ORDER_PATH }];
  const calls = [{ caseId: null, write: lockWrite(order.id, vendor, now) }];
  return { kind: 'lock', calls, refusals: LOCK_REFUSALS, rows };
}

/** Parcels of the order, each number once. */
const byNumber = ({ parcels }: OrderRecord): ReadonlyMap<string, ParcelRecord> =>
  new Map(parcels.map((parcel) => [parcel.trackingNumber, parcel]));

/** The parcels that are named; null where none is. @throws InputErrors */
function namedParcels(order: OrderRecord, { trackingNumbers }: OrderInterceptInput): readonly ParcelRecord[] | null {
  if (trackingNumbers == null) return null;
  const parcels = byNumber(order);
  const errors = trackingNumbers.flatMap((number, at) => (parcels.has(number) ? [] : [noParcel(at)]));
  if (errors.length > 0) throw new InputErrors(errors);
  return trackingNumbers.flatMap((number) => parcels.get(number) ?? []);
}

/** The cases of an order, the newest first. */
const casesOf = (
  client: ShopScope['client'],
  { id, createdAt }: OrderRecord,
): Promise<readonly ListedAfterSaleRecord[]> => listAfterSalesOfOrder(client, id, createdAt);

const isRecallable = ({ kindCode, statusCode }: ListedAfterSaleRecord): boolean =>
  (kindCode === RETURN_AND_REFUND || kindCode === REFUND_AFTER_SHIPMENT) &&
  (statusCode === WAITS_FOR_SELLER || statusCode === WAITS_FOR_RETURN);

const noParcel = (at: number): AppError =>
  new AppError('NOT_FOUND', 'The order has no parcel of this number.', { path: [...NUMBERS_PATH, String(at)] });

const forbidden = ({ orderId }: OrderInterceptInput, says: string): AppError =>
  new AppError('STATE_FORBIDS', says, { path: ORDER_PATH, nodeId: orderId });
