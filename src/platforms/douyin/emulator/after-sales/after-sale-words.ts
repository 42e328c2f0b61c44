/** Texts of `aftersale_status` (specification f.4). */
export const AFTER_SALE_STATUS_WORDS: Readonly<Record<number, string>> = {
  6: '待商家审核',
  7: '待买家退货',
  11: '待商家收货',
  12: '售后成功',
  13: '待买家收货',
  14: '换货成功',
  27: '商家已拒绝',
  28: '售后关闭',
  29: '退货后商家拒绝',
};

/** Texts of `aftersale_type`. */
export const AFTER_SALE_TYPE_WORDS: Readonly<Record<number, string>> = {
  0: '退货退款',
  1: '仅退款',
  2: '未发货退款',
  3: '换货',
  6: '价保',
};

/** Text of refunding the way it was paid. */
export const REFUND_WAY = '订单货款/原路退款';
