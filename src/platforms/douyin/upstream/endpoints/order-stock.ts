import { Type } from '@sinclair/typebox';
import { Misfit } from '../../../../upstream/decode.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import {
  idOf,
  integerOf,
  listOf,
  requiredTime,
  timeOf,
  wireCode,
  wireDecoder,
  wireInteger,
  wireList,
  wireOptional,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import { wireOrderId } from './order-line-record.js';

/** A line of an order, as far as the stock of its SKU goes. */
export interface LineStock {
  /** Id of the sku order. */
  readonly id: string;
  readonly productId: string | null;
  readonly skuId: string | null;
  readonly quantity: number;
  /** Units that have left in a parcel. */
  readonly sent: number;
  /** It waits for payment: whether it has taken stock is a setting of its product. */
  readonly isUnpaid: boolean;
  /** It ended, or was refunded, and what of it is in no parcel went back on sale. */
  readonly isReleased: boolean;
}

/** An order, as far as stock goes. */
export interface OrderStock {
  readonly placedAt: Date;
  /** Null until it was paid. */
  readonly paidAt: Date | null;
  readonly lines: readonly LineStock[];
}

/** The platform's page, f.4 and g.1. */
const decodeDetail = wireDecoder(
  Type.Object({
    shop_order_detail: Type.Object({
      order_status: wireCode(),
      create_time: wireTime(),
      pay_time: wireText(),
      sku_order_list: wireList(
        Type.Object({
          order_id: wireOrderId(),
          order_status: wireInteger(),
          product_id: wireOptionalId(),
          product_id_str: wireOptionalId(),
          sku_id: wireOptionalId(),
          item_num: wireCode(),
          after_sale_info: wireOptional(Type.Object({ after_sale_type: wireInteger(), refund_status: wireInteger() })),
        }),
      ),
      logistics_info: wireList(
        Type.Object({
          product_info: wireList(Type.Object({ sku_order_id: wireOptionalId(), product_count: wireInteger() })),
        }),
      ),
    }),
  }),
);

const UNPAID = 1;
const CANCELLED = 4;
const REFUND_DONE = 3;
const REFUND_BEFORE_SHIPMENT = 2;

/** What an order takes of the stock of its SKUs; null when there is none, or it is another shop's. @throws AppError */
export const getOrderStock = (client: DouyinClient, id: string): Promise<OrderStock | null> =>
  nullIfMissing(
    client.call({ method: METHODS.orderDetail, parameters: { shop_order_id: id } }, (data) => {
      const { shop_order_detail: order } = decodeDetail(data);
      const sent = new Map<string, number>();
      for (const { product_info } of listOf(order.logistics_info))
        for (const { sku_order_id, product_count } of listOf(product_info)) {
          const line = idOf(sku_order_id);
          if (line !== null) sent.set(line, (sent.get(line) ?? 0) + (integerOf(product_count) ?? 0));
        }
      const lines = listOf(order.sku_order_list).map((line): LineStock => {
        const status = integerOf(line.order_status) ?? Number(order.order_status);
        const refund = line.after_sale_info;
        return {
          id: line.order_id,
          productId: idOf(line.product_id_str) ?? idOf(line.product_id),
          skuId: idOf(line.sku_id),
          quantity: Number(line.item_num),
          sent: sent.get(line.order_id) ?? 0,
          isUnpaid: status === UNPAID,
          isReleased:
            status === CANCELLED ||
            (integerOf(refund?.refund_status) === REFUND_DONE &&
              integerOf(refund?.after_sale_type) === REFUND_BEFORE_SHIPMENT),
        };
      });
      if (lines.length === 0) throw new Misfit('/shop_order_detail/sku_order_list', 'Expected a line');
      return { placedAt: requiredTime(order.create_time), paidAt: timeOf(order.pay_time), lines };
    }),
  );

const decodeReduction = wireDecoder(Type.Object({ reduce_type: wireInteger() }));

/** Whether orders take the stock of a product when they are placed, and not when they are paid; null when it is gone. */
export const takesStockOnOrder = (client: DouyinClient, productId: string): Promise<boolean | null> =>
  nullIfMissing(
    client.call({ method: METHODS.productDetail, parameters: { product_id: productId } }, (data) => {
      const type = integerOf(decodeReduction(data).reduce_type);
      if (type === null) throw new Misfit('/reduce_type', 'Expected when orders take stock');
      return type === 1;
    }),
  );
