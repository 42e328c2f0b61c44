import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import { type OptionPair, readVariantName } from '../model-details.js';
import {
  fenOf,
  flagOf,
  integerOf,
  listOf,
  numberOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireFlag,
  wireId,
  wireList,
  wireNumber,
  wireOptionalId,
  wireText,
  wireTime,
  wireYuan,
} from '../wire.js';
import { blankShopSecrets, rawShop, ShopProfile, type ShopProfileRecord, WireShop } from './shop-profile.js';

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
export interface CommodityRecord extends Provenance {
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
  /** `utime` in the platform's own writing: cheap to compare with that of another answer. */
  readonly utimeText: string;
  /** The shop it is in; absent from the answer to a create. */
  readonly shop: ShopProfileRecord | null;
  readonly raw: Raw;
}

type Wire = Static<typeof WireCommodity>;
type VariantWire = Static<typeof WireVariant>;

const rawNameOf = (wire: VariantWire): string => textOf(wire.name) ?? '';

const Variant = lazyView<VariantWire, null, VariantRecord>({
  pairs: (wire) => readVariantName(rawNameOf(wire)),
  rawName: rawNameOf,
  priceFen: (wire) => fenOf(wire.price),
  amount: (wire) => integerOf(wire.amount),
});

const Commodity = lazyView<Wire, Seen, CommodityRecord>({
  id: (wire) => String(wire._id),
  shopId: (wire) => String(wire.shop_id),
  siteId: (wire) => String(wire.site_id),
  kindCode: (wire) => Number(wire.type),
  title: (wire) => wire.title,
  desc: (wire) => textOf(wire.desc),
  keywords: (wire) => textOf(wire.keywords),
  globalCategory: (wire) => textOf(wire.global_category),
  categoryIds: (wire) => listOf(wire.category_ids).map(String),
  attachments: (wire) => listOf(wire.attachments).map(({ url, type }) => ({ url, type: integerOf(type) })),
  avatar: (wire) => textOf(wire.avatar),
  options: (wire) => listOf(wire.models).map(([name, values]) => ({ name, values: values.map(String) })),
  variants: (wire) => listOf(wire.model_details).map((one) => new Variant(one, null)),
  priceFen: (wire) => fenOf(wire.price),
  originalPriceFen: (wire) => fenOf(wire.original_price),
  amount: (wire) => integerOf(wire.amount),
  groupPriceFen: (wire) => fenOf(wire.group_price),
  groupMembers: (wire) => integerOf(wire.n_group_members),
  groupHours: (wire) => integerOf(wire.n_group_hours),
  multiJoining: (wire) => flagOf(wire.multi_joining) ?? false,
  multiOpening: (wire) => flagOf(wire.multi_opening) ?? false,
  freightFen: (wire) => fenOf(wire.freight),
  usesTemplate: (wire) => flagOf(wire.is_use_template) ?? false,
  freightTemplateId: (wire) => textOf(wire.freight_template_id),
  usesBuyerSettings: (wire) => flagOf(wire.use_buyer_settings) ?? false,
  isOnline: (wire) => flagOf(wire.is_online) ?? false,
  isPassed: (wire) => flagOf(wire.is_passed) ?? false,
  isRecommended: (wire) => flagOf(wire.is_recommended) ?? false,
  stateCodes: (wire) => listOf(wire.states).map(Number),
  scoreEnabled: (wire) => flagOf(wire.enable_score) ?? false,
  scoreOnly: (wire) => flagOf(wire.only_use_score) ?? false,
  scoreShare: (wire) => numberOf(wire.proportion_of_score),
  unitName: (wire) => textOf(wire.unit_name),
  maxPurchase: (wire) => integerOf(wire.max_count_of_purchase),
  purchaseLimited: (wire) => flagOf(wire.enable_purchase_limit) ?? false,
  couponDesc: (wire) => textOf(wire.coupon_desc),
  couponStart: (wire) => textOf(wire.coupon_start_date),
  couponEnd: (wire) => textOf(wire.coupon_end_date),
  couponAutoRefund: (wire) => flagOf(wire.coupon_auto_refund) ?? false,
  couponIsBooking: (wire) => flagOf(wire.coupon_is_booking) ?? false,
  salesVolume: (wire) => integerOf(wire.sales_volume) ?? 0,
  ctime: (wire) => timeOf(wire.ctime),
  utime: (wire) => timeOf(wire.utime),
  utimeText: (wire) => wire.utime,
  shop: (wire, seen) => (wire.shop == null ? null : new ShopProfile(wire.shop, seen)),
  raw: (wire) => (wire.shop == null ? rawWithout(wire) : { ...rawWithout(wire), shop: rawShop(wire.shop) }),
  ...PROVENANCE,
});

const decodeWire = wireDecoder(WireCommodity);

/**
 * Reads one commodity.
 * @throws Misfit
 */
export function toCommodity(value: unknown, seen: Seen): CommodityRecord {
  const wire = decodeWire(value);
  if (wire.shop != null) blankShopSecrets(wire.shop);
  return new Commodity(wire, seen);
}
