import type { Json, Row } from '../protocol/wire-json.js';

const NO_PROMOTION: Row = {
  total_amount: 0,
  coupon_amount: 0,
  full_discount_amount: 0,
  coupon_info: [],
  full_discount_info: [],
  redpack_info: [],
  redpack_amount: 0,
};

const PLATFORM_ONLY = {
  gold_coin_amount: 0,
  official_deduction_amount: 0,
  allowance_amount: 0,
  user_balance_amount: 0,
};

const coupon = (amount: number, name: string, cost: Row): Json => ({
  coupon_id: 7_301_111_111_111_111_297n,
  coupon_type: 23,
  coupon_meta_id: '7300000000000011111',
  coupon_amount: amount,
  coupon_name: name,
  share_discount_cost: { platform_cost: 0, shop_cost: 0, author_cost: 0, ...cost },
});

/** `promotion_detail` of a detail: who gave which discount; all of it comes from coupons here. */
export const promotionDetail = (shop: number, platform: number): Row => ({
  shop_discount_detail:
    shop === 0
      ? NO_PROMOTION
      : {
          ...NO_PROMOTION,
          total_amount: shop,
          coupon_amount: shop,
          coupon_info: [
            {
              ...(coupon(shop, '店铺满减券', { shop_cost: shop }) as Row),
              coupon_activity_id: '7000000000000012345',
            },
          ],
        },
  platform_discount_detail: {
    ...NO_PROMOTION,
    ...PLATFORM_ONLY,
    ...(platform === 0
      ? {}
      : {
          total_amount: platform,
          coupon_amount: platform,
          coupon_info: [coupon(platform, '平台券', { platform_cost: platform })],
        }),
  },
  kol_discount_detail: NO_PROMOTION,
});
