import { hold, release, saleable, warehouseFor } from '../catalogue/stock.js';
import {
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderPaid,
  orderReady,
  receiverChangeAsked,
  receiverChanged,
} from '../push/trade.messages.js';
import { laterThan, type Scene } from '../scene.js';
import { categoryChain } from '../state/categories.js';
import type { Order, OrderLine, Promotion, Receiver } from '../state/order.record.js';
import { putOrder } from '../state/state.js';

const NO_PROMOTION: Promotion = { shop: 0, platform: 0, talent: 0, pay: 0 };
const SHIP_WITHIN = 2 * 86_400;

/** What a buyer orders. */
export interface OrderDraft {
  readonly lines: readonly {
    readonly skuId: string;
    readonly count: number;
    readonly promotion?: Promotion;
    /** Freight of the line, fen. */
    readonly postAmount?: number;
  }[];
  readonly receiver: Receiver;
  readonly buyerId?: string;
  readonly buyerWords?: string;
  readonly bType?: number;
}

/** Notes a change of an order. */
export function touch({ now }: Scene, order: Order): void {
  order.updatedAt = laterThan(order.updatedAt, now);
}

/** An order and all its lines get a status. */
export function setStatus(order: Order, status: number): void {
  order.status = order.mainStatus = status;
  for (const line of order.lines) line.status = status;
}

/**
 * A buyer places an order (status 1, tag 100). Goods that reduce stock on order are held at once.
 * @throws RangeError for an unknown sku or too little stock
 */
export function placeOrder(scene: Scene, draft: OrderDraft): Order {
  const { state, shop, now } = scene;
  const id = state.ids.next('order');
  const order: Order = {
    id,
    lines: draft.lines.map((line) => makeLine(scene, line)),
    receiver: draft.receiver,
    buyerId: draft.buyerId ?? `Buyer${id.slice(-6)}`,
    status: 1,
    mainStatus: 1,
    createdAt: now,
    updatedAt: now,
    paidAt: 0,
    shipBy: 0,
    shippedAt: 0,
    finishedAt: 0,
    reviewUntil: 0,
    cancelReason: '',
    buyerWords: draft.buyerWords ?? '',
    sellerWords: '',
    stars: 0,
    payType: 0,
    channelPaymentNo: '',
    postPromotion: 0,
    modifyPostAmount: 0,
    bType: draft.bType ?? 2,
    tags: [],
    packs: [],
    shippedBy: null,
    serialNumbers: [],
    pendingReceiver: null,
    interception: 0,
    extra: {},
  };
  putOrder(shop, order);
  holdStock(scene, order, 1);
  scene.post(100, () => orderCreated(shop, order));
  return order;
}

function makeLine({ shop, state }: Scene, draft: OrderDraft['lines'][number]): OrderLine {
  const found = shop.skus.get(draft.skuId);
  if (found === undefined) throw new RangeError(`no sku ${draft.skuId}`);
  const { sku, product } = found;
  if (saleable(sku) < draft.count) throw new RangeError(`too little stock of ${draft.skuId}`);
  const { content } = product;
  return {
    id: state.ids.next('order'),
    productId: product.id,
    skuId: sku.id,
    productName: content.name,
    productPic: content.pics[0] ?? '',
    specs: sku.values.map(({ name }, at) => ({ name: content.specs[at]?.name ?? '', value: name })),
    code: sku.code,
    outerSkuId: sku.outerSkuId,
    outerProductId: content.outerProductId,
    categories: categoryChain(content.categoryId).map((node) => node.id),
    price: sku.price,
    count: draft.count,
    reduceType: content.reduceType,
    promotion: draft.promotion ?? NO_PROMOTION,
    postAmount: draft.postAmount ?? 0,
    modifyAmount: 0,
    outWarehouseId: '',
    held: false,
    shipped: 0,
    status: 1,
    afterSale: { status: 0, type: 0, refundStatus: 0 },
    logisticsReceiptAt: 0,
  };
}

