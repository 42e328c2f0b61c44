/** A named value of a specification, e.g. 红 of 颜色. */
export interface SpecValue {
  readonly id: string;
  readonly name: string;
  readonly pic?: string;
}

/** A specification with its values, e.g. 颜色. */
export interface Spec {
  readonly id: string;
  readonly name: string;
  readonly values: readonly SpecValue[];
}

/** A sellable unit. Prices in fen. */
export interface Sku {
  readonly id: string;
  readonly productId: string;
  /** One value of each specification, in their order. */
  readonly values: readonly SpecValue[];
  code: string;
  outerSkuId: string;
  outSkuId: string;
  price: number;
  /** 0: one number; 1: by regional warehouse, then `stock` stays 0. */
  skuType: number;
  /** What can still be sold. */
  stock: number;
  /** Regional stock by `out_warehouse_id`. */
  readonly regional: Map<string, number>;
  /** Sold, and not in a parcel yet. */
  held: number;
  readonly heldRegional: Map<string, number>;
  stepStock: number;
  supplierId: string;
  /** Epoch seconds. */
  readonly createdAt: number;
}

/** What `addV2` and `editV2` set; an edit of an approved product is kept as a draft until it is approved. */
export interface ProductContent {
  name: string;
  /** URLs of images. */
  description: readonly string[];
  pics: readonly string[];
  categoryId: string;
  outerProductId: string;
  outProductId: string;
  productType: number;
  /** 1 on order, 2 on payment. */
  reduceType: number;
  freightId: string;
  mobile: string;
  standardBrandId: string;
  weight: number;
  weightUnit: number;
  deliveryDelayDay: number;
  presellType: number;
  presellDelay: number;
  presellConfigLevel: number;
  presellEndTime: string;
  minimumPerOrder: number;
  maximumPerOrder: number;
  limitPerBuyer: number;
  startSaleType: number;
  pickupMethod: string;
  sellChannel: readonly number[];
  /** JSON text. */
  productFormatNew: string;
  /** JSON text. */
  afterSaleService: string;
  specs: readonly Spec[];
}

/** A product. Times are epoch seconds. */
export interface Product {
  readonly id: string;
  readonly specId: string;
  content: ProductContent;
  /** 0 on shelf, 1 off shelf, 2 deleted. */
  status: number;
  /** 1 not submitted, 2 pending, 3 approved, 4 rejected, 5 banned, 7 approved awaiting shelf. */
  checkStatus: number;
  /** 0 none, 1 not submitted, 2 pending, 3 approved, 4 rejected. */
  draftStatus: number;
  draft: { readonly content: ProductContent; readonly skus: Sku[] | null } | null;
  /** When the pending audit is over; null when none is pending. */
  auditAt: number | null;
  skus: Sku[];
  sellNum: number;
  readonly createdAt: number;
  updatedAt: number;
  /** Keys of the detail that the state does not decide; for seeds. */
  readonly extra: Readonly<Record<string, string | number | boolean>>;
}
