import { refusal, type WriteRefusals } from './write-refusals.js';

const forbidden = refusal('STATE_FORBIDS', 'order');
const noOrder = refusal('NOT_FOUND', 'order');
const badNumber = refusal('INVALID_INPUT', 'trackingNumber');
const badCarrier = refusal('INVALID_INPUT', 'carrier');

/**
 * What shipping is refused for (the platform's page, g.1). A refusal of the shop itself, such as one without an address for
 * returns, is about nothing in the input and has no path.
 */
export const SHIPPING_REFUSALS = {
  60033: noOrder('The platform knows no such order.'),
  60101: noOrder('The platform knows no such order in this shop.'),

  60137: forbidden('The order is not paid yet.'),
  60109: forbidden('The platform still examines the order; it can be shipped after that.'),
  60110: forbidden('The order, or a line of it, is shipped already.'),
  60113: forbidden('The order is completed.'),
  60021: forbidden('The order is cancelled, or in another state that does not allow it.'),
  60040: forbidden('A refund of the order waits for an answer of the shop; `rejectOpenRefund` refuses it by shipping.'),
  60068: forbidden('An after-sale case of the order does not allow it.'),
  60118: forbidden('An after-sale case of the order does not allow it.'),
  60120: forbidden('An after-sale case of the order does not allow it.'),
  60116: forbidden('The order is locked.'),
  60069: forbidden('The goods of the order must be inspected first.'),
  60111: forbidden('Orders of this kind are not shipped this way.'),
  60107: forbidden('Orders of this kind are not shipped this way.'),
  60108: forbidden('Orders of this kind are not shipped this way.'),
  60057: forbidden('Orders of this kind are not shipped this way.'),
  60024: forbidden('Orders of this kind are not shipped this way.'),
  60022: forbidden('Orders of this kind are not shipped this way.'),
  70011: forbidden('The parcels of the order are handled another way.'),
  70023: forbidden('Nothing of the order is left to ship.'),
  10007: forbidden('The state of the order does not allow it.'),

  60016: refusal('NOT_FOUND', 'line')('The order has no such line.'),
  60079: refusal('INVALID_INPUT', 'line')('There are not so many units left to ship.'),
  60134: refusal('NOT_FOUND', 'parcel')('The order has no such parcel.'),
  70021: refusal('INVALID_INPUT', 'orders')('The orders are not all of one recipient.'),

  60017: badNumber('It is no tracking number of this carrier.'),
  70018: badNumber('The tracking number does not fit the order.'),
  70019: badNumber('The parcel of this number was on its way before the order was paid.'),
  70020: badNumber('The parcel of this number goes to another recipient.'),
  70022: badNumber('The tracking number does not fit the order.'),
  60018: badCarrier('The platform knows no such carrier.'),
  60011: badCarrier('A carrier must be named.'),
  60083: badCarrier('A carrier must be named.'),

  60027: refusal('STATE_FORBIDS', 'shop')('The shop has no default address for returns.'),
  700029: refusal('STATE_FORBIDS', 'shop')('The shop has no address for returns.'),
  60072: refusal('STATE_FORBIDS', 'shop')("The shop's address for sending does not exist."),
  60070: refusal('STATE_FORBIDS', 'shop')("The shop's address for returns does not exist."),
  60071: refusal('STATE_FORBIDS', 'shop')("The shop's address for sending cannot be used."),
} as const satisfies WriteRefusals;

/** States in which nothing of an order can be sent, by the refusal that the platform would answer. */
export const UNSHIPPABLE: Readonly<Record<number, keyof typeof SHIPPING_REFUSALS>> = {
  1: 60137,
  105: 60109,
  3: 60110,
  4: 60021,
  5: 60113,
};
