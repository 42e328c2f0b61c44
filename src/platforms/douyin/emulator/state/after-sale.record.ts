/** Goods on their way, `at` in epoch seconds. */
export interface Shipment {
  readonly companyCode: string;
  readonly trackingNo: string;
  readonly at: number;
}

/** A step in the history of an after-sale; `role` 1 buyer, 2 seller, 3 service, 4 system. */
export interface HistoryEntry {
  readonly at: number;
  readonly role: number;
  readonly operator: string;
  readonly action: string;
  readonly text: string;
  readonly images: readonly string[];
}

/** A seller's note, `at` in epoch seconds. */
export interface Remark {
  readonly content: string;
  readonly operator: string;
  readonly at: number;
}

/** An after-sale sheet. Amounts in fen, times in epoch seconds, 0 for not yet. */
export interface AfterSale {
  readonly id: string;
  readonly orderId: string;
  /** The sku order; null for a sheet over the whole order. */
  readonly lineId: string | null;
  /** 0 return and refund, 1 refund after shipping, 2 refund before shipping, 3 exchange, 6 price protection, 7 reissue. */
  readonly type: number;
  /** 6, 7, 11, 12, 13, 14, 27, 28, 29. */
  status: number;
  /** 0 none, 1 pending, 2 running, 3 done, 4 failed. */
  refundStatus: number;
  refundAmount: number;
  refundPostAmount: number;
  count: number;
  readonly reasonCode: number;
  readonly reason: string;
  readonly reasonLabel: { readonly code: number; readonly name: string } | null;
  reasonRemark: string;
  readonly evidence: readonly string[];
  readonly gotPackage: boolean;
  readonly appliedAt: number;
  updatedAt: number;
  deadline: number;
  extended: number;
  refundedAt: number;
  finalAt: number;
  returnAddressId: string;
  returned: Shipment | null;
  resent: Shipment | null;
  /** Sku that the buyer wants in exchange. */
  readonly exchangeSkuId: string | null;
  arbitration: {
    readonly id: string;
    status: number;
    conclusion: number;
    readonly createdAt: number;
    updatedAt: number;
    comment: string;
    evidence: readonly string[];
  } | null;
  readonly remarks: Remark[];
  readonly history: HistoryEntry[];
  /** Keys of the rows that the state does not decide; for seeds. */
  readonly extra: Readonly<Record<string, unknown>>;
}
