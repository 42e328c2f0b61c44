import { type Static, Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { decodeList, Misfit } from '../../../../upstream/decode.js';
import { safeText } from '../../../../upstream/redaction.js';
import { int64 } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listIn, textOf, wireCode, wireDecoder, wireFlag, wireInteger, wireText } from '../wire.js';
import type { MethodWrite } from './product-write.js';
import type { ParcelLabel } from './shipping-write.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

const forbidden = refusal('STATE_FORBIDS', 'order');

/** What stopping an order that has not left is refused for (catalogue: afterSale.CancelSendGoodsSuccess). */
export const STOP_REFUSALS: WriteRefusals = {
  11002: forbidden('The after-sale case of the order does not allow it.'),
  11003: forbidden('The platform knows no after-sale case of the order.'),
};

/** What calling parcels back is refused for as a whole (the platform's page, g.2). */
export const RECALL_REFUSALS: WriteRefusals = {
  10000: forbidden('The platform knows nothing of the parcels of the order.'),
};

/** What reporting a lock is refused for (the platform's page, g.2). */
export const LOCK_REFUSALS: WriteRefusals = {
  10002: forbidden('The platform does not expect the order to be locked now.'),
  10003: forbidden('The order is closed.'),
};

/** The goods stay: the platform may pay the buyer back by itself. */
export const stopWrite = (afterSaleId: string, at: Date): MethodWrite => ({
  method: METHODS.afterSaleShipmentStopped,
  parameters: { aftersale_id: afterSaleId, op_time: Math.floor(at.getTime() / 1000) },
});

const BY_SELLER = 1;

/** The carriers are to turn parcels round. */
export const recallWrite = (afterSaleId: string, parcels: readonly ParcelLabel[]): MethodWrite => ({
  method: METHODS.afterSaleIntercept,
  parameters: {
    after_sale_id: int64(afterSaleId),
    op_from: BY_SELLER,
    intercept_targets: parcels.map(({ carrierCode, trackingNumber }) => ({
      company_code: carrierCode,
      tracking_no: trackingNumber,
    })),
  },
});

/** What became of one parcel. */
export interface RecallTold {
  readonly trackingNumber: string;
  readonly isDone: boolean;
  /** Fen; null where the platform tells none. */
  readonly costFen: number | null;
  /** Why not, in the platform's words; null for none. */
  readonly reason: string | null;
  readonly reasonCode: string | null;
}

const WireResult = Type.Object({
  tracking_no: Type.String({ minLength: 1 }),
  is_success: wireFlag(),
  intercept_cost: wireInteger(),
  unavailable_reason_code: wireInteger(),
  unavailable_reason: wireText(),
});
const decodeResult = wireDecoder(WireResult);

/** Sends a recall: a success of the call is none of its parcels, each has its own word. @throws AppError */
export async function sendRecall(
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<readonly RecallTold[]> {
  const found = await client.call({ method, parameters, beforeFirstByte }, (data) => {
    const list = decodeList(listIn(data, 'intercept_results'), decodeResult);
    if (list.rows.length === 0) throw new Misfit('/intercept_results', 'Expected the parcels');
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows.map(toTold);
}

const toTold = (wire: Static<typeof WireResult>): RecallTold => {
  const code = integerOf(wire.unavailable_reason_code) ?? 0;
  return {
    trackingNumber: wire.tracking_no,
    isDone: flagOf(wire.is_success),
    costFen: integerOf(wire.intercept_cost),
    reason: safeText(textOf(wire.unavailable_reason), []),
    reasonCode: code === 0 ? null : String(code),
  };
};

const LOCKED = 4;

/** Reports that a cross-border order is locked. @param vendor code of the provider that has locked it */
export const lockWrite = (orderId: string, vendor: string, at: Date): MethodWrite => ({
  method: METHODS.crossborderIntercept,
  parameters: { order_id: orderId, vendor, occurrence_time: wallClock(at), status: LOCKED },
});

/** `yyyy-MM-dd HH:mm:ss` in UTC+8 (the platform's page, f.2). */
const wallClock = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const decodeLock = wireDecoder(Type.Object({ code: wireCode(), msg: wireText() }));

/** Sends it: the code inside the answer decides. @throws AppError */
export const sendLock = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> =>
  client.call({ method, parameters, beforeFirstByte }, (data) => {
    const { code } = decodeLock(data);
    if (Number(code) === 0) return;
    const { platform, name: endpoint } = method;
    const fault = { platform, endpoint, httpStatus: null, code: null, subCode: `:${code}`, message: null, logId: null };
    throw new AppError('UPSTREAM_REJECTED', 'The platform refused the lock.', { platform, fault });
  });
