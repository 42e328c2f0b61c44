import type { Auditor, Buyer } from '../buyer.js';
import type { World } from '../endpoint.js';
import { BUYER_WORDS, makeReceiver } from '../seeds/people.js';
import type { AfterSale } from '../state/after-sale.record.js';
import { pick, seededDraw } from '../state/draw.js';
import type { Order } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';

/** How buyers come to the shops of a demonstration. */
export interface PaceOptions {
  /** A buyer does something every so many milliseconds. */
  readonly everyMs: number;
  /** Decides who does what; the same seed and state give the same acts. Default 1. */
  readonly seed?: number;
  /** All shops unless told. */
  readonly shopIds?: readonly string[];
}

/** Buyers at work. */
export interface Pace {
  /** Lets one buyer act now; the name of the act, e.g. `place`, or null when nobody could do anything. */
  readonly step: () => string | null;
  readonly stop: () => void;
}

/** An act: how likely it is against the others, and the doing; false when there is nothing to do it to. */
interface Act {
  readonly name: string;
  readonly weight: number;
  readonly act: (shop: Shop) => boolean;
}

/** Lets buyers place, pay, receive and apply for refunds until stopped. Everything they do pushes its messages. */
export function startPace(world: World, buyer: Buyer, auditor: Auditor, options: PaceOptions): Pace {
  const draw = seededDraw(options.seed ?? 1);
  const acts = actsOf(buyer, draw);
  const step = (): string | null => {
    auditor.settle();
    const shops = [...world.state.shops.values()].filter(({ id }) => options.shopIds?.includes(id) ?? true);
    if (shops.length === 0) return null;
    const shop = pick(draw, shops);
    // The likely act first, then the others, so that a step is only lost when nothing at all can be done.
    for (const { name, act } of ordered(acts, draw)) if (act(shop)) return name;
    return null;
  };
  const timer = setInterval(() => {
    try {
      step();
    } catch (error) {
      world.log?.error({ err: error }, 'a buyer failed');
    }
  }, options.everyMs);
  return { step, stop: () => clearInterval(timer) };
}

function ordered(acts: readonly Act[], draw: () => number): Act[] {
  return acts
    .map((act) => ({ act, rank: draw() ** (1 / act.weight) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ act }) => act);
}

function actsOf(buyer: Buyer, draw: () => number): Act[] {
  const withOrder = (statuses: readonly number[], act: (order: Order) => void) => (shop: Shop) => {
    const found = [...shop.orders.values()].filter(({ status }) => statuses.includes(status));
    if (found.length === 0) return false;
    act(pick(draw, found));
    return true;
  };
  const withAfterSale = (status: number, act: (afterSale: AfterSale) => void) => (shop: Shop) => {
    const found = [...shop.afterSales.values()].filter((afterSale) => afterSale.status === status);
    if (found.length === 0) return false;
    act(pick(draw, found));
    return true;
  };
  return [
    { name: 'place', weight: 30, act: (shop) => place(buyer, shop, draw) },
    { name: 'pay', weight: 15, act: withOrder([1], (order) => buyer.pay(order.id, pick(draw, [1, 2]))) },
    { name: 'receive', weight: 12, act: withOrder([3], (order) => buyer.receive(order.id)) },
    { name: 'cancel', weight: 4, act: withOrder([1], (order) => buyer.cancel(order.id)) },
    { name: 'address', weight: 4, act: withOrder([2], (order) => buyer.askForReceiver(order.id, makeReceiver(draw))) },
    { name: 'apply', weight: 12, act: (shop) => apply(buyer, shop, draw) },
    {
      name: 'return',
      weight: 8,
      act: withAfterSale(7, ({ id }) =>
        buyer.returnGoods(id, { companyCode: 'zhongtong', trackingNo: `ZT79${id.slice(-11)}` }),
      ),
    },
    { name: 'confirm', weight: 5, act: withAfterSale(13, ({ id }) => buyer.confirmExchange(id)) },
    { name: 'withdraw', weight: 3, act: withAfterSale(6, ({ id }) => buyer.closeAfterSale(id)) },
  ];
}

function place(buyer: Buyer, shop: Shop, draw: () => number): boolean {
  const onSale = [...shop.skus.values()].filter(
    ({ product, sku }) => product.status === 0 && sku.skuType === 0 && sku.stock > 2,
  );
  if (onSale.length === 0) return false;
  const order = buyer.place(shop.id, {
    lines: [{ skuId: pick(draw, onSale).sku.id, count: draw() < 0.8 ? 1 : 2 }],
    receiver: makeReceiver(draw),
    buyerWords: pick(draw, BUYER_WORDS),
  });
  if (draw() < 0.7) buyer.pay(order.id, pick(draw, [1, 2]));
  return true;
}

/** A refund before shipping, after it, or a return; of an order that has no after-sale yet. */
function apply(buyer: Buyer, shop: Shop, draw: () => number): boolean {
  const found = [...shop.orders.values()].filter(
    ({ status, lines }) => [2, 3, 5].includes(status) && lines.every(({ afterSale }) => afterSale.status === 0),
  );
  if (found.length === 0) return false;
  const order = pick(draw, found);
  const [line] = order.lines;
  if (line === undefined) return false;
  const type = order.status === 2 ? 2 : order.status === 3 ? 1 : pick(draw, [0, 0, 3]);
  buyer.apply({ orderId: order.id, lineId: line.id, type, ...(type === 3 ? { exchangeSkuId: line.skuId } : {}) });
  return true;
}
