import { registerEnumType } from 'type-graphql';

/** State of an after-sale case, by the platform's `standard_aftersale_status` (its page, f.4). */
export const AfterSaleStatus = {
  AWAITING_SELLER: 'AWAITING_SELLER',
  AWAITING_BUYER_RETURN: 'AWAITING_BUYER_RETURN',
  AWAITING_SELLER_SHIPMENT: 'AWAITING_SELLER_SHIPMENT',
  AWAITING_SELLER_INSPECTION: 'AWAITING_SELLER_INSPECTION',
  SUCCEEDED: 'SUCCEEDED',
  AWAITING_BUYER_RECEIPT: 'AWAITING_BUYER_RECEIPT',
  EXCHANGED: 'EXCHANGED',
  REJECTED: 'REJECTED',
  FAILED: 'FAILED',
  REJECTED_AFTER_INSPECTION: 'REJECTED_AFTER_INSPECTION',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type AfterSaleStatus = keyof typeof AfterSaleStatus;

registerEnumType(AfterSaleStatus, {
  name: 'AfterSaleStatus',
  description: 'State of an after-sale case.',
  valuesConfig: {
    AWAITING_SELLER: { description: '6: the seller must agree.' },
    AWAITING_BUYER_RETURN: { description: '7: the buyer must send back.' },
    AWAITING_SELLER_SHIPMENT: { description: '8: the seller must send.' },
    AWAITING_SELLER_INSPECTION: { description: '11: the seller must agree a second time.' },
    SUCCEEDED: { description: '12: done.' },
    AWAITING_BUYER_RECEIPT: { description: '13: the buyer must receive the exchange.' },
    EXCHANGED: { description: '14: exchanged.' },
    REJECTED: { description: '27: refused at first.' },
    FAILED: { description: '28: failed.' },
    REJECTED_AFTER_INSPECTION: { description: '29: refused after inspection.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `statusCode`.' },
  },
});

const CODES: Readonly<Record<AfterSaleStatus, number | null>> = {
  AWAITING_SELLER: 6,
  AWAITING_BUYER_RETURN: 7,
  AWAITING_SELLER_SHIPMENT: 8,
  AWAITING_SELLER_INSPECTION: 11,
  SUCCEEDED: 12,
  AWAITING_BUYER_RECEIPT: 13,
  EXCHANGED: 14,
  REJECTED: 27,
  FAILED: 28,
  REJECTED_AFTER_INSPECTION: 29,
  UNRECOGNIZED: null,
};

const BY_CODE = new Map(Object.entries(CODES).map(([status, code]) => [code, status as AfterSaleStatus]));

/** The state of a code. */
export const afterSaleStatusOf = (code: number): AfterSaleStatus => BY_CODE.get(code) ?? 'UNRECOGNIZED';

/** The code of a state; null for the one without. */
export const afterSaleStatusCode = (status: AfterSaleStatus): number | null => CODES[status];
