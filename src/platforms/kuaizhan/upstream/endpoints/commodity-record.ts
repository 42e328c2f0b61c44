import { type Static, Type } from '@sinclair/typebox';
import { type Decoder, decoder } from '../../../../upstream/decode.js';
import { type OptionPair, readVariantName } from '../model-details.js';
import {
  fenOf,
  flagOf,
  integerOf,
  listOf,
  numberOf,
  type Raw,
  rawWithout,
  type Seen,
  seenAt,
  textOf,
  timeOf,
  wireCode,
  wireFlag,
  wireId,
  wireList,
  wireNumber,
  wireOptionalId,
  wireText,
  wireTime,
  wireYuan,
} from '../wire.js';
import { type ShopProfileRecord, toShopProfile, WireShop } from './shop-profile.js';

const WireVariant = Type.Object({ name: wireText(), price: wireYuan(), amount: wireNumber() });
const WireOption = Type.Tuple([Type.String(), Type.Array(Type.Union([Type.String(), Type.Number()]))]);

/** A commodity as the platform answers it (its page, section 4.5); only the keys that are read. */
const WireCommodity = Type.Object({
  _id: wireId(),
  shop_id: wireId(),
  site_id: wireId(),
  type: wireCode(),
  title: Type.String(),
  desc: wireText(),
  keywords: wireText(),
  global_category: wireText(),
  category_ids: wireList(wireId()),
  attachments: wireList(Type.Object({ url: Type.String(), type: wireNumber() })),
  avatar: wireText(),
  models: wireList(WireOption),
  model_details: wireList(WireVariant),
  price: wireYuan(),
  original_price: wireYuan(),
  amount: wireNumber(),
  group_price: wireYuan(),
  n_group_members: wireNumber(),
  n_group_hours: wireNumber(),
  multi_joining: wireFlag(),
  multi_opening: wireFlag(),
  freight: wireYuan(),
  is_use_template: wireFlag(),
  freight_template_id: wireOptionalId(),
  use_buyer_settings: wireFlag(),
  is_online: wireFlag(),
  is_passed: wireFlag(),
  is_recommended: wireFlag(),
  states: wireList(wireCode()),
  enable_score: wireFlag(),
  only_use_score: wireFlag(),
  proportion_of_score: wireNumber(),
  unit_name: wireText(),
  max_count_of_purchase: wireNumber(),
  enable_purchase_limit: wireFlag(),
  coupon_desc: wireText(),
  coupon_start_date: wireText(),
  coupon_end_date: wireText(),
  coupon_auto_refund: wireFlag(),
  coupon_is_booking: wireFlag(),
  sales_volume: wireNumber(),
  ctime: wireTime(),
  utime: wireTime(),
  shop: Type.Optional(Type.Union([WireShop, Type.Null()])),
});

/** A unit of a commodity. */
export interface VariantRecord {
  /** Chosen options; null when the platform's name could not be read. */
  readonly pairs: readonly OptionPair[] | null;
  /** The platform's own name of the unit, base64. */
  readonly rawName: string;
  readonly priceFen: number | null;
  readonly amount: number | null;
}

/** A commodity, normalised: absent is null (of flags: false), amounts are whole fen, ids are text, times are instants. */
export interface CommodityRecord extends Seen {
  readonly id: string;
  readonly shopId: string;
  readonly siteId: string;
  /** 100 ordinary, 200 group buy; others are not documented. */
  readonly kindCode: number;
  readonly title: string;
  readonly desc: string | null;
  readonly keywords: string | null;
  readonly globalCategory: string | null;
  readonly categoryIds: readonly string[];
  readonly attachments: readonly { readonly url: string; readonly type: number | null }[];
  readonly avatar: string | null;
  /** Options with their values; empty for a single unit. */
  readonly options: { name: string; values: string[] }[];
  /** Units in no meaningful order; empty for a single unit. */
  readonly variants: readonly VariantRecord[];
  readonly priceFen: number | null;
  readonly originalPriceFen: number | null;
  readonly amount: number | null;
  readonly groupPriceFen: number | null;
  readonly groupMembers: number | null;
  readonly groupHours: number | null;
  readonly multiJoining: boolean;
  readonly multiOpening: boolean;
  readonly freightFen: number | null;
  readonly usesTemplate: boolean;
  readonly freightTemplateId: string | null;
  readonly usesBuyerSettings: boolean;
  readonly isOnline: boolean;
  readonly isPassed: boolean;
  readonly isRecommended: boolean;
  /** A set: the order means nothing. */
  readonly stateCodes: number[];
  readonly scoreEnabled: boolean;
  readonly scoreOnly: boolean;
  /** 0.1: a tenth of the price may be paid in points. */
  readonly scoreShare: number | null;
  readonly unitName: string | null;
  readonly maxPurchase: number | null;
  readonly purchaseLimited: boolean;
  readonly couponDesc: string | null;
  readonly couponStart: string | null;
  readonly couponEnd: string | null;
  readonly couponAutoRefund: boolean;
  readonly couponIsBooking: boolean;
  readonly salesVolume: number;
  readonly ctime: Date;
  readonly utime: Date;
  /** The shop it is in; absent from the answer to a create. */
  readonly shop: ShopProfileRecord | null;
  readonly raw: Raw;
}

