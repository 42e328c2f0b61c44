/** Texts of `order_status` and `main_status` (specification f.4). */
export const STATUS_WORDS: Readonly<Record<number, string>> = {
  1: '待支付',
  105: '已支付',
  2: '备货中',
  101: '部分发货',
  3: '已发货',
  4: '已关闭',
  5: '已完成',
  21: '发货前退款完结',
  22: '发货后退款完结',
  39: '收货后退款完结',
};

/** What is the same in every order and line of these shops. */
export const KIND = {
  biz: 2,
  biz_desc: '小店',
  order_type: 0,
  order_type_desc: '普通订单',
  trade_type: 0,
  trade_type_desc: '普通',
} as const;

/** Where an order was placed: `b_type` with its text. */
export const SOURCES: Readonly<Record<number, string>> = { 2: '抖音', 3: '头条', 11: '抖音极速版' };
