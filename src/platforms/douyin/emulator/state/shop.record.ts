import type { AfterSale } from './after-sale.record.js';
import type { Order } from './order.record.js';
import type { Product, Sku } from './product.record.js';
import type { Place } from './region.record.js';
import type { Vault } from './vault.js';

/** A regional warehouse; times are epoch seconds, area codes numbers as on the wire. */
export interface Warehouse {
  readonly id: string;
  readonly outWarehouseId: string;
  name: string;
  intro: string;
  location: readonly [number, number, number, number];
  addressDetail: string;
  /** Areas it serves. */
  areas: { readonly codes: readonly [number, number, number, number]; readonly at: number }[];
  readonly createdAt: number;
  updatedAt: number;
}

/** An entry of the address book. */
export interface Address {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly detail: string;
  readonly isReturnDefault: boolean;
  readonly isSendDefault: boolean;
  readonly remark: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An image in the material centre. */
export interface Material {
  readonly id: string;
  readonly folderId: string;
  readonly name: string;
  readonly originUrl: string;
  /** 1 waiting, 3 passed. */
  auditStatus: number;
  auditAt: number | null;
  readonly createdAt: number;
}

/** An e-waybill number that was given out. */
export interface Waybill {
  readonly companyCode: string;
  readonly trackingNo: string;
  readonly orderId: string;
  readonly createdAt: number;
  cancelled: boolean;
}

/** A shop with all that belongs to it. */
export interface Shop {
  readonly id: string;
  readonly name: string;
  /** Name in journal and fault rules. */
  readonly label: string;
  /** What `test_shop` of `token.create` stands for. */
  readonly isTest: boolean;
  readonly products: Map<string, Product>;
  readonly skus: Map<string, { readonly product: Product; readonly sku: Sku }>;
  readonly orders: Map<string, Order>;
  /** Shop order by the id of its line. */
  readonly ordersByLine: Map<string, Order>;
  readonly afterSales: Map<string, AfterSale>;
  readonly warehouses: Map<string, Warehouse>;
  readonly addresses: Address[];
  readonly materials: Map<string, Material>;
  readonly waybills: Map<string, Waybill>;
  /** Sku by the cargo code that a warehouse knows it by. */
  readonly cargoes: Map<string, string>;
  readonly brands: { readonly id: string; readonly chinese: string; readonly english: string; readonly reg: string }[];
  /** Answers of writes by their idempotency key, and the keys that were spent. */
  readonly done: Map<string, string>;
  /** Parcels whose track is subscribed: `company:number` to the callback URL. */
  readonly trackSubscriptions: Map<string, string>;
  /** Order of warehouses by area code. */
  readonly priorities: Map<string, ReadonlyMap<string, number>>;
  readonly vault: Vault;
  /** Whether the seller reviews changes of address that buyers ask for. */
  addressReview: { allowed: boolean; type: number };
}