const decodeWire: Decoder<Static<typeof WireCommodity>> = decoder(WireCommodity);

/**
 * Reads one commodity.
 * @throws Misfit
 */
export function toCommodity(value: unknown, receivedAt: Date): CommodityRecord {
  const wire = decodeWire(value);
  return {
    id: String(wire._id),
    shopId: String(wire.shop_id),
    siteId: String(wire.site_id),
    kindCode: Number(wire.type),
    title: wire.title,
    desc: textOf(wire.desc),
    keywords: textOf(wire.keywords),
    globalCategory: textOf(wire.global_category),
    categoryIds: listOf(wire.category_ids).map(String),
    attachments: listOf(wire.attachments).map(({ url, type }) => ({ url, type: integerOf(type) })),
    avatar: textOf(wire.avatar),
    ...optionsOf(wire),
    ...termsOf(wire),
    ...stateOf(wire),
    ctime: timeOf(wire.ctime),
    utime: timeOf(wire.utime),
    shop: wire.shop == null ? null : toShopProfile(wire.shop, receivedAt),
    raw: rawWithout(wire),
    ...seenAt(receivedAt),
  };
}

type Wire = Static<typeof WireCommodity>;

const optionsOf = (wire: Wire) => ({
  options: listOf(wire.models).map(([name, values]) => ({ name, values: values.map(String) })),
  variants: listOf(wire.model_details).map(({ name, price, amount }): VariantRecord => {
    const rawName = textOf(name) ?? '';
    return { pairs: readVariantName(rawName), rawName, priceFen: fenOf(price), amount: integerOf(amount) };
  }),
});

const termsOf = (wire: Wire) => ({
  priceFen: fenOf(wire.price),
  originalPriceFen: fenOf(wire.original_price),
  amount: integerOf(wire.amount),
  groupPriceFen: fenOf(wire.group_price),
  groupMembers: integerOf(wire.n_group_members),
  groupHours: integerOf(wire.n_group_hours),
  multiJoining: flagOf(wire.multi_joining) ?? false,
  multiOpening: flagOf(wire.multi_opening) ?? false,
  freightFen: fenOf(wire.freight),
  usesTemplate: flagOf(wire.is_use_template) ?? false,
  freightTemplateId: textOf(wire.freight_template_id),
  scoreEnabled: flagOf(wire.enable_score) ?? false,
  scoreOnly: flagOf(wire.only_use_score) ?? false,
  scoreShare: numberOf(wire.proportion_of_score),
  unitName: textOf(wire.unit_name),
  maxPurchase: integerOf(wire.max_count_of_purchase),
  purchaseLimited: flagOf(wire.enable_purchase_limit) ?? false,
  couponDesc: textOf(wire.coupon_desc),
  couponStart: textOf(wire.coupon_start_date),
  couponEnd: textOf(wire.coupon_end_date),
  couponAutoRefund: flagOf(wire.coupon_auto_refund) ?? false,
  couponIsBooking: flagOf(wire.coupon_is_booking) ?? false,
});

const stateOf = (wire: Wire) => ({
  usesBuyerSettings: flagOf(wire.use_buyer_settings) ?? false,
  isOnline: flagOf(wire.is_online) ?? false,
  isPassed: flagOf(wire.is_passed) ?? false,
  isRecommended: flagOf(wire.is_recommended) ?? false,
  stateCodes: listOf(wire.states).map(Number),
  salesVolume: integerOf(wire.sales_volume) ?? 0,
});