/** Holds the stock of lines whose goods reduce it at this point: 1 on order, 2 on payment. */
function holdStock({ shop }: Scene, order: Order, reduceType: number): void {
  for (const line of order.lines) {
    const sku = shop.skus.get(line.skuId)?.sku;
    if (line.held || line.reduceType !== reduceType || sku === undefined) continue;
    line.outWarehouseId = warehouseFor(sku, line.count) ?? [...sku.regional.keys()][0] ?? '';
    hold(sku, line.outWarehouseId, line.count);
    line.held = true;
  }
}

/** Puts what is not in a parcel back on sale. */
export function releaseLine({ shop }: Scene, line: OrderLine): void {
  const sku = shop.skus.get(line.skuId)?.sku;
  if (line.held && sku !== undefined) release(sku, line.outWarehouseId, line.count - line.shipped);
  line.held = false;
}

/** The buyer pays (tag 101). The order is in risk review (105), or ready at once (2, tag 110). */
export function payOrder(scene: Scene, order: Order, payType = 1): void {
  expect(order, [1]);
  order.paidAt = scene.now;
  order.payType = payType;
  order.channelPaymentNo = `PAY${order.id.slice(-14)}`;
  order.shipBy = scene.now + SHIP_WITHIN;
  holdStock(scene, order, 2);
  const seconds = scene.rules.riskReviewSeconds;
  setStatus(order, seconds > 0 ? 105 : 2);
  order.reviewUntil = seconds > 0 ? scene.now + seconds : 0;
  touch(scene, order);
  scene.post(101, () => orderPaid(scene.shop, order));
  if (seconds === 0) scene.post(110, () => orderReady(scene.shop, order));
}

/** Ends the risk reviews whose time is over. */
export function settleReviews(scene: Scene): void {
  for (const order of scene.shop.orders.values()) {
    if (order.status !== 105 || order.reviewUntil === 0 || order.reviewUntil > scene.now) continue;
    setStatus(order, 2);
    order.reviewUntil = 0;
    touch(scene, order);
    scene.post(110, () => orderReady(scene.shop, order));
  }
}

/** Buyer or system cancel an unpaid order (4, tag 106). */
export function cancelOrder(scene: Scene, order: Order, reason = '不想要了'): void {
  expect(order, [1]);
  closeOrder(scene, order, reason);
  scene.post(106, () => orderCancelled(scene.shop, order));
}

/** An order ends without delivery; stock that is held goes back. */
export function closeOrder(scene: Scene, order: Order, reason: string): void {
  for (const line of order.lines) releaseLine(scene, line);
  setStatus(order, 4);
  order.cancelReason = reason;
  touch(scene, order);
}

/** The buyer has the goods (5, tag 103). */
export function receiveOrder(scene: Scene, order: Order): void {
  expect(order, [3]);
  const main = order.mainStatus;
  setStatus(order, 5);
  if (main !== 3) order.mainStatus = main;
  order.finishedAt = scene.now;
  for (const line of order.lines) line.logisticsReceiptAt = scene.now;
  touch(scene, order);
  scene.post(103, () => orderCompleted(scene.shop, order));
}

/** The buyer wants another receiver: changed at once (tag 105), or asked of a seller who reviews it (tag 111). */
export function askForReceiver(scene: Scene, order: Order, wanted: Receiver): void {
  expect(order, [1, 105, 2]);
  if (scene.shop.addressReview.allowed && order.status !== 1) {
    order.pendingReceiver = wanted;
    touch(scene, order);
    scene.post(111, () => receiverChangeAsked(scene.shop, order, wanted, scene.now));
    return;
  }
  changeReceiver(scene, order, wanted);
}

/** Another receiver (tag 105). */
export function changeReceiver(scene: Scene, order: Order, receiver: Receiver): void {
  order.receiver = receiver;
  order.pendingReceiver = null;
  touch(scene, order);
  scene.post(105, () => receiverChanged(scene.shop, order));
}

/** @throws RangeError unless the order has one of these statuses; for what buyers do, which no call can refuse */
function expect(order: Order, statuses: readonly number[]): void {
  if (!statuses.includes(order.status)) throw new RangeError(`order ${order.id} has status ${order.status}`);
}
