import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import { idOf, integerOf, listOf, textOf, wireCode, wireInteger, wireList, wireOptionalId, wireText } from '../wire.js';
import { isUnpaid } from './payment.js';

/** Ids of orders and their lines: 64-bit integers, which come as text. */
export const wireOrderId = () => Type.String({ pattern: '^[1-9]\\d{0,18}$' });

/** A sku order inside its shop order (the platform's page, g.1). */
export const WireOrderLine = Type.Object({
  order_id: wireOrderId(),
  order_status: wireInteger(),
  main_status: wireInteger(),
  pay_time: wireText(),
  product_id: wireOptionalId(),
  product_id_str: wireOptionalId(),
  product_name: Type.String(),
  sku_id: wireOptionalId(),
  spec: wireList(Type.Object({ name: wireText(), value: wireText() })),
  code: wireText(),
  out_sku_id: wireText(),
  item_num: wireCode(),
  origin_amount: wireCode(),
  pay_amount: wireCode(),
  modify_amount: wireInteger(),
  inventory_list: wireList(Type.Object({ out_warehouse_id: wireText() })),
  author_name: wireText(),
});

type Wire = Static<typeof WireOrderLine>;

/** A line of an order. What it tells of the product is as it was when the order was placed. */
export interface OrderLineRecord {
  /** Id of the sku order. */
  readonly id: string;
  readonly statusCode: number | null;
  readonly productId: string | null;
  readonly skuId: string | null;
  readonly title: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** The merchant's own code. */
  readonly code: string | null;
  readonly quantity: number;
  readonly unitPriceFen: number;
  readonly paidFen: number;
  /** What the seller put on the price of the line before payment; below 0 for what was taken off. */
  readonly priceChangeFen: number;
  /** The merchant's own code of the regional warehouse that the goods come from; null for ordinary stock. */
  readonly warehouseOuterId: string | null;
  readonly creatorName: string | null;
}

const Line = lazyView<Wire, null, OrderLineRecord>({
  id: (wire) => wire.order_id,
  statusCode: (wire) => integerOf(wire.order_status),
  productId: (wire) => idOf(wire.product_id_str) ?? idOf(wire.product_id),
  skuId: (wire) => idOf(wire.sku_id),
  title: (wire) => wire.product_name,
  options: (wire) =>
    listOf(wire.spec).map(({ name, value }) => ({ name: textOf(name) ?? '', value: textOf(value) ?? '' })),
  code: (wire) => textOf(wire.code) ?? textOf(wire.out_sku_id),
  quantity: (wire) => Number(wire.item_num),
  unitPriceFen: (wire) => Number(wire.origin_amount),
  paidFen: (wire) => (isUnpaid(wire) ? 0 : Number(wire.pay_amount)),
  priceChangeFen: (wire) => integerOf(wire.modify_amount) ?? 0,
  warehouseOuterId: (wire) =>
    listOf(wire.inventory_list)
      .map((stock) => textOf(stock.out_warehouse_id))
      .find((code) => code !== null) ?? null,
  creatorName: (wire) => textOf(wire.author_name),
});

/** A line of an order whose answer was checked. */
export const toOrderLine = (wire: Wire): OrderLineRecord => new Line(wire, null);
