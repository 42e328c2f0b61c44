import { integerOf, timeOf } from '../wire.js';

/** Codes of `order_status` and `main_status` (the platform's page, f.4). */
const AWAITING_PAYMENT = 1;
const CANCELLED = 4;
const PARTLY_PAID = 103;

/** What an order or a line tells of its payment. */
interface Payment {
  readonly order_status?: number | string | null;
  readonly main_status?: number | string | null;
  readonly pay_time?: number | string | null;
}

/**
 * Whether nothing has been paid: `pay_amount` is then what would be. Orders that wait for it, and those that were cancelled
 * before it came.
 */
export function isUnpaid({ order_status, main_status, pay_time }: Payment): boolean {
  const status = integerOf(order_status);
  if (status === CANCELLED) return timeOf(pay_time) === null;
  return status === AWAITING_PAYMENT && integerOf(main_status) !== PARTLY_PAID;
}
