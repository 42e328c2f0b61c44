import type { App } from './app.record.js';
import { Ids } from './ids.js';
import type { Order } from './order.record.js';
import type { Product, Sku } from './product.record.js';
import type { Address, Shop } from './shop.record.js';
import { Vault } from './vault.js';

/** A shop to add. */
export interface ShopFacts {
  readonly id: string;
  readonly name: string;
  readonly label?: string;
  readonly isTest?: boolean;
}

/** All shops and apps of one host. Endpoints read the maps; what must agree with something else has a method. */
export class DouyinState {
  readonly apps = new Map<string, App>();
  readonly shops = new Map<string, Shop>();
  ids = new Ids();

  /** Forgets everything; ids start again. */
  clear(): void {
    this.apps.clear();
    this.shops.clear();
    this.ids = new Ids();
  }

  addApp(app: App): App {
    this.apps.set(app.appKey, app);
    return app;
  }

  addShop({ id, name, label = id, isTest = false }: ShopFacts): Shop {
    const shop: Shop = {
      id,
      name,
      label,
      isTest,
      products: new Map(),
      skus: new Map(),
      orders: new Map(),
      ordersByLine: new Map(),
      afterSales: new Map(),
      warehouses: new Map(),
      addresses: [],
      materials: new Map(),
      waybills: new Map(),
      cargoes: new Map(),
      brands: [],
      done: new Map(),
      trackSubscriptions: new Map(),
      priorities: new Map(),
      vault: new Vault(id),
      addressReview: { allowed: false, type: 0 },
    };
    this.shops.set(id, shop);
    return shop;
  }
}

/** Adds a product with its skus. */
export function putProduct(shop: Shop, product: Product): Product {
  shop.products.set(product.id, product);
  for (const sku of product.skus) shop.skus.set(sku.id, { product, sku });
  return product;
}

/** Puts these skus in place of a product's. */
export function replaceSkus(shop: Shop, product: Product, skus: Sku[]): void {
  for (const sku of product.skus) shop.skus.delete(sku.id);
  product.skus = skus;
  for (const sku of skus) shop.skus.set(sku.id, { product, sku });
}

/** Removes a product with its skus. */
export function removeProduct(shop: Shop, product: Product): void {
  shop.products.delete(product.id);
  for (const sku of product.skus) shop.skus.delete(sku.id);
}

/** Adds an order, found by its own id and by those of its lines. */
export function putOrder(shop: Shop, order: Order): Order {
  shop.orders.set(order.id, order);
  for (const line of order.lines) shop.ordersByLine.set(line.id, order);
  return order;
}

/** An entry of a shop's address book. */
export const returnAddress = (shop: Shop, id: string): Address | undefined =>
  shop.addresses.find((address) => address.id === id);
