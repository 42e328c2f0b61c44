import type { Place } from './region.record.js';

/** Who gets the parcel, in plain text; answers carry it encrypted and masked. */
export interface Receiver {
  readonly name: string;
  readonly tel: string;
  readonly place: Place;
  readonly detail: string;
}

/** Discounts in fen by who bears them; `pay` is the payment channel's and lies inside the amount paid. */
export interface Promotion {
  readonly shop: number;
  readonly platform: number;
  readonly talent: number;
  readonly pay: number;
}

/** The after-sale that a line shows. */
export interface LineAfterSale {
  readonly status: number;
  readonly type: number;
  readonly refundStatus: number;
}

/** A sku order. Amounts in fen. What is told of the product is as it was when the order was placed. */
export interface OrderLine {
  readonly id: string;
  readonly productId: string;
  readonly skuId: string;
  readonly productName: string;
  readonly productPic: string;
  readonly specs: readonly { readonly name: string; readonly value: string }[];
  readonly code: string;
  readonly outerSkuId: string;
  readonly outerProductId: string;
  readonly categories: readonly string[];
  readonly price: number;
  readonly count: number;
  readonly reduceType: number;
  promotion: Promotion;
  postAmount: number;
  /** Change of price by the seller, may be negative. */
  modifyAmount: number;
  /** Warehouse of regional stock, empty for ordinary stock. */
  outWarehouseId: string;
  /** Stock is held for it and not in a parcel yet. */
  held: boolean;
  shipped: number;
  status: number;
  afterSale: LineAfterSale;
  logisticsReceiptAt: number;
}

/** A parcel. */
export interface Pack {
  readonly id: string;
  companyCode: string;
  trackingNo: string;
  readonly shippedAt: number;
  readonly items: readonly { readonly lineId: string; readonly count: number }[];
}

/** A shop order. Times are epoch seconds, 0 for not yet. */
export interface Order {
  readonly id: string;
  readonly lines: readonly OrderLine[];
  receiver: Receiver;
  /** Encrypted like the receiver; equal for equal receivers. */
  readonly buyerId: string;
  /** 1, 105, 2, 101, 3, 4, 5. */
  status: number;
  /** Like `status`, and 21, 22, 39 after a full refund. */
  mainStatus: number;
  readonly createdAt: number;
  updatedAt: number;
  paidAt: number;
  shipBy: number;
  shippedAt: number;
  finishedAt: number;
  /** End of the risk review of a paid order, 0 when there is none. */
  reviewUntil: number;
  cancelReason: string;
  readonly buyerWords: string;
  sellerWords: string;
  stars: number;
  payType: number;
  channelPaymentNo: string;
  /** Part of the freight that a promotion paid. */
  readonly postPromotion: number;
  modifyPostAmount: number;
  readonly bType: number;
  readonly tags: readonly { readonly key: string; readonly text: string }[];
  readonly packs: Pack[];
  /** How it was shipped: the three ways do not mix. */
  shippedBy: 'whole' | 'packs' | null;
  serialNumbers: readonly string[];
  /** A change of the receiver that the buyer asked for. */
  pendingReceiver: Receiver | null;
  /** State of a cross-border order lock: 0 none, 4 locked, 5 failed. */
  interception: number;
  /** Keys of the row that the state does not decide; for seeds. */
  readonly extra: Readonly<Record<string, unknown>>;
}
