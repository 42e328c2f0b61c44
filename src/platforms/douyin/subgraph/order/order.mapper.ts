import { hash } from 'node:crypto';
import { type Money, moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { OrderLineRecord } from '../../upstream/endpoints/order-line-record.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { Parcel } from '../shipping/parcel.type.js';
import { Order } from './order.type.js';
import { OrderLine } from './order-line.type.js';
import { writeLineId } from './order-line-id.js';
import { orderStatusOf } from './order-status.enum.js';

/** An order as the graph shows it. */
export const toOrder = (record: OrderRecord, shop: Shop): Order => new LazyOrder(record, shop);

const LazyOrder = lazyView<OrderRecord, Shop, Omit<Order, 'raw'>, Order>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: (record, shop) => encodeGlobalId('Order', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'order', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    version: (record) => orderVersion(record),
    status: (record) => orderStatusOf(record.statusCode),
    statusCode: (record) => record.statusCode,
    statusText: (record) => record.statusText,
    lines: (record, shop) => linesOf(record, shop),
    total: (record) => moneyFromFen(record.totalFen),
    paid: (record) => moneyFromFen(record.paidFen),
    postage: (record) => money(record.postageFen),
    discount: (record) => money(record.discountFen),
    shopDiscount: (record) => money(record.shopDiscountFen),
    recipient: (record) => record.recipient,
    buyerNote: (record) => record.buyerNote,
    sellerRemark: (record) => record.sellerRemark,
    sellerFlag: (record) => record.sellerFlag,
    parcels: (record, shop) => parcelsOf(record, shop),
    shipBy: (record) => record.shipBy,
    createdAt: (record) => record.createdAt,
    paidAt: (record) => record.paidAt,
    shippedAt: (record) => record.shippedAt,
    completedAt: (record) => record.completedAt,
    updatedAt: (record) => record.updatedAt,
  },
  Order,
);

interface InOrder {
  readonly orderId: string;
  readonly shop: Shop;
}

const LazyLine = lazyView<OrderLineRecord, InOrder, OrderLine, OrderLine>(
  {
    record: (record) => record,
    shopRecord: (_record, { shop }) => shop,
    id: (record, { orderId, shop }) =>
      encodeGlobalId('OrderLine', shop.key, writeLineId({ orderId, lineId: record.id })),
    native: (record, { shop }) => ({ platform: shop.platform, resource: 'sku order', id: record.id }),
    title: (record) => record.title,
    selectedOptions: (record) => record.options,
    merchantCode: (record) => record.code,
    quantity: (record) => record.quantity,
    unitPrice: (record) => moneyFromFen(record.unitPriceFen),
    paid: (record) => moneyFromFen(record.paidFen),
    creatorName: (record) => record.creatorName,
  },
  OrderLine,
);

const money = (fen: number | null): Money | null => (fen === null ? null : moneyFromFen(fen));

function linesOf({ id, lines }: OrderRecord, shop: Shop): OrderLine[] {
  const inOrder = { orderId: id, shop };
  return lines.map((line) => new LazyLine(line, inOrder));
}

/** Parcels with their lines; one that is none of the order's is left out. */
function parcelsOf(record: OrderRecord, shop: Shop): Parcel[] {
  const { parcels } = record;
  if (parcels.length === 0) return [];
  const lines = new Map(linesOf(record, shop).map((line) => [line.record.id, line]));
  return parcels.map(({ id, items, ...parcel }) =>
    Object.assign(new Parcel(), parcel, {
      shopRecord: shop,
      nativeId: id,
      items: items.flatMap(({ lineId, quantity }) => {
        const line = lines.get(lineId);
        return line === undefined ? [] : [{ line, quantity }];
      }),
    }),
  );
}

/**
 * Version label of an order: its time of change and its state, and what else the list and the detail tell in the same words.
 * The time has seconds, within which nothing but these tells two changes apart.
 */
export function orderVersion(record: OrderRecord): string {
  const { statusCode, mainStatusCode, updatedAt, totalFen, sellerRemark, sellerFlag, parcels } = record;
  const sent = parcels.map(({ carrierCode, trackingNumber }) => [carrierCode, trackingNumber]);
  const facts = [updatedAt.getTime(), statusCode, mainStatusCode, totalFen, sellerRemark, sellerFlag, sent];
  return hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 16);
}
