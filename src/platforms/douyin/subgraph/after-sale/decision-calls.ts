import type { AfterSaleDecision } from './after-sale-decision.enum.js';

/** What a decision brings with it. */
export type DecisionNeeds = 'refusal' | 'return address' | 'parcel' | null;

/** A decision as the platform takes it, and by what it is known afterwards. States are the platform's numbers. */
export interface DecisionCall {
  /** Number of `afterSale.operate` (the platform's page, g.3, and the graph's own words for those it does not name). */
  readonly type: number;
  readonly needs: DecisionNeeds;
  /** States that a case comes to by this decision alone: in one of them it was carried out, whoever did it. */
  readonly leadsTo: readonly number[];
  /** States that a case may come to after this decision, and without it as well: they tell nothing. */
  readonly unclear: readonly number[];
}

const REFUNDED = 12;
/** After a refusal a buyer may ask again, call for arbitration, or let it be: anything may follow. */
const ANYTHING = [6, 7, 8, 11, 12, 13, 14, 27, 28, 29];

const refund = (type: number): DecisionCall => ({ type, needs: null, leadsTo: [REFUNDED], unclear: [] });
const refuse = (type: number, to: number): DecisionCall => ({
  type,
  needs: 'refusal',
  leadsTo: [to],
  unclear: ANYTHING.filter((state) => state !== to),
});

/** Every decision as the platform takes it. */
export const DECISION_CALLS: Readonly<Record<AfterSaleDecision, DecisionCall>> = {
  RETURN_APPROVE: { type: 101, needs: 'return address', leadsTo: [7, 11, 29], unclear: [6, 12, 28] },
  RETURN_REJECT: refuse(102, 27),
  RETURN_ACCEPT: refund(111),
  RETURN_REFUSE: refuse(112, 29),
  RETURN_TO_REFUND: refund(121),
  REFUND_APPROVE: refund(201),
  REFUND_REJECT: refuse(202, 27),
  REFUND_AFTER_REFUSED_DELIVERY: refund(203),
  EXCHANGE_APPROVE: { type: 301, needs: 'return address', leadsTo: [7, 11, 13, 14, 29], unclear: [6, 12, 28] },
  EXCHANGE_REJECT: refuse(302, 27),
  EXCHANGE_ACCEPT: { type: 311, needs: 'parcel', leadsTo: [13, 14], unclear: [28] },
  EXCHANGE_REFUSE: refuse(312, 29),
  EXCHANGE_TO_REFUND: refund(321),
  PRESALE_REFUND_APPROVE: refund(401),
};

/** What became of a decision whose answer was lost. */
export type DecisionFate = 'done' | 'not done' | 'overtaken' | 'unclear';

/**
 * Tells it by the case as it is now. No decision is sent to a case in a state that it leads to, so that such a state tells first:
 * the time of change is in whole seconds, and stays the same when a case is decided in the second it was changed in. In any
 * other state, a case of the time it was read with was not decided.
 * @param readAt `updatedAt` that the decision was sent with, epoch milliseconds
 */
export function fateOf(
  { leadsTo, unclear }: DecisionCall,
  readAt: number,
  now: { readonly statusCode: number; readonly updatedAt: Date },
): DecisionFate {
  if (leadsTo.includes(now.statusCode)) return 'done';
  if (now.updatedAt.getTime() === readAt) return 'not done';
  return unclear.includes(now.statusCode) ? 'unclear' : 'overtaken';
}
