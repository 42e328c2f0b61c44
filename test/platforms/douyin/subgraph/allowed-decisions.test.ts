import { describe, expect, it } from '@jest/globals';
import { AfterSaleDecision } from '../../../../src/platforms/douyin/subgraph/after-sale/after-sale-decision.enum.js';
import {
  AfterSaleKind,
  afterSaleKindCode,
  afterSaleKindOf,
} from '../../../../src/platforms/douyin/subgraph/after-sale/after-sale-kind.enum.js';
import {
  AfterSaleStatus,
  afterSaleStatusCode,
  afterSaleStatusOf,
} from '../../../../src/platforms/douyin/subgraph/after-sale/after-sale-status.enum.js';
import {
  allowedDecisions,
  mayBeRefused,
} from '../../../../src/platforms/douyin/subgraph/after-sale/allowed-decisions.js';

const KINDS = Object.values(AfterSaleKind);
const STATES = Object.values(AfterSaleStatus);

/** The platform's numbers: kind and state of a case, and what the seller may decide. */
const TABLE: readonly (readonly [kind: number, status: number, decisions: readonly AfterSaleDecision[]])[] = [
  [0, 6, ['RETURN_APPROVE', 'RETURN_REJECT', 'RETURN_TO_REFUND']],
  [0, 11, ['RETURN_ACCEPT', 'RETURN_REFUSE']],
  [1, 6, ['REFUND_APPROVE', 'REFUND_REJECT', 'REFUND_AFTER_REFUSED_DELIVERY']],
  [2, 6, ['PRESALE_REFUND_APPROVE']],
  [3, 6, ['EXCHANGE_APPROVE', 'EXCHANGE_REJECT', 'EXCHANGE_TO_REFUND']],
  [3, 11, ['EXCHANGE_ACCEPT', 'EXCHANGE_REFUSE', 'EXCHANGE_TO_REFUND']],
];

describe('the decisions open to a seller', () => {
  it.each(TABLE)('in a case of kind %i in state %i are these', (kind, status, decisions) => {
    expect(allowedDecisions(afterSaleKindOf(kind), afterSaleStatusOf(status))).toEqual(decisions);
    expect(mayBeRefused(afterSaleKindOf(kind), afterSaleStatusOf(status))).toBe(kind !== 2);
  });

  it('are none in all other cases', () => {
    const open = new Set(TABLE.map(([kind, status]) => `${kind} ${status}`));
    for (const kind of KINDS)
      for (const status of STATES)
        if (!open.has(`${afterSaleKindCode(kind)} ${afterSaleStatusCode(status)}`))
          expect([kind, status, allowedDecisions(kind, status)]).toEqual([kind, status, []]);
  });

  it('are all that have a name', () => {
    const named = TABLE.flatMap(([, , decisions]) => decisions);
    expect([...new Set(named)].sort()).toEqual(Object.values(AfterSaleDecision).sort());
  });
});

describe('reasons for refusing', () => {
  it('are asked for where the seller is asked, and where nobody knows', () => {
    const asked = STATES.filter((status) => mayBeRefused('EXCHANGE', status));
    expect(asked.map(afterSaleStatusCode)).toEqual([6, 8, 11, null]);
    expect(STATES.some((status) => mayBeRefused('REFUND_BEFORE_SHIPMENT', status))).toBe(false);
    expect(mayBeRefused('UNRECOGNIZED', 'AWAITING_SELLER')).toBe(true);
  });
});

describe('numbers of kinds and states', () => {
  it('have a name each, and the others are told as they are', () => {
    expect([0, 1, 2, 3, 6, 7, 8].map(afterSaleKindOf).map(afterSaleKindCode)).toEqual([0, 1, 2, 3, 6, 7, 8]);
    expect([6, 7, 8, 11, 12, 13, 14, 27, 28, 29].map(afterSaleStatusOf).map(afterSaleStatusCode)).toEqual([
      6, 7, 8, 11, 12, 13, 14, 27, 28, 29,
    ]);
    expect([4, 5, 99].map(afterSaleKindOf)).toEqual(['UNRECOGNIZED', 'UNRECOGNIZED', 'UNRECOGNIZED']);
    expect([0, 51, 53].map(afterSaleStatusOf)).toEqual(['UNRECOGNIZED', 'UNRECOGNIZED', 'UNRECOGNIZED']);
  });
});
