import type { AfterSaleDecision } from './after-sale-decision.enum.js';
import type { AfterSaleKind } from './after-sale-kind.enum.js';
import type { AfterSaleStatus } from './after-sale-status.enum.js';

type Steps = Readonly<Partial<Record<AfterSaleStatus, readonly AfterSaleDecision[]>>>;

/**
 * Which decisions a state waits for (the platform's page, g.3: 6 to 7 by 101 or 301, 6 to 12 by 201, 6 to 27 by 102, 202 or 302,
 * 11 to 12 by 111, 11 to 13 by 311, 11 to 29 by 112 or 312). 121, 203 and 401 stand in place of agreeing, 321 of both steps.
 *
 * A refund of what was not sent is refused by sending it. For price protection, for what is sent again and for repairs no source
 * names the decisions: those kinds have none here.
 */
const DECISIONS: Readonly<Partial<Record<AfterSaleKind, Steps>>> = {
  RETURN_AND_REFUND: {
    AWAITING_SELLER: ['RETURN_APPROVE', 'RETURN_REJECT', 'RETURN_TO_REFUND'],
    AWAITING_SELLER_INSPECTION: ['RETURN_ACCEPT', 'RETURN_REFUSE'],
  },
  REFUND_AFTER_SHIPMENT: {
    AWAITING_SELLER: ['REFUND_APPROVE', 'REFUND_REJECT', 'REFUND_AFTER_REFUSED_DELIVERY'],
  },
  REFUND_BEFORE_SHIPMENT: { AWAITING_SELLER: ['PRESALE_REFUND_APPROVE'] },
  EXCHANGE: {
    AWAITING_SELLER: ['EXCHANGE_APPROVE', 'EXCHANGE_REJECT', 'EXCHANGE_TO_REFUND'],
    AWAITING_SELLER_INSPECTION: ['EXCHANGE_ACCEPT', 'EXCHANGE_REFUSE', 'EXCHANGE_TO_REFUND'],
  },
};

/** Decisions open to the seller in a case of this kind and state. */
export const allowedDecisions = (kind: AfterSaleKind, status: AfterSaleStatus): readonly AfterSaleDecision[] =>
  DECISIONS[kind]?.[status] ?? [];

/** States in which the seller is not asked, so that there is nothing to refuse (the platform's page, f.4 and g.3). */
const NOT_ASKED: ReadonlySet<AfterSaleStatus> = new Set<AfterSaleStatus>([
  'AWAITING_BUYER_RETURN',
  'SUCCEEDED',
  'AWAITING_BUYER_RECEIPT',
  'EXCHANGED',
  'REJECTED',
  'FAILED',
  'REJECTED_AFTER_INSPECTION',
]);

/**
 * Whether the platform may have reasons for refusing a case; false where it certainly has none: nothing is asked of the seller,
 * or the refund is of what was not sent, which is refused by sending.
 */
export const mayBeRefused = (kind: AfterSaleKind, status: AfterSaleStatus): boolean =>
  kind !== 'REFUND_BEFORE_SHIPMENT' && !NOT_ASKED.has(status);
