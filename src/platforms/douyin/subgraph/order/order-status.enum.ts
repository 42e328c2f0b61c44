import { registerEnumType } from 'type-graphql';

/** State of an order, by the platform's `order_status` (its page, f.4). */
export const OrderStatus = {
  AWAITING_PAYMENT: 'AWAITING_PAYMENT',
  PAID: 'PAID',
  AWAITING_SHIPMENT: 'AWAITING_SHIPMENT',
  PARTIALLY_SHIPPED: 'PARTIALLY_SHIPPED',
  SHIPPED: 'SHIPPED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type OrderStatus = keyof typeof OrderStatus;

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'State of an order.',
  valuesConfig: {
    AWAITING_PAYMENT: { description: '1: waiting for payment.' },
    PAID: { description: '105: paid.' },
    AWAITING_SHIPMENT: { description: '2: waiting to be sent.' },
    PARTIALLY_SHIPPED: { description: '101: sent in part.' },
    SHIPPED: { description: '3: sent.' },
    COMPLETED: { description: '5: completed.' },
    CANCELLED: { description: '4: cancelled.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `statusCode`.' },
  },
});

const BY_CODE: Readonly<Record<number, OrderStatus>> = {
  1: 'AWAITING_PAYMENT',
  2: 'AWAITING_SHIPMENT',
  3: 'SHIPPED',
  4: 'CANCELLED',
  5: 'COMPLETED',
  101: 'PARTIALLY_SHIPPED',
  105: 'PAID',
};

/** The state of a code. */
export const orderStatusOf = (code: number): OrderStatus => BY_CODE[code] ?? 'UNRECOGNIZED';

/** The code of a state; null for the one without. */
export const orderCodeOf = (status: OrderStatus): number | null =>
  Number(Object.keys(BY_CODE).find((code) => BY_CODE[Number(code)] === status)) || null;
