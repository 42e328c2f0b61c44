import { registerEnumType } from 'type-graphql';

/** Decisions of the seller that this gateway names; the platform has more, for what is sent again and for repairs. */
export const AfterSaleDecision = {
  RETURN_APPROVE: 'RETURN_APPROVE',
  RETURN_REJECT: 'RETURN_REJECT',
  RETURN_ACCEPT: 'RETURN_ACCEPT',
  RETURN_REFUSE: 'RETURN_REFUSE',
  RETURN_TO_REFUND: 'RETURN_TO_REFUND',
  REFUND_APPROVE: 'REFUND_APPROVE',
  REFUND_REJECT: 'REFUND_REJECT',
  REFUND_AFTER_REFUSED_DELIVERY: 'REFUND_AFTER_REFUSED_DELIVERY',
  EXCHANGE_APPROVE: 'EXCHANGE_APPROVE',
  EXCHANGE_REJECT: 'EXCHANGE_REJECT',
  EXCHANGE_ACCEPT: 'EXCHANGE_ACCEPT',
  EXCHANGE_REFUSE: 'EXCHANGE_REFUSE',
  EXCHANGE_TO_REFUND: 'EXCHANGE_TO_REFUND',
  PRESALE_REFUND_APPROVE: 'PRESALE_REFUND_APPROVE',
} as const;
export type AfterSaleDecision = keyof typeof AfterSaleDecision;

registerEnumType(AfterSaleDecision, {
  name: 'AfterSaleDecision',
  description: "Decision on an after-sale case. The platform's number is in brackets.",
  valuesConfig: {
    RETURN_APPROVE: { description: 'Agree to the return (101).' },
    RETURN_REJECT: { description: 'Refuse the return (102).' },
    RETURN_ACCEPT: { description: 'Accept the returned goods and refund (111).' },
    RETURN_REFUSE: { description: 'Refuse the returned goods (112).' },
    RETURN_TO_REFUND: { description: 'Refund without waiting for the return (121).' },
    REFUND_APPROVE: { description: 'Agree to the refund (201).' },
    REFUND_REJECT: { description: 'Refuse the refund (202).' },
    REFUND_AFTER_REFUSED_DELIVERY: { description: 'Agree to refund after refused delivery (203).' },
    EXCHANGE_APPROVE: { description: 'Agree to the exchange (301).' },
    EXCHANGE_REJECT: { description: 'Refuse the exchange (302).' },
    EXCHANGE_ACCEPT: { description: 'Accept the returned goods and send the exchange (311).' },
    EXCHANGE_REFUSE: { description: 'Refuse the returned goods (312).' },
    EXCHANGE_TO_REFUND: { description: 'Turn the exchange into a refund (321).' },
    PRESALE_REFUND_APPROVE: { description: 'Agree to the refund before sending (401).' },
  },
});
