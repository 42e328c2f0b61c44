import { sceneOf } from '../buyer.js';
import type { World } from '../endpoint.js';
import { cancelOrder, type OrderDraft, payOrder, placeOrder, receiveOrder } from '../orders/order.life.js';
import type { Scene } from '../scene.js';
import { openLines, shipParcel } from '../shipping/ship.life.js';
import { COMPANIES } from '../state/companies.js';
import { pick } from '../state/draw.js';
import type { Order, Receiver } from '../state/order.record.js';
import type { Sku } from '../state/product.record.js';
import type { Shop } from '../state/shop.record.js';
import { BUYER_WORDS, makeReceiver } from './people.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How many orders of each status, and how long ago they were placed, seconds. */
export type OrderPlan = Readonly<Record<number, { readonly count: number; readonly ago: readonly [number, number] }>>;

/** Ages that fit the life of an order: unpaid ones are minutes old, completed ones days and weeks. */
export const planOf = (counts: Readonly<Record<1 | 105 | 2 | 101 | 3 | 4 | 5, number>>): OrderPlan => ({
  1: { count: counts[1], ago: [60, 1500] },
  105: { count: counts[105], ago: [120, 3000] },
  2: { count: counts[2], ago: [HOUR, 2 * DAY] },
  101: { count: counts[101], ago: [DAY, 3 * DAY] },
  3: { count: counts[3], ago: [2 * DAY, 8 * DAY] },
  4: { count: counts[4], ago: [2 * HOUR, 85 * DAY] },
  5: { count: counts[5], ago: [9 * DAY, 85 * DAY] },
});

/** A moment of a shop in the past; nobody is told of what happened then. */
export const pastScene = (world: World, shop: Shop, now: number): Scene => ({
  ...sceneOf(world, shop),
  now,
  post: () => undefined,
});

/** Places orders and leads each to its status. Older orders have smaller ids. */
export function seedOrders(world: World, shop: Shop, plan: OrderPlan, draw: () => number): void {
  const now = world.clock.seconds();
  const skus = [...shop.skus.values()].filter(({ product }) => product.status === 0).map(({ sku }) => sku);
  const receivers = Array.from({ length: 120 }, () => makeReceiver(draw));
  const due = Object.entries(plan).flatMap(
    ([
      status,
      {
        count,
        ago: [least, most],
      },
    ]) =>
      Array.from({ length: count }, () => ({
        status: Number(status),
        at: now - Math.floor(least + draw() * (most - least)),
      })),
  );
  due.sort((a, b) => a.at - b.at);
  for (const { status, at } of due) {
    const order = placeOrder(pastScene(world, shop, at), makeDraft(skus, pick(draw, receivers), draw, status === 101));
    lead(world, shop, order, status, at, draw);
  }
}

/** @param parted the order is to leave in parts, so it needs two pieces */
function makeDraft(skus: readonly Sku[], receiver: Receiver, draw: () => number, parted: boolean): OrderDraft {
  const count = draw() < 0.6 ? 1 : draw() < 0.7 ? 2 : 3;
  const chosen = new Set(Array.from({ length: count }, () => pick(draw, skus)));
  return {
    receiver,
    buyerWords: pick(draw, BUYER_WORDS),
    bType: pick(draw, [2, 2, 2, 11, 3]),
    lines: [...chosen].map((sku, at) => {
      const pieces = draw() < 0.7 && !parted ? 1 : 2;
      const shop = draw() < 0.4 ? Math.floor(sku.price * 0.05) : 0;
      return {
        skuId: sku.id,
        count: pieces,
        postAmount: at === 0 && draw() < 0.3 ? 800 : 0,
        promotion: { shop, platform: draw() < 0.2 ? 300 : 0, talent: 0, pay: draw() < 0.1 ? 50 : 0 },
      };
    }),
  };
}

function lead(world: World, shop: Shop, order: Order, status: number, at: number, draw: () => number): void {
  const scene = (seconds: number) => pastScene(world, shop, at + seconds);
  if (status === 1) return;
  if (status === 4) {
    cancelOrder(scene(1800), order, pick(draw, ['不想要了', '拍错了', '超时未支付']));
    return;
  }
  const paid = scene(40);
  payOrder(
    status === 105 ? { ...paid, rules: { ...paid.rules, riskReviewSeconds: 5400 } } : paid,
    order,
    pick(draw, [1, 2, 2, 12]),
  );
  if (draw() < 0.2) {
    order.sellerWords = pick(draw, ['已联系买家', '优先发货', '赠品一份']);
    order.stars = Math.floor(draw() * 6);
  }
  if (status === 105 || status === 2) return;
  if (status === 101) shipPart(scene(DAY / 2), order, draw);
  else shipAll(scene(DAY), order, draw);
  if (status === 5) receiveOrder(scene(5 * DAY), order);
}

const waybillNumber = (draw: () => number): string =>
  String(100_000_000_000 + Math.floor(draw() * 899_999_999_999)).padStart(13, '7');

function shipAll(scene: Scene, order: Order, draw: () => number): void {
  const company = pick(draw, COMPANIES);
  const trackingNo = `${company.prefix}${waybillNumber(draw)}`;
  order.shippedBy = 'whole';
  shipParcel(scene, order, {
    companyCode: company.code,
    trackingNo,
    items: openLines(order).map((line) => ({ line, count: line.count })),
  });
  remember(scene, order, company.code, trackingNo, draw);
}

/** One piece leaves first. */
function shipPart(scene: Scene, order: Order, draw: () => number): void {
  const [line] = order.lines;
  const company = pick(draw, COMPANIES);
  const trackingNo = `${company.prefix}${waybillNumber(draw)}`;
  if (line === undefined) return;
  order.shippedBy = 'packs';
  shipParcel(scene, order, { companyCode: company.code, trackingNo, items: [{ line, count: 1 }] });
  remember(scene, order, company.code, trackingNo, draw);
}

/** Half of the parcels have an e-waybill of the platform, so that they can be followed. */
function remember(
  { shop, now }: Scene,
  order: Order,
  companyCode: string,
  trackingNo: string,
  draw: () => number,
): void {
  if (draw() < 0.5) return;
  shop.waybills.set(`${companyCode}:${trackingNo}`, {
    companyCode,
    trackingNo,
    orderId: order.id,
    createdAt: now - HOUR,
    cancelled: false,
  });
}
