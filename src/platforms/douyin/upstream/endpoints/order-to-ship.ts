import { hash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { integerOf, listOf, textOf, wireDecoder, wireInteger, wireList, wireOptional, wireText } from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import { wireOrderId } from './order-line-record.js';
import { type OrderRecord, toOrderWithCiphers } from './order-record.js';

/** A line of an order, as far as sending it goes. */
export interface LineToShip {
  readonly id: string;
  readonly title: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Units that are in no parcel yet; 0 for a line that was refunded or closed. */
  readonly left: number;
  /** Whether its buyer asks for the money back and waits for the seller's answer. */
  readonly isRefundAsked: boolean;
}

/** An order that is to be sent: its record, with `ciphersOf`, and what only sending needs. */
export interface OrderToShip {
  readonly record: OrderRecord;
  readonly lines: readonly LineToShip[];
  /** Equal for equal recipients, and nothing else is told by it; null where the platform names none. */
  readonly recipientKey: string | null;
}

/** What sending needs of the answer beside the order itself (the platform's page, f.4 and f.7). */
const decodeDetail = wireDecoder(
  Type.Object({
    shop_order_detail: Type.Object({
      open_address_id: wireText(),
      sku_order_list: wireList(
        Type.Object({
          order_id: wireOrderId(),
          after_sale_info: wireOptional(
            Type.Object({
              after_sale_status: wireInteger(),
              after_sale_type: wireInteger(),
              refund_status: wireInteger(),
            }),
          ),
        }),
      ),
    }),
  }),
);

const CLOSED = 4;
const REFUND_DONE = 3;
const WAITS_FOR_SELLER = 6;
const REFUND_BEFORE_SHIPMENT = 2;

/** An order with what is left of it to send; null when there is none, or it is another shop's. @throws AppError */
export const getOrderToShip = (client: DouyinClient, id: string): Promise<OrderToShip | null> =>
  nullIfMissing(
    client.call({ method: METHODS.orderDetail, parameters: { shop_order_id: id } }, (data, seen) => {
      const { shop_order_detail: detail } = decodeDetail(data);
      const record = toOrderWithCiphers(detail, seen);
      const cases = new Map(listOf(detail.sku_order_list).map((line) => [line.order_id, line.after_sale_info]));
      const address = textOf(detail.open_address_id);
      return {
        record,
        lines: record.lines.map((line): LineToShip => {
          const refund = cases.get(line.id);
          const isOver = line.statusCode === CLOSED || integerOf(refund?.refund_status) === REFUND_DONE;
          return {
            id: line.id,
            title: line.title,
            options: line.options,
            left: isOver ? 0 : Math.max(0, line.quantity - sentOf(record, line.id)),
            isRefundAsked:
              integerOf(refund?.after_sale_status) === WAITS_FOR_SELLER &&
              integerOf(refund?.after_sale_type) === REFUND_BEFORE_SHIPMENT,
          };
        }),
        recipientKey: address === null ? null : hash('sha256', address, 'base64url'),
      };
    }),
  );

const sentOf = ({ parcels }: OrderRecord, lineId: string): number =>
  parcels
    .flatMap(({ items }) => items)
    .filter((item) => item.lineId === lineId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
