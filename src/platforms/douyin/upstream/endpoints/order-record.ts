import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  integerOf,
  listOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  requiredTime,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireInteger,
  wireList,
  wireText,
  wireTime,
} from '../wire.js';
import { type OrderLineRecord, toOrderLine, WireOrderLine, wireOrderId } from './order-line-record.js';
import { withoutPersonalData } from './order-privacy.js';
import { type ParcelRecord, toParcel, WireParcel } from './parcel-record.js';
import { isUnpaid } from './payment.js';
import { withCiphers } from './recipient-ciphers.js';
import { type RecipientRecord, recipientOf, WIRE_RECIPIENT } from './recipient-record.js';

/** A row of `order.searchList`, or the answer of `order.orderDetail`, which has all of the row and more. */
const WireOrder = Type.Object({
  order_id: wireOrderId(),
  order_status: wireCode(),
  order_status_desc: wireText(),
  main_status: wireInteger(),
  sku_order_list: wireList(WireOrderLine),
  logistics_info: wireList(WireParcel),
  order_amount: wireCode(),
  pay_amount: wireCode(),
  post_amount: wireInteger(),
  promotion_amount: wireInteger(),
  shop_cost_amount: wireInteger(),
  promotion_shop_amount: wireInteger(),
  ...WIRE_RECIPIENT,
  buyer_words: wireText(),
  seller_words: wireText(),
  seller_remark_stars: wireInteger(),
  serial_number_list: wireList(Type.Union([Type.String(), Type.Number()])),
  exp_ship_time: wireText(),
  create_time: wireTime(),
  pay_time: wireText(),
  ship_time: wireText(),
  finish_time: wireText(),
  update_time: wireTime(),
});

type Wire = Static<typeof WireOrder>;

/**
 * An order (the platform's page, g.1). Amounts are fen (f.1): `total`, which holds goods, postage and changes of price, less
 * `discount` is what is to be paid. The postage is the one after its own promotion, which is therefore in no other amount.
 */
export interface OrderRecord extends Provenance {
  readonly id: string;
  readonly statusCode: number;
  readonly statusText: string | null;
  /** Like the state, with partly paid, and fully refunded, beside. */
  readonly mainStatusCode: number | null;
  readonly lines: readonly OrderLineRecord[];
  readonly totalFen: number;
  /** 0 until it was paid; what the payment channel gave of its own is in it, as it is in the shop's account. */
  readonly paidFen: number;
  readonly postageFen: number | null;
  /** Of shop, platform and creator together. */
  readonly discountFen: number | null;
  /** The part of the discount that the shop bears, of whosever promotion. */
  readonly shopDiscountFen: number | null;
  readonly recipient: RecipientRecord | null;
  readonly buyerNote: string | null;
  readonly sellerRemark: string | null;
  readonly sellerFlag: number | null;
  /** Of the goods that were sent. */
  readonly serialNumbers: readonly string[];
  readonly parcels: readonly ParcelRecord[];
  readonly shipBy: Date | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly shippedAt: Date | null;
  readonly completedAt: Date | null;
  readonly updatedAt: Date;
  /** As it came, without personal data. */
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireOrder);

const Order = lazyView<Wire, Seen, OrderRecord>({
  id: (wire) => wire.order_id,
  statusCode: (wire) => Number(wire.order_status),
  statusText: (wire) => textOf(wire.order_status_desc),
  mainStatusCode: (wire) => integerOf(wire.main_status),
  lines: (wire) => listOf(wire.sku_order_list).map(toOrderLine),
  totalFen: (wire) => Number(wire.order_amount),
  paidFen: (wire) => (isUnpaid(wire) ? 0 : Number(wire.pay_amount)),
  postageFen: (wire) => integerOf(wire.post_amount),
  discountFen: (wire) => integerOf(wire.promotion_amount),
  shopDiscountFen: (wire) => integerOf(wire.shop_cost_amount) ?? integerOf(wire.promotion_shop_amount),
  recipient: (wire) => recipientOf(wire),
  buyerNote: (wire) => textOf(wire.buyer_words),
  sellerRemark: (wire) => textOf(wire.seller_words),
  sellerFlag: (wire) => integerOf(wire.seller_remark_stars),
  serialNumbers: (wire) => listOf(wire.serial_number_list).map(String),
  parcels: (wire) => listOf(wire.logistics_info).map(toParcel),
  shipBy: (wire) => timeOf(wire.exp_ship_time),
  createdAt: (wire) => requiredTime(wire.create_time),
  paidAt: (wire) => timeOf(wire.pay_time),
  shippedAt: (wire) => timeOf(wire.ship_time),
  completedAt: (wire) => timeOf(wire.finish_time),
  updatedAt: (wire) => requiredTime(wire.update_time),
  raw: (wire) => withoutPersonalData(wire),
  ...PROVENANCE,
});

/** Reads an order of a list. @throws Misfit */
export const toOrder = (value: unknown, seen: Seen): OrderRecord => new Order(decodeWire(value), seen);

/** Reads an order whose recipient's ciphertexts may be needed (`ciphersOf`). @throws Misfit */
export function toOrderWithCiphers(value: unknown, seen: Seen): OrderRecord {
  const wire = decodeWire(value);
  return withCiphers(new Order(wire, seen), wire);
}
