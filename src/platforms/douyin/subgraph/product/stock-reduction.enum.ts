import { registerEnumType } from 'type-graphql';

/** When an order takes its units out of the stock. */
export enum StockReduction {
  ON_ORDER = 'ON_ORDER',
  ON_PAYMENT = 'ON_PAYMENT',
}

registerEnumType(StockReduction, {
  name: 'StockReduction',
  description: 'When an order takes its units out of the stock.',
  valuesConfig: {
    ON_ORDER: { description: 'When it is placed: never more is sold than is there.' },
    ON_PAYMENT: { description: 'When it is paid: unpaid orders hold nothing.' },
  },
});
