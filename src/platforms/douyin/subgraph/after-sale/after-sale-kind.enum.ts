import { registerEnumType } from 'type-graphql';

/** Kind of an after-sale case, by the platform's `aftersale_type` (its page, f.4). */
export const AfterSaleKind = {
  RETURN_AND_REFUND: 'RETURN_AND_REFUND',
  REFUND_AFTER_SHIPMENT: 'REFUND_AFTER_SHIPMENT',
  REFUND_BEFORE_SHIPMENT: 'REFUND_BEFORE_SHIPMENT',
  EXCHANGE: 'EXCHANGE',
  PRICE_PROTECTION: 'PRICE_PROTECTION',
  RESEND: 'RESEND',
  REPAIR: 'REPAIR',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type AfterSaleKind = keyof typeof AfterSaleKind;

registerEnumType(AfterSaleKind, {
  name: 'AfterSaleKind',
  description: 'Kind of an after-sale case.',
  valuesConfig: {
    RETURN_AND_REFUND: { description: '0: return and refund.' },
    REFUND_AFTER_SHIPMENT: { description: '1: refund only, after sending.' },
    REFUND_BEFORE_SHIPMENT: { description: '2: refund only, before sending.' },
    EXCHANGE: { description: '3: exchange.' },
    PRICE_PROTECTION: { description: '6: price protection.' },
    RESEND: { description: '7: send again.' },
    REPAIR: { description: '8: repair.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `kindCode`.' },
  },
});

const CODES: Readonly<Record<AfterSaleKind, number | null>> = {
  RETURN_AND_REFUND: 0,
  REFUND_AFTER_SHIPMENT: 1,
  REFUND_BEFORE_SHIPMENT: 2,
  EXCHANGE: 3,
  PRICE_PROTECTION: 6,
  RESEND: 7,
  REPAIR: 8,
  UNRECOGNIZED: null,
};

const BY_CODE = new Map(Object.entries(CODES).map(([kind, code]) => [code, kind as AfterSaleKind]));

/** The kind of a code. */
export const afterSaleKindOf = (code: number): AfterSaleKind => BY_CODE.get(code) ?? 'UNRECOGNIZED';

/** The code of a kind; null for the one without. */
export const afterSaleKindCode = (kind: AfterSaleKind): number | null => CODES[kind];
