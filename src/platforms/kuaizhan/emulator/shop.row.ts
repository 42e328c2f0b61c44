import { naiveTime } from './times.js';

/** What a shop's row says of one shop; all else is as the platform's sample has it. */
export interface ShopFacts {
  readonly id: string;
  readonly siteId: number;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The 50 keys of an embedded shop (specification 4.6). `more` overrides single keys. */
export function shopRow(facts: ShopFacts, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    num_good_comment: null,
    tel: '',
    freshness: 0,
    address: '',
    site_id: facts.siteId,
    verified_stage: 20,
    qq_customer_num: null,
    keywords: '',
    full_to_off: false,
    desc: '',
    announcement_style: null,
    announcement: '',
    close_time: null,
    open_time: null,
    average_consumption: null,
    title: facts.title,
    detailed_address: null,
    verification_id: '',
    categories: [],
    enable_qq_customer_service: null,
    type: 1,
    city_code: 2007,
    cover_style: null,
    sort_weight: 0,
    layout_commodities: 3,
    is_certificated: false,
    num_bad_comment: null,
    boss: '',
    is_default: null,
    total_delivery_score: null,
    total_commodity_score: null,
    is_online: true,
    geo: [],
    num_soso_comment: null,
    utime: naiveTime(facts.updatedAt),
    province_code: 2,
    paid_orders_count: 0,
    ctime: naiveTime(facts.createdAt),
    sales_volume: 0,
    _id: facts.id,
    cover: '',
    disable_bottom_navbar: null,
    delivery_free: false,
    avatar: '',
    tel_vcode: '',
    gross_earnings: 0,
    num_comment: null,
    is_recommended: false,
    hotness: 0,
    disable_announcement: null,
    ...more,
  };
}
