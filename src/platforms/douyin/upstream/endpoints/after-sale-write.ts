import { Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { Misfit } from '../../../../upstream/decode.js';
import { int64 } from '../canonical-json.js';
import { type DouyinMethod, METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listOf, wireCode, wireDecoder, wireFlag, wireId, wireInteger, wireList } from '../wire.js';
import type { MethodWrite } from './product-write.js';
import { type RefusalPaths, refusal, refusalError, refusedAs, type WriteRefusals } from './write-refusals.js';

const noCase = refusal('NOT_FOUND', 'case')('No such after-sale case in this shop.');
const forbids = refusal('STATE_FORBIDS', 'state');

/** Why the seller refuses. */
export interface RefusalReason {
  readonly code: string;
  /** The platform's words for the code. */
  readonly words: string;
}

/** A decision on one case, as `afterSale.operate` takes it (the platform's page, g.3). */
export interface CaseDecision {
  /** The platform's number of the decision. */
  readonly type: number;
  readonly caseId: string;
  /** As it was read: the platform refuses when the case has changed since (conventions D11). */
  readonly updatedAt: Date;
  readonly remark: string | null;
  readonly reason: RefusalReason | null;
  readonly evidenceUrls: readonly string[];
  /** Id in the shop's address book. */
  readonly returnAddressId: string | null;
  readonly parcel: { readonly carrierCode: string; readonly trackingNumber: string } | null;
}

/** `type` of a piece of evidence. */
const IMAGE = 1;

/** One decision a call: a call with several is carried out for all of its cases or for none. */
export function decisionWrite(decision: CaseDecision): MethodWrite {
  const { type, caseId, updatedAt, remark, reason, evidenceUrls, returnAddressId, parcel } = decision;
  const address = returnAddressId === null ? undefined : { receiver_address_id: int64(returnAddressId) };
  const shipment =
    parcel === null ? undefined : { company_code: parcel.carrierCode, logistics_code: parcel.trackingNumber };
  return {
    method: METHODS.afterSaleOperate,
    parameters: {
      type,
      items: [
        {
          aftersale_id: caseId,
          update_time: Math.floor(updatedAt.getTime() / 1000),
          remark: remark ?? undefined,
          reason: reason?.words,
          reject_reason_code: reason === null ? undefined : int64(reason.code),
          evidence: evidenceUrls.length === 0 ? undefined : evidenceUrls.map((url) => ({ type: IMAGE, url, desc: '' })),
          logistics: address ?? shipment,
        },
      ],
    },
  };
}

/** Refusals of a decision, whether the whole answer's or the item's own. */
export const DECISION_REFUSALS: WriteRefusals = {
  11000: refusal('INVALID_INPUT', 'given')('The platform does not take what the decision brings with it.'),
  11001: forbids('The platform wants this case to be handled by hand.'),
  20309541: forbids("The case's present state forbids the decision."),
};

const decodeItems = wireDecoder(
  Type.Object({ items: wireList(Type.Object({ aftersale_id: wireId(), status_code: wireCode() })) }),
);

/**
 * Sends a decision on one case.
 * @throws AppError as the platform refuses the call or the case; Misfit for an answer that says nothing of the case
 */
export const decide = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  { caseId, paths }: { readonly caseId: string; readonly paths: RefusalPaths },
  beforeFirstByte: () => Promise<void>,
): Promise<void> =>
  refusedAs(
    DECISION_REFUSALS,
    paths,
    client.call({ method, parameters, beforeFirstByte }, (data) => {
      const item = listOf(decodeItems(data).items).find(({ aftersale_id: id }) => String(id) === caseId);
      if (item === undefined) throw new Misfit('/items', 'Expected the case that was decided');
      const number = integerOf(item.status_code);
      if (number !== 0) throw itemRefused(method, String(number), paths);
    }),
  );

/** The platform took the call and refused the one case in it. */
function itemRefused({ platform, name }: DouyinMethod, code: string, paths: RefusalPaths): AppError {
  const fault = { platform, endpoint: name, httpStatus: 200, code, subCode: null, message: null, logId: null };
  const row = DECISION_REFUSALS[code];
  const told = row === undefined ? new AppError('UPSTREAM_REJECTED') : refusalError(row, paths);
  return new AppError(told.code, told.message, { ...told.detail, platform, fault });
}

/** Hands in evidence for an arbitration; the pictures are addresses, and stay where they are. */
export const evidenceWrite = (caseId: string, comment: string, imageUrls: readonly string[]): MethodWrite => ({
  method: METHODS.afterSaleEvidence,
  parameters: { aftersale_id: int64(caseId), comment, evidence: imageUrls },
});

/** Adds a remark to a case. */
export const caseRemarkWrite = (caseId: string, remark: string): MethodWrite => ({
  method: METHODS.afterSaleRemark,
  parameters: { after_sale_id: caseId, remark },
});

/** Asks for more time. */
export const extensionWrite = (caseId: string): MethodWrite => ({
  method: METHODS.afterSaleExtend,
  parameters: { aftersale_id: int64(caseId) },
});

/** Lets the buyer of an order apply for after-sale again. */
export const channelWrite = (orderId: string): MethodWrite => ({
  method: METHODS.afterSaleOpen,
  parameters: { order_id: int64(orderId) },
});

/** Tells that a return is in the warehouse: the platform refunds it then. @param at epoch milliseconds */
export const returnStoredWrite = (caseId: string, at: number): MethodWrite => ({
  method: METHODS.afterSaleReturnStored,
  parameters: { aftersale_id: caseId, op_time: Math.floor(at / 1000) },
});

/** Refusals of a change to a case, by what is changed. Those of evidence have no source but the stand-in's. */
export const CHANGE_REFUSALS = {
  submitEvidence: { 11000: noCase, 11001: forbids('The platform asks for no evidence in this case now.') },
  addRemark: { 11003: noCase },
  extendReceipt: { 10001: forbids('The time for this case cannot be extended now.') },
  openChannel: { 11001: forbids('After-sale cannot be opened for this order.') },
  confirmReturnReceived: {
    11000: noCase,
    11002: forbids('The case does not wait for a return now.'),
    11004: forbids('The platform knows another parcel for this return.'),
  },
} satisfies Record<string, WriteRefusals>;

const decodeChannel = wireDecoder(
  Type.Object({ conclusion: Type.Object({ match_success: wireFlag(), match_conclusion: wireInteger() }) }),
);

/**
 * Reads whether a channel was opened: a success of the call alone says only that it was looked at.
 * @throws AppError STATE_FORBIDS when the platform opened none; Misfit
 */
export function verifyChannel(data: unknown, path: readonly string[]): void {
  const { conclusion } = decodeChannel(data);
  if (flagOf(conclusion.match_success)) return;
  throw new AppError('STATE_FORBIDS', CHANGE_REFUSALS.openChannel[11001].says, { path });
}
