/** Kinds of after-sale (specification f.4). */
export const TYPE = {
  returnAndRefund: 0,
  refundAfterShipping: 1,
  refundBeforeShipping: 2,
  exchange: 3,
  priceProtection: 6,
};

/** What a decision must bring with it. */
export type Requirement = 'return address' | 'refusal' | 'shipment' | null;

/** A decision of the seller: from one of some statuses to another, for these kinds of after-sale. */
export interface Operation {
  readonly from: readonly number[];
  readonly to: number;
  readonly types: readonly number[];
  readonly needs: Requirement;
  /** Push that tells of it. */
  readonly tag: number;
  /** Word in the history of the sheet. */
  readonly action: string;
}

const REFUND_ONLY = [TYPE.refundAfterShipping, TYPE.refundBeforeShipping, TYPE.priceProtection];

/**
 * `type` of `afterSale.operate` (specification g.3). 101, 111, 201, 202, 301 and 311 have a source; 102, 112, 302 and 312
 * are from memory of the platform's table. 121, 203, 321 and 401 end with the money going back, and the page has no
 * transitions for them: they are taken to start where the decisions start in whose place they stand.
 */
export const OPERATIONS: Readonly<Record<number, Operation>> = {
  101: { from: [6], to: 7, types: [TYPE.returnAndRefund], needs: 'return address', tag: 202, action: '商家同意退货' },
  102: { from: [6], to: 27, types: [TYPE.returnAndRefund], needs: 'refusal', tag: 205, action: '商家拒绝退货' },
  111: { from: [11], to: 12, types: [TYPE.returnAndRefund], needs: null, tag: 201, action: '商家同意退款' },
  112: { from: [11], to: 29, types: [TYPE.returnAndRefund], needs: 'refusal', tag: 204, action: '商家拒绝退款' },
  121: { from: [6], to: 12, types: [TYPE.returnAndRefund], needs: null, tag: 201, action: '商家同意退款不退货' },
  201: { from: [6], to: 12, types: REFUND_ONLY, needs: null, tag: 201, action: '商家同意退款' },
  202: { from: [6], to: 27, types: REFUND_ONLY, needs: 'refusal', tag: 204, action: '商家拒绝退款' },
  203: { from: [6], to: 12, types: [TYPE.refundAfterShipping], needs: null, tag: 201, action: '商家同意拒收后退款' },
  301: { from: [6], to: 7, types: [TYPE.exchange], needs: 'return address', tag: 202, action: '商家同意换货' },
  302: { from: [6], to: 27, types: [TYPE.exchange], needs: 'refusal', tag: 205, action: '商家拒绝换货' },
  311: { from: [11], to: 13, types: [TYPE.exchange], needs: 'shipment', tag: 211, action: '商家寄出换货商品' },
  312: { from: [11], to: 29, types: [TYPE.exchange], needs: 'refusal', tag: 205, action: '商家拒绝换货' },
  321: { from: [6, 11], to: 12, types: [TYPE.exchange], needs: null, tag: 201, action: '商家将换货转为退款' },
  401: { from: [6], to: 12, types: [TYPE.refundBeforeShipping], needs: null, tag: 201, action: '商家同意发货前退款' },
};

/** Reasons to refuse; some need a picture. */
export const REJECT_REASONS = [
  { code: 10, reason: '商品已发出', description: '请上传物流凭证', evidence: true },
  { code: 11, reason: '与买家协商一致不退款', description: '', evidence: false },
] as const;

/** Sample picture of the reasons' forms. */
export const SAMPLE_IMAGE = 'https://p3-aio.ecombdimg.com/obj/ecom-shop-material/synthetic_0001.png';
