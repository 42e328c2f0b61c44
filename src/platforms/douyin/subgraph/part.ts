import 'reflect-metadata';
import type { SubgraphPart } from '../../../subgraph/part.js';
import { AddressShopResolver } from './address/address-shop.resolver.js';
import { AfterSaleResolver } from './after-sale/after-sale.resolver.js';
import { AfterSale } from './after-sale/after-sale.type.js';
import { findAfterSale } from './after-sale/after-sale-access.js';
import { AfterSaleOrderResolver } from './after-sale/after-sale-order.resolver.js';
import { AfterSaleShopResolver } from './after-sale/after-sale-shop.resolver.js';
import { AfterSaleWriteResolver } from './after-sale/after-sale-write.resolver.js';
import { DOUYIN, type DouyinDeps, DouyinRequest, douyinOf, type ShopScope } from './context.js';
import { DouyinMethodResolver } from './method/douyin-method.resolver.js';
import { OrderResolver } from './order/order.resolver.js';
import { Order } from './order/order.type.js';
import { findOrder, findOrderLine } from './order/order-access.js';
import { OrderLineResolver } from './order/order-line.resolver.js';
import { OrderLine } from './order/order-line.type.js';
import { OrderShopResolver } from './order/order-shop.resolver.js';
import { OrderWriteResolver } from './order/order-write.resolver.js';
import { RecipientsDecryptResolver } from './order/recipients-decrypt.resolver.js';
import { ProductResolver } from './product/product.resolver.js';
import { Product } from './product/product.type.js';
import { ProductWriteResolver } from './product/product-write.resolver.js';
import { InterceptResolver } from './shipping/intercept.resolver.js';
import { ParcelResolver } from './shipping/parcel.resolver.js';
import { ShippingShopResolver } from './shipping/shipping-shop.resolver.js';
import { ShippingWriteResolver } from './shipping/shipping-write.resolver.js';
import { WaybillResolver } from './shipping/waybill.resolver.js';
import { DouyinShopResolver } from './shop/shop.resolver.js';
import { ProductSkuResolver } from './sku/product-sku.resolver.js';
import { ProductSku } from './sku/product-sku.type.js';
import { readSkuId } from './sku/sku-id.js';
import { SkuWriteResolver } from './sku/sku-write.resolver.js';
import { RegionalWarehouse } from './warehouse/regional-warehouse.type.js';
import {
  RegionalWarehouseResolver,
  WarehouseShopResolver,
  WarehouseStockResolver,
} from './warehouse/warehouse.resolver.js';
import { WarehouseWriteResolver } from './warehouse/warehouse-write.resolver.js';

type Find = (scope: ShopScope, nativeId: string) => Promise<object | null>;

/** How each entity is found in the scope of its shop. */
const FINDERS: Readonly<Record<string, Find>> = {
  Product: (scope, id) => scope.products.load(id),
  ProductSku: async (scope, id) => {
    const sku = readSkuId(id);
    return sku === null ? null : scope.skus.of(sku);
  },
  Order: findOrder,
  OrderLine: findOrderLine,
  AfterSale: findAfterSale,
  RegionalWarehouse: (scope, id) => scope.warehouses.load(id),
};

/** Douyin's part of the graph. */
export function createDouyinPart(deps: DouyinDeps): SubgraphPart {
  return {
    name: DOUYIN,
    resolvers: [
      DouyinMethodResolver,
      DouyinShopResolver,
      ProductResolver,
      ProductWriteResolver,
      ProductSkuResolver,
      SkuWriteResolver,
      OrderShopResolver,
      OrderResolver,
      OrderLineResolver,
      OrderWriteResolver,
      RecipientsDecryptResolver,
      ShippingShopResolver,
      ShippingWriteResolver,
      WaybillResolver,
      InterceptResolver,
      ParcelResolver,
      AddressShopResolver,
      AfterSaleResolver,
      AfterSaleShopResolver,
      AfterSaleOrderResolver,
      AfterSaleWriteResolver,
      RegionalWarehouseResolver,
      WarehouseShopResolver,
      WarehouseStockResolver,
      WarehouseWriteResolver,
    ],
    orphanedTypes: [Product, ProductSku, Order, OrderLine, AfterSale, RegionalWarehouse],
    revisioned: [],
    stockUnits: [ProductSku],
    entities: Object.fromEntries(
      Object.entries(FINDERS).map(([type, find]) => [
        type,
        async (id, request) => {
          const scope = await douyinOf(request).ofKey(id.shopKey);
          return scope === null ? null : find(scope, id.nativeId);
        },
      ]),
    ),
    entityBatch: { Product: 100, ProductSku: 1, Order: 1, OrderLine: 1, AfterSale: 1, RegionalWarehouse: 100 },
    contextFor: (request) => new DouyinRequest(deps, request),
  };
}
