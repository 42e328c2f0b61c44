import {
  type AfterSaleDraft,
  applyAfterSale,
  arbitrate,
  closeAfterSale,
  confirmExchange,
  modifyApplication,
  returnGoods,
} from './after-sales/after-sale.life.js';
import { approve, reject } from './catalogue/product.life.js';
import type { World } from './endpoint.js';
import {
  askForReceiver,
  cancelOrder,
  type OrderDraft,
  payOrder,
  placeOrder,
  receiveOrder,
} from './orders/order.life.js';
import type { Scene } from './scene.js';
import { settle } from './settle.js';
import type { AfterSale, Shipment } from './state/after-sale.record.js';
import type { Order, Receiver } from './state/order.record.js';
import type { Shop } from './state/shop.record.js';

/** What buyers do, in this process. Every act pushes its messages; one that the state forbids throws a RangeError. */
export interface Buyer {
  readonly place: (shopId: string, draft: OrderDraft) => Order;
  readonly pay: (orderId: string, payType?: number) => void;
  readonly cancel: (orderId: string, reason?: string) => void;
  readonly receive: (orderId: string) => void;
  readonly askForReceiver: (orderId: string, receiver: Receiver) => void;
  readonly apply: (draft: AfterSaleDraft) => AfterSale;
  readonly modify: (afterSaleId: string, change: { amount?: number; remark?: string }) => void;
  readonly returnGoods: (afterSaleId: string, shipment: Omit<Shipment, 'at'>) => void;
  readonly closeAfterSale: (afterSaleId: string) => void;
  readonly confirmExchange: (afterSaleId: string) => void;
  readonly arbitrate: (afterSaleId: string) => void;
}

/** What the platform decides by itself. */
export interface Auditor {
  readonly approve: (productId: string) => void;
  readonly reject: (productId: string, reason: string) => void;
  /** Lets everything that only takes time come to its end, in all shops. */
  readonly settle: () => void;
}

/** A shop of a world at this moment. */
export const sceneOf = (world: World, shop: Shop): Scene => ({
  state: world.state,
  rules: world.rules,
  shop,
  now: world.clock.seconds(),
  post: (tag, message) => world.post(shop, tag, message),
});

function holder(world: World, what: string, has: (shop: Shop) => boolean): Scene {
  for (const shop of world.state.shops.values()) if (has(shop)) return sceneOf(world, shop);
  throw new RangeError(`no ${what}`);
}

/** Buyers of a world. */
export function createBuyer(world: World): Buyer {
  const withOrder = (id: string, act: (scene: Scene, order: Order) => void): void => {
    const scene = holder(world, `order ${id}`, ({ orders }) => orders.has(id));
    const order = scene.shop.orders.get(id);
    if (order !== undefined) act(scene, order);
  };
  const withAfterSale = (id: string, act: (scene: Scene, afterSale: AfterSale) => void): void => {
    const scene = holder(world, `after-sale ${id}`, ({ afterSales }) => afterSales.has(id));
    const afterSale = scene.shop.afterSales.get(id);
    if (afterSale !== undefined) act(scene, afterSale);
  };
  return {
    place: (shopId, draft) =>
      placeOrder(
        holder(world, `shop ${shopId}`, ({ id }) => id === shopId),
        draft,
      ),
    pay: (id, payType) => withOrder(id, (scene, order) => payOrder(scene, order, payType)),
    cancel: (id, reason) => withOrder(id, (scene, order) => cancelOrder(scene, order, reason)),
    receive: (id) => withOrder(id, receiveOrder),
    askForReceiver: (id, receiver) => withOrder(id, (scene, order) => askForReceiver(scene, order, receiver)),
    apply: (draft) =>
      applyAfterSale(
        holder(world, `order ${draft.orderId}`, ({ orders }) => orders.has(draft.orderId)),
        draft,
      ),
    modify: (id, change) => withAfterSale(id, (scene, afterSale) => modifyApplication(scene, afterSale, change)),
    returnGoods: (id, shipment) => withAfterSale(id, (scene, afterSale) => returnGoods(scene, afterSale, shipment)),
    closeAfterSale: (id) => withAfterSale(id, (scene, afterSale) => closeAfterSale(scene, afterSale)),
    confirmExchange: (id) => withAfterSale(id, confirmExchange),
    arbitrate: (id) => withAfterSale(id, arbitrate),
  };
}

/** The platform's own decisions in a world. */
export function createAuditor(world: World): Auditor {
  const withProduct = (id: string) => {
    const scene = holder(world, `product ${id}`, ({ products }) => products.has(id));
    const product = scene.shop.products.get(id);
    if (product?.auditAt === null || product === undefined) throw new RangeError(`product ${id} is not in the audit`);
    return { scene, product };
  };
  return {
    approve: (id) => {
      const { scene, product } = withProduct(id);
      approve(scene, product);
    },
    reject: (id, reason) => {
      const { scene, product } = withProduct(id);
      reject(scene, product, reason);
    },
    settle: () => {
      for (const shop of world.state.shops.values()) settle(sceneOf(world, shop));
    },
  };
}
